// adapters/rocks/store.h
//
// One partition's database. Made by RocksStores only. One worker's thread.
// Must not know: Kafka, what a row means.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <memory>

#include "adapters/rocks/gauges.h"
#include "adapters/rocks/pressure.h"
#include "stream/ports.h"

namespace adapters::rocks {

// What RocksDB answered, as what the worker must do. `status` is not ok.
stream::Fault to_fault(const rocksdb::Status& status);

// The meta row's bytes (proto/engine_state.proto) and back; damage is store_corrupt.
std::string to_bytes(const stream::StoreMeta& meta);
stream::Result<stream::StoreMeta> read_meta(std::string_view bytes);
// Of an open database; a database without one is new and empty: format 0.
stream::Result<stream::StoreMeta> read_meta(rocksdb::DB& database);

class RocksStore final : public stream::Store {
 public:
  RocksStore(std::unique_ptr<rocksdb::DB> database, stream::StoreMeta meta, Gauges& gauges,
             Pressure& pressure);
  ~RocksStore() override;
  RocksStore(const RocksStore&) = delete;
  RocksStore& operator=(const RocksStore&) = delete;

  stream::Result<std::optional<std::string>> get(std::string_view key) const override;
  stream::Result<stream::Done> apply(std::span<const stream::RowView> rows,
                                     const stream::StoreMeta& meta) override;
  stream::Result<stream::Done> flush() override;
  const stream::StoreMeta& meta() const override { return meta_; }

 private:
  void show_sizes();

  const std::unique_ptr<rocksdb::DB> database_;
  Gauge gauge_;
  Pressure& pressure_;  // of all stores of this worker; outlives them
  std::uint32_t applied_ = 0;
  stream::StoreMeta meta_;
  // Reused. In the order of keys: the next place in a write buffer is then close to the last one.
  std::vector<stream::RowView> in_order_;
  rocksdb::WriteBatch batch_;
};

}  // namespace adapters::rocks
