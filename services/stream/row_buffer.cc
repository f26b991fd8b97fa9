#include "stream/row_buffer.h"

namespace stream {

void RowBuffer::add(Partition partition, std::string_view key,
                    std::optional<std::string_view> value) {
  rows_.push_back({.partition = partition,
                   .has_value = value.has_value(),
                   .at = bytes_.size(),
                   .key_size = key.size(),
                   .value_size = value ? value->size() : 0});
  bytes_.append(key);
  if (value) bytes_.append(*value);
}

std::span<const RowView> RowBuffer::rows_of(Partition partition) {
  views_.clear();
  const std::string_view all = bytes_;
  for (const Row& row : rows_) {
    if (row.partition != partition) continue;
    RowView view{all.substr(row.at, row.key_size), std::nullopt};
    if (row.has_value) view.value = all.substr(row.at + row.key_size, row.value_size);
    views_.push_back(view);
  }
  return views_;
}

void RowBuffer::clear() {
  bytes_.clear();
  rows_.clear();
  views_.clear();
}

}  // namespace stream
