// adapters/rocks/memory.h
//
// The memory that all stores of a process share: one block cache, with the write buffers charged
// to it, so that one number bounds them all. Built by main, outlives every store. Any thread.
// Must not know: stages, partitions, Kafka.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace adapters::rocks {

struct MemoryOptions {
  std::size_t cache_bytes = 256u << 20;        // state.cache: blocks, filters and write buffers
  std::size_t write_buffer_bytes = 16u << 20;  // state.write_buffer: of one store, three of them
};

// What RocksDB counted since the start, over all stores.
struct Figures {
  std::uint64_t cache_hits = 0, cache_misses = 0, stall_micros = 0;
  std::uint64_t cache_used_bytes = 0;
};

class Memory final {
 public:
  explicit Memory(const MemoryOptions& options);
  ~Memory();
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  Figures figures() const;

  struct Parts;  // RocksDB's own objects; this room only
  const Parts& parts() const { return *parts_; }

 private:
  const std::unique_ptr<const Parts> parts_;
};

}  // namespace adapters::rocks
