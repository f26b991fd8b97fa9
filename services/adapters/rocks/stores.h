// adapters/rocks/stores.h
//
// The engine's Stores on RocksDB: one database a partition, at <directory>/<partition>. Rows and
// meta stand in one column family and are written in one WriteBatch without a write-ahead log, so
// after a crash they fall back together to the last flush; the changelog has the rest.
// One worker's thread. Faults: Rebuild store_corrupt; Stop store_locked, store_io.
// Must not know: Kafka, what a row means.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "adapters/rocks/gauges.h"
#include "adapters/rocks/memory.h"
#include "stream/ports.h"

namespace adapters::rocks {

class Pressure;  // this room only

// The key of the meta row; no stage may use it.
inline constexpr std::string_view kMetaKey{"\0meta", 5};

class RocksStores final : public stream::Stores {
 public:
  // `memory` outlives this object, and both outlive every store that it opens.
  RocksStores(const Memory& memory, std::string directory);
  ~RocksStores() override;
  RocksStores(const RocksStores&) = delete;
  RocksStores& operator=(const RocksStores&) = delete;

  stream::Result<std::unique_ptr<stream::Store>> open(stream::Partition partition) override;
  stream::Result<stream::Done> wipe(stream::Partition partition) override;

  // Of all its open stores together. Any thread.
  Sizes sizes() const { return gauges_.sum(); }

 private:
  std::string path_of(stream::Partition partition) const;

  const Memory& memory_;
  const std::string directory_;
  Gauges gauges_;
  const std::unique_ptr<Pressure> pressure_;
};

using EachRow = std::function<void(std::string_view key, std::string_view value)>;

// Every row of a closed store in key order, the meta row left out; gives the meta.
stream::Result<stream::StoreMeta> read_all(const std::string& path, const EachRow& each);

}  // namespace adapters::rocks
