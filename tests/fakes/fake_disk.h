// tests/fakes/fake_disk.h
//
// Stores on a disk that outlives its process: what was not flushed falls back at crash(), rows and
// meta together.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "stream/ports.h"

namespace fakes {

using Rows = std::map<std::string, std::string>;

struct DiskStore {
  Rows rows, durable_rows;
  stream::StoreMeta meta, durable_meta;
  bool exists = false, open = false, corrupt = false;
  std::optional<stream::Fault> apply_fault;  // given once
  int flushes = 0, wipes = 0, applies = 0;
};

class FakeDisk final : public stream::Stores {
 public:
  stream::Result<std::unique_ptr<stream::Store>> open(stream::Partition partition) override;
  stream::Result<stream::Done> wipe(stream::Partition partition) override;

  // The process died.
  void crash();
  // Somebody deleted the folder.
  void clear();
  DiskStore& at(int partition) { return stores_[partition]; }
  const std::map<int, DiskStore>& all() const { return stores_; }

 private:
  std::map<int, DiskStore> stores_;
};

}  // namespace fakes
