#include "stream/read_memo.h"

#include "base/hash.h"

namespace stream {

const std::optional<std::string>* ReadMemo::find(std::string_view key) const {
  const Row& row = rows_[slot_of(key)];
  return row.batch == batch_ && row.key == key ? &row.value : nullptr;
}

void ReadMemo::keep(std::string_view key, const std::optional<std::string>& value) {
  if (key.size() + (value ? value->size() : 0) > kRowBytesMax) return;
  Row& row = rows_[slot_of(key)];
  row.batch = batch_;
  row.key = key;
  row.value = value;
}

std::size_t ReadMemo::slot_of(std::string_view key) { return base::xxh3_64(key) % kRows; }

}  // namespace stream
