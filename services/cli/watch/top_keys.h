// cli/watch/top_keys.h
//
// The most frequent of any number of keys, in memory for a fixed number of them (the space-saving
// algorithm of Metwally, Agrawal and El Abbadi): a key that is not in the list takes the place of
// the rarest and inherits its count. So no count is too low, each is too high by `over` at most,
// and whatever makes up more than 1 / keys_max of all is in the list. One thread.
// Must not know: what the keys are.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cli::watch {

struct TopKey {
  static constexpr std::size_t kPartsMax = 16;

  std::string key;
  std::uint64_t count = 0, over = 0;
  std::array<std::uint64_t, kPartsMax> parts{};  // since the key is in the list
};

class TopKeys final {
 public:
  static constexpr std::size_t kKeysMax = 128;
  static constexpr std::size_t kKeyBytesMax = 255;  // the rest of a longer key is cut off

  // One more of the key.
  void add(std::string_view key) { ++counts_[find_or_take(key)]; }
  // So many more, one of each part; nothing without any. Parts are below kPartsMax.
  void add(std::string_view key, std::span<const std::uint8_t> parts);

  std::vector<TopKey> all() const;  // in no order

 private:
  std::size_t find_or_take(std::string_view key);
  std::size_t find_rarest();
  std::size_t take_rarest(std::string_view key);

  // Side by side, so that a search goes through little memory.
  std::vector<std::uint64_t> hashes_, counts_;
  std::vector<TopKey> keys_;     // without their counts
  std::uint64_t rarest_ = 0;     // the count of which there is none smaller,
  std::size_t next_rarest_ = 0;  // and where to look for it next
};

}  // namespace cli::watch
