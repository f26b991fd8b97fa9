// replay/slices.h
//
// The last record of each key of a table, in bounded memory, however large the table is. What does
// not fit at once is had in parts: by the leading bits of the key's hash, each part a pass over the
// table. Keys must be hashes, so that halves are halves. One thread.
// Must not know: Kafka, what a row says.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/check.h"
#include "base/hash.h"

namespace replay {

// Of all keys those whose hash begins with these bits.
struct Slice {
  int bits = 0;
  std::uint64_t prefix = 0;

  bool has(const base::Hash128& key) const {
    return bits == 0 || key.high >> (64 - bits) == prefix;
  }
  Slice lower() const { return {bits + 1, prefix << 1}; }
  Slice upper() const { return {bits + 1, prefix << 1 | 1}; }
  bool operator==(const Slice&) const = default;
};

// At most `rows_max` rows, several of one key among them. A row has `key` and `offset`; a key's
// records stand in the order of their offsets.
template <class Row>
class LatestRows final {
 public:
  explicit LatestRows(std::size_t rows_max) : rows_max_(rows_max) {
    CHECK(rows_max >= 4);
    rows_.reserve(rows_max);
  }
  LatestRows(LatestRows&&) = default;

  // False, and nothing is done: it is full of different keys.
  bool put(const Row& row) {
    if (rows_.size() == rows_max_) {
      fold();
      if (rows_.size() > rows_max_ / 4 * 3) return false;
    }
    rows_.push_back(row);
    return true;
  }

  void keep(const Slice& slice) {
    std::erase_if(rows_, [&](const Row& row) { return !slice.has(row.key); });
  }
  void clear() { rows_.clear(); }

  // By key, of each the last one.
  const std::vector<Row>& fold() {
    std::sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) {
      return a.key != b.key ? a.key < b.key : a.offset > b.offset;
    });
    const auto same = [](const Row& a, const Row& b) { return a.key == b.key; };
    rows_.erase(std::unique(rows_.begin(), rows_.end(), same), rows_.end());
    return rows_;
  }

 private:
  const std::size_t rows_max_;
  std::vector<Row> rows_;
};

// One table or several beside each other, part by part:
//   while (slices.next()) { take() every record of every table; look at rows(); }
template <class Row>
class Slices final {
 public:
  Slices(std::size_t tables, std::size_t rows_max) {
    for (std::size_t i = 0; i < tables; ++i) tables_.emplace_back(rows_max);
  }
  Slices(const Slices&) = delete;
  Slices& operator=(const Slices&) = delete;

  // Begins the next part; false: there is none any more.
  bool next() {
    if (todo_.empty()) return false;
    slice_ = todo_.back();
    todo_.pop_back();
    ++passes_;
    for (LatestRows<Row>& table : tables_) table.clear();
    return true;
  }

  // Whether a row of this key would be taken: others need not be made.
  bool wants(const base::Hash128& key) const { return slice_.has(key); }

  void take(std::size_t table, const Row& row) {
    while (slice_.has(row.key) && !tables_.at(table).put(row)) halve();
  }

  const std::vector<Row>& rows(std::size_t table) { return tables_.at(table).fold(); }
  std::size_t passes() const { return passes_; }

 private:
  static constexpr int kBitsMax = 48;

  void halve() {
    CHECK(slice_.bits < kBitsMax);  // else keys are no hashes
    todo_.push_back(slice_.upper());
    slice_ = slice_.lower();
    for (LatestRows<Row>& table : tables_) table.keep(slice_);
  }

  std::vector<LatestRows<Row>> tables_;
  Slice slice_;
  std::vector<Slice> todo_{Slice{}};
  std::size_t passes_ = 0;
};

}  // namespace replay
