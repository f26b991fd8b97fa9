// stream/row_buffer.h
//
// Rows on their way from a changelog to stores: bytes back to back in one block, so that a row
// costs a copy and no allocation. Written twice, a key is there twice: the order is kept.
// Bounded by whoever watches bytes(). One thread.
// Must not know: where rows come from.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stream/ports.h"

namespace stream {

class RowBuffer final {
 public:
  void add(Partition partition, std::string_view key, std::optional<std::string_view> value);

  // The rows of one partition in the order of add(). Valid until the next add, rows_of or clear.
  std::span<const RowView> rows_of(Partition partition);
  std::size_t bytes() const { return bytes_.size(); }  // of all keys and values
  bool empty() const { return rows_.empty(); }
  void clear();  // keeps its memory

 private:
  struct Row {
    Partition partition;
    bool has_value;
    std::size_t at, key_size, value_size;
  };
  std::string bytes_;
  std::vector<Row> rows_;
  std::vector<RowView> views_;  // what the last rows_of gave
};

}  // namespace stream
