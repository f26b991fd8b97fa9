#include "adapters/rocks/stores.h"

#include <rocksdb/db.h>

#include <filesystem>
#include <system_error>

#include "adapters/rocks/memory_parts.h"
#include "adapters/rocks/store.h"

namespace adapters::rocks {

RocksStores::RocksStores(const Memory& memory, std::string directory)
    : memory_(memory),
      directory_(std::move(directory)),
      pressure_(std::make_unique<Pressure>(*memory.parts().options.write_buffer_manager)) {}

RocksStores::~RocksStores() = default;

std::string RocksStores::path_of(stream::Partition partition) const {
  return directory_ + '/' + std::to_string(partition.value);
}

stream::Result<std::unique_ptr<stream::Store>> RocksStores::open(stream::Partition partition) {
  const std::string path = path_of(partition);
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return base::stop("store_io", path + ": " + error.message());
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(memory_.parts().options, path, &opened);
  std::unique_ptr<rocksdb::DB> database(opened);
  if (!status.ok()) return to_fault(status);
  stream::Result<stream::StoreMeta> meta = read_meta(*database);
  if (!meta) return meta.fault();
  return std::unique_ptr<stream::Store>(
      std::make_unique<RocksStore>(std::move(database), std::move(*meta), gauges_, *pressure_));
}

stream::Result<stream::Done> RocksStores::wipe(stream::Partition partition) {
  std::error_code error;
  std::filesystem::remove_all(path_of(partition), error);
  if (error) return base::stop("store_io", path_of(partition) + ": " + error.message());
  return stream::Done{};
}

stream::Result<stream::StoreMeta> read_all(const std::string& path, const EachRow& each) {
  rocksdb::DB* opened = nullptr;
  rocksdb::Options options;
  options.info_log_level = rocksdb::InfoLogLevel::FATAL_LEVEL;
  const rocksdb::Status status = rocksdb::DB::OpenForReadOnly(options, path, &opened);
  const std::unique_ptr<rocksdb::DB> database(opened);
  if (!status.ok()) return to_fault(status);
  const std::unique_ptr<rocksdb::Iterator> rows(database->NewIterator({}));
  for (rows->SeekToFirst(); rows->Valid(); rows->Next()) {
    const std::string_view key(rows->key().data(), rows->key().size());
    if (key != kMetaKey) each(key, {rows->value().data(), rows->value().size()});
  }
  if (!rows->status().ok()) return to_fault(rows->status());
  return read_meta(*database);
}

}  // namespace adapters::rocks
