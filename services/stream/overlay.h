// stream/overlay.h
//
// One partition's uncommitted writes, over its store. A key written twice keeps its place and its
// last value. Reads by view allocate nothing; rows() is in the order of first writes.
// Bounded by whoever watches bytes(). One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "stream/stage.h"

namespace stream {

class Overlay final {
 public:
  // What a row costs beside its bytes: two strings, a hash, an index entry.
  static constexpr std::size_t kRowBytes = sizeof(StateWrite) + 16;

  void put(StateWrite row);
  // Nothing was written under this key = nullptr. Valid until the next put or clear.
  const StateWrite* find(std::string_view key) const;

  std::span<const StateWrite> rows() const { return rows_; }
  std::size_t bytes() const { return bytes_; }
  bool empty() const { return rows_.empty(); }
  void clear();

 private:
  std::size_t slot_of(std::string_view key, std::uint64_t hash) const;
  void grow();

  std::vector<StateWrite> rows_;
  std::vector<std::uint64_t> hashes_;  // of rows_
  std::vector<std::uint32_t> slots_;   // open addressing: row index + 1; size is a power of two
  std::size_t bytes_ = 0;
};

}  // namespace stream
