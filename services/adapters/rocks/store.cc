#include "adapters/rocks/store.h"

#include <algorithm>

#include "adapters/rocks/stores.h"
#include "proto/engine_state.pb.h"

namespace adapters::rocks {
namespace {

// Sizes are estimates, and asking for them takes the database's lock.
constexpr std::uint32_t kAppliesBetweenLooks = 64;

rocksdb::Slice to_slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

}  // namespace

stream::Fault to_fault(const rocksdb::Status& status) {
  if (status.IsCorruption()) return base::rebuild("store_corrupt", status.ToString());
  // RocksDB has no code of its own for a LOCK file that another process holds.
  if (status.IsIOError() && status.ToString().find("lock") != std::string::npos) {
    return base::stop("store_locked", status.ToString());
  }
  return base::stop("store_io", status.ToString());
}

std::string to_bytes(const stream::StoreMeta& meta) {
  dateline::StoreMeta row;
  row.set_format(meta.format);
  row.set_cluster_id(meta.cluster_id);
  row.set_topic(meta.topic);
  row.set_incarnation(meta.incarnation);
  row.set_incarnation_at(meta.incarnation_at.value);
  row.set_position(meta.position.value);
  row.set_as_of(meta.as_of.value);
  return row.SerializeAsString();
}

stream::Result<stream::StoreMeta> read_meta(std::string_view bytes) {
  dateline::StoreMeta row;
  if (!row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return base::rebuild("store_corrupt", "the meta row cannot be read");
  }
  return stream::StoreMeta{.format = row.format(),
                           .cluster_id = row.cluster_id(),
                           .topic = row.topic(),
                           .incarnation = row.incarnation(),
                           .incarnation_at = {row.incarnation_at()},
                           .position = {row.position()},
                           .as_of = {row.as_of()}};
}

stream::Result<stream::StoreMeta> read_meta(rocksdb::DB& database) {
  std::string bytes;
  const rocksdb::Status status = database.Get({}, to_slice(kMetaKey), &bytes);
  if (status.IsNotFound()) return stream::StoreMeta{};
  if (!status.ok()) return to_fault(status);
  return read_meta(bytes);
}

RocksStore::RocksStore(std::unique_ptr<rocksdb::DB> database, stream::StoreMeta meta,
                       Gauges& gauges, Pressure& pressure)
    : database_(std::move(database)), gauge_(gauges), pressure_(pressure), meta_(std::move(meta)) {
  pressure_.add(*database_);
  show_sizes();
}

RocksStore::~RocksStore() { pressure_.remove(*database_); }

void RocksStore::show_sizes() {
  const auto ask = [this](const std::string& property) {
    std::uint64_t value = 0;
    return database_->GetIntProperty(property, &value) ? value : 0;
  };
  using Properties = rocksdb::DB::Properties;
  gauge_.show({.keys = ask(Properties::kEstimateNumKeys),
               .live_bytes = ask(Properties::kEstimateLiveDataSize),
               .sst_bytes = ask(Properties::kTotalSstFilesSize),
               .memtable_bytes = ask(Properties::kCurSizeAllMemTables),
               .compaction_pending_bytes = ask(Properties::kEstimatePendingCompactionBytes)});
}

stream::Result<std::optional<std::string>> RocksStore::get(std::string_view key) const {
  rocksdb::PinnableSlice value;
  const rocksdb::Status status =
      database_->Get({}, database_->DefaultColumnFamily(), to_slice(key), &value);
  if (status.IsNotFound()) return std::optional<std::string>{};
  if (!status.ok()) return to_fault(status);
  return std::optional<std::string>{std::in_place, value.data(), value.size()};
}

stream::Result<stream::Done> RocksStore::apply(std::span<const stream::RowView> rows,
                                               const stream::StoreMeta& meta) {
  batch_.Clear();
  in_order_.assign(rows.begin(), rows.end());
  std::stable_sort(
      in_order_.begin(), in_order_.end(),
      [](const stream::RowView& a, const stream::RowView& b) { return a.key < b.key; });
  for (const stream::RowView& row : in_order_) {
    CHECK(row.key != kMetaKey);
    const rocksdb::Status status = row.value ? batch_.Put(to_slice(row.key), to_slice(*row.value))
                                             : batch_.Delete(to_slice(row.key));
    CHECK(status.ok());
  }
  CHECK(batch_.Put(to_slice(kMetaKey), to_bytes(meta)).ok());
  rocksdb::WriteOptions without_log;
  without_log.disableWAL = true;
  const rocksdb::Status status = database_->Write(without_log, &batch_);
  // Whatever the reason: a store that cannot be written must not be read on.
  if (!status.ok()) return base::stop("store_io", status.ToString());
  meta_ = meta;
  if (const rocksdb::Status relieved = pressure_.relieve(); !relieved.ok()) {
    return base::stop("store_io", relieved.ToString());
  }
  if (++applied_ % kAppliesBetweenLooks == 0) show_sizes();
  return stream::Done{};
}

stream::Result<stream::Done> RocksStore::flush() {
  const rocksdb::Status status = database_->Flush({});
  if (!status.ok()) return base::stop("store_io", status.ToString());
  show_sizes();
  return stream::Done{};
}

}  // namespace adapters::rocks
