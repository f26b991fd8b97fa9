#include "stream/overlay.h"

#include <algorithm>

#include "base/hash.h"

namespace stream {
namespace {

constexpr std::size_t kSlotsFirst = 64;

std::size_t bytes_of(const StateWrite& row) {
  return row.key.size() + (row.value ? row.value->size() : 0) + Overlay::kRowBytes;
}

}  // namespace

void Overlay::put(StateWrite row) {
  if (rows_.size() * 2 >= slots_.size()) grow();
  const std::uint64_t hash = base::xxh3_64(row.key);
  const std::size_t slot = slot_of(row.key, hash);
  bytes_ += bytes_of(row);
  if (slots_[slot] != 0) {
    StateWrite& old = rows_[slots_[slot] - 1];
    bytes_ -= bytes_of(old);
    old.value = std::move(row.value);
    return;
  }
  rows_.push_back(std::move(row));
  hashes_.push_back(hash);
  slots_[slot] = static_cast<std::uint32_t>(rows_.size());
}

const StateWrite* Overlay::find(std::string_view key) const {
  if (rows_.empty()) return nullptr;
  const std::uint32_t row = slots_[slot_of(key, base::xxh3_64(key))];
  return row == 0 ? nullptr : &rows_[row - 1];
}

void Overlay::clear() {
  if (rows_.empty()) return;
  rows_.clear();
  hashes_.clear();
  std::fill(slots_.begin(), slots_.end(), 0);
  bytes_ = 0;
}

// The slot that holds the key, or the free one where it belongs. The table is never full.
std::size_t Overlay::slot_of(std::string_view key, std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash & mask;
  while (slots_[slot] != 0) {
    const std::uint32_t row = slots_[slot] - 1;
    if (hashes_[row] == hash && rows_[row].key == key) break;
    slot = (slot + 1) & mask;
  }
  return slot;
}

void Overlay::grow() {
  slots_.assign(std::max(kSlotsFirst, slots_.size() * 2), 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    std::size_t slot = hashes_[row] & mask;
    while (slots_[slot] != 0) slot = (slot + 1) & mask;
    slots_[slot] = static_cast<std::uint32_t>(row + 1);
  }
}

}  // namespace stream
