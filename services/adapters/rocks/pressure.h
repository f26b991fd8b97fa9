// adapters/rocks/pressure.h
//
// Keeps the write buffers of one worker's stores within what all stores of the process may have.
// RocksDB itself only ever flushes the database that is written to, and does not wait for it: idle
// stores could keep their buffers full while busy ones flush crumbs, and a fast writer could be
// far ahead of the disk. So after each write the largest buffer goes first, and above the limit
// the writer waits. One worker's thread; this room only.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/write_buffer_manager.h>

#include <vector>

namespace adapters::rocks {

class Pressure final {
 public:
  explicit Pressure(const rocksdb::WriteBufferManager& manager) : manager_(manager) {}
  Pressure(const Pressure&) = delete;
  Pressure& operator=(const Pressure&) = delete;

  void add(rocksdb::DB& database) { open_.push_back(&database); }
  void remove(const rocksdb::DB& database);

  // After a write. Not ok: a flush failed.
  rocksdb::Status relieve();

 private:
  rocksdb::DB* find_largest() const;

  const rocksdb::WriteBufferManager& manager_;  // of the process; outlives this
  std::vector<rocksdb::DB*> open_;
};

}  // namespace adapters::rocks
