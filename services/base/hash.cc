#include "base/hash.h"

#include <openssl/evp.h>
#include <xxhash.h>

#include "base/check.h"

namespace base {
namespace {

Hash128 to_hash(const XXH128_hash_t& hash) { return {hash.high64, hash.low64}; }

XXH3_state_t* state_of(void* state) { return static_cast<XXH3_state_t*>(state); }

}  // namespace

std::uint64_t xxh3_64(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

Hash128 xxh3_128(std::string_view bytes) {
  return to_hash(XXH3_128bits(bytes.data(), bytes.size()));
}

Sha256 sha256(std::string_view bytes) {
  Sha256 digest{};
  // Found once: a look-up by name costs more than the hash of a key.
  static const EVP_MD* const kSha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  unsigned size = 0;
  CHECK(EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, kSha256, nullptr) == 1);
  CHECK(size == digest.size());
  return digest;
}

std::uint32_t murmur2(std::string_view bytes) {
  constexpr std::uint32_t kMultiplier = 0x5bd1e995;
  constexpr int kShift = 24;
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i]));
  };
  std::uint32_t hash = 0x9747b28c ^ static_cast<std::uint32_t>(bytes.size());
  std::size_t i = 0;
  for (; i + 4 <= bytes.size(); i += 4) {
    std::uint32_t word = byte(i) | byte(i + 1) << 8 | byte(i + 2) << 16 | byte(i + 3) << 24;
    word *= kMultiplier;
    word ^= word >> kShift;
    word *= kMultiplier;
    hash *= kMultiplier;
    hash ^= word;
  }
  const std::size_t left = bytes.size() - i;
  if (left >= 3) hash ^= byte(i + 2) << 16;
  if (left >= 2) hash ^= byte(i + 1) << 8;
  if (left >= 1) {
    hash ^= byte(i);
    hash *= kMultiplier;
  }
  hash ^= hash >> 13;
  hash *= kMultiplier;
  hash ^= hash >> 15;
  return hash;
}

std::int32_t partition_for_key(std::string_view key, std::int32_t count) {
  CHECK(count >= 1);
  return static_cast<std::int32_t>(murmur2(key) & 0x7fffffff) % count;
}

std::string to_bytes(const Hash128& hash) {
  std::string bytes(16, '\0');
  for (int i = 0; i < 8; ++i) {
    bytes[i] = static_cast<char>(hash.high >> (56 - 8 * i));
    bytes[8 + i] = static_cast<char>(hash.low >> (56 - 8 * i));
  }
  return bytes;
}

std::string to_hex(const Hash128& hash) { return to_hex(to_bytes(hash)); }

std::string to_hex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

Xxh3Stream::Xxh3Stream() : state_(XXH3_createState()) {
  CHECK(state_ != nullptr);
  XXH3_128bits_reset(state_of(state_));
}

Xxh3Stream::~Xxh3Stream() { XXH3_freeState(state_of(state_)); }

void Xxh3Stream::add(std::string_view bytes) {
  XXH3_128bits_update(state_of(state_), bytes.data(), bytes.size());
}

std::uint64_t Xxh3Stream::digest_64() const { return XXH3_64bits_digest(state_of(state_)); }

Hash128 Xxh3Stream::digest_128() const { return to_hash(XXH3_128bits_digest(state_of(state_))); }

}  // namespace base
