#include "cli/watch/top_keys.h"

#include <algorithm>

#include "base/hash.h"

namespace cli::watch {

void TopKeys::add(std::string_view key, std::span<const std::uint8_t> parts) {
  if (parts.empty()) return;
  TopKey& top = find_or_take(key);
  top.count += parts.size();
  for (const std::uint8_t part : parts) ++top.parts.at(part);
}

TopKey& TopKeys::find_or_take(std::string_view key) {
  key = key.substr(0, kKeyBytesMax);
  const std::uint64_t hash = base::xxh3_64(key);
  for (std::size_t i = 0; i < hashes_.size(); ++i) {
    if (hashes_[i] == hash && keys_[i].key == key) return keys_[i];
  }
  if (keys_.size() < kKeysMax) {
    hashes_.push_back(hash);
    keys_.push_back({.key = std::string(key)});
    return keys_.back();
  }
  const auto rarest = std::min_element(
      keys_.begin(), keys_.end(), [](const auto& a, const auto& b) { return a.count < b.count; });
  hashes_[static_cast<std::size_t>(rarest - keys_.begin())] = hash;
  *rarest = {.key = std::string(key), .count = rarest->count, .over = rarest->count};
  return *rarest;
}

}  // namespace cli::watch
