// base/hash.h
//
// The hashes whose values outlive the process. Their bytes never change: they are keys of rows,
// of topics, and parts of article ids. Pure, any thread.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace base {

struct Hash128 {
  std::uint64_t high = 0, low = 0;

  auto operator<=>(const Hash128&) const = default;
};

std::uint64_t xxh3_64(std::string_view bytes);
Hash128 xxh3_128(std::string_view bytes);

using Sha256 = std::array<std::uint8_t, 32>;
Sha256 sha256(std::string_view bytes);

// Kafka's own partitioner hash (org.apache.kafka.common.utils.Utils.murmur2, seed 0x9747b28c).
std::uint32_t murmur2(std::string_view bytes);

// The partition that Java clients choose for this key: (murmur2 & 0x7fffffff) % count; count >= 1.
std::int32_t partition_for_key(std::string_view key, std::int32_t count);

// 16 bytes, most significant first: XXH3's canonical form.
std::string to_bytes(const Hash128& hash);
std::string to_hex(const Hash128& hash);
std::string to_hex(std::string_view bytes);

// Many pieces, one hash, without joining them in memory first.
class Xxh3Stream final {
 public:
  Xxh3Stream();
  ~Xxh3Stream();
  Xxh3Stream(const Xxh3Stream&) = delete;
  Xxh3Stream& operator=(const Xxh3Stream&) = delete;

  void add(std::string_view bytes);
  std::uint64_t digest_64() const;
  Hash128 digest_128() const;

 private:
  void* state_;
};

}  // namespace base
