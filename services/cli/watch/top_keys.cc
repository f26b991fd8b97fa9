#include "cli/watch/top_keys.h"

#include <algorithm>

#include "base/hash.h"

namespace cli::watch {

void TopKeys::add(std::string_view key, std::span<const std::uint8_t> parts) {
  if (parts.empty()) return;
  const std::size_t index = find_or_take(key);
  counts_[index] += parts.size();
  for (const std::uint8_t part : parts) ++keys_[index].parts.at(part);
}

std::vector<TopKey> TopKeys::all() const {
  std::vector<TopKey> all = keys_;
  for (std::size_t i = 0; i < all.size(); ++i) all[i].count = counts_[i];
  return all;
}

std::size_t TopKeys::find_or_take(std::string_view key) {
  key = key.substr(0, kKeyBytesMax);
  const std::uint64_t hash = base::xxh3_64(key);
  for (std::size_t i = 0; i < hashes_.size(); ++i) {
    if (hashes_[i] == hash && keys_[i].key == key) return i;
  }
  if (keys_.size() == kKeysMax) {
    const std::size_t index = take_rarest(key);
    hashes_[index] = hash;
    return index;
  }
  hashes_.push_back(hash);
  counts_.push_back(0);
  keys_.push_back({.key = std::string(key)});
  return keys_.size() - 1;
}

// Of many that are equally rare one after the other: so a crowd is not searched each time.
std::size_t TopKeys::find_rarest() {
  const auto next = std::find(counts_.begin() + static_cast<std::ptrdiff_t>(next_rarest_),
                              counts_.end(), rarest_);
  next_rarest_ = static_cast<std::size_t>(next - counts_.begin());
  if (next != counts_.end()) return next_rarest_;
  const auto least = std::min_element(counts_.begin(), counts_.end());
  rarest_ = *least;
  return next_rarest_ = static_cast<std::size_t>(least - counts_.begin());
}

std::size_t TopKeys::take_rarest(std::string_view key) {
  const std::size_t index = find_rarest();
  keys_[index].key.assign(key);
  keys_[index].over = counts_[index];
  keys_[index].parts.fill(0);
  return index;
}

}  // namespace cli::watch
