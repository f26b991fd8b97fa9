// adapters/rocks/memory_parts.h
//
// What Memory is made of, for this room alone: the only reason is to keep RocksDB's headers out of
// memory.h.
#pragma once

#include <rocksdb/options.h>
#include <rocksdb/statistics.h>

#include <memory>

#include "adapters/rocks/memory.h"

namespace adapters::rocks {

struct Memory::Parts {
  std::shared_ptr<rocksdb::Statistics> statistics;
  rocksdb::Options options;  // ready for DB::Open, the same for every store
};

}  // namespace adapters::rocks
