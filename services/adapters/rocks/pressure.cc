#include "adapters/rocks/pressure.h"

namespace adapters::rocks {

void Pressure::remove(const rocksdb::DB& database) { std::erase(open_, &database); }

// RocksDB acts by itself at seven eighths: we come before that, so that it is the largest that
// goes.
rocksdb::Status Pressure::relieve() {
  const std::size_t limit = manager_.buffer_size();
  const bool over = manager_.memory_usage() > limit;
  if (!over && manager_.mutable_memtable_memory_usage() <= limit / 4 * 3) {
    return rocksdb::Status::OK();
  }
  rocksdb::DB* const largest = find_largest();
  if (largest == nullptr) return rocksdb::Status::OK();
  rocksdb::FlushOptions options;
  options.wait = over;
  options.allow_write_stall = true;
  return largest->Flush(options);
}

// Of those that can be flushed: what is on its way to disk already counts for nothing.
rocksdb::DB* Pressure::find_largest() const {
  rocksdb::DB* largest = nullptr;
  std::uint64_t most = 0;
  for (rocksdb::DB* const database : open_) {
    std::uint64_t bytes = 0;
    if (!database->GetIntProperty(rocksdb::DB::Properties::kCurSizeActiveMemTable, &bytes))
      continue;
    if (bytes <= most) continue;
    most = bytes;
    largest = database;
  }
  return largest;
}

}  // namespace adapters::rocks
