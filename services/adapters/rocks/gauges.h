// adapters/rocks/gauges.h
//
// How large the open stores of one worker are, for the metrics. Each store writes a slot of its
// own on the worker's thread, now and then; any thread reads the sum. Relaxed atomics, no lock.
// Must not know: RocksDB.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace adapters::rocks {

// RocksDB's own estimates.
struct Sizes {
  std::uint64_t keys = 0, live_bytes = 0, sst_bytes = 0, memtable_bytes = 0;
  std::uint64_t compaction_pending_bytes = 0;

  bool operator==(const Sizes&) const = default;
};

class Gauges final {
 public:
  static constexpr std::size_t kStoresMax = 256;  // more: these are not in the sum

  Gauges() = default;
  Gauges(const Gauges&) = delete;
  Gauges& operator=(const Gauges&) = delete;

  Sizes sum() const;

 private:
  friend class Gauge;
  struct Slot {
    std::atomic<bool> taken{false};
    std::array<std::atomic<std::uint64_t>, 5> values{};
  };
  std::array<Slot, kStoresMax> slots_;
};

// One open store's slot, given back when it closes.
class Gauge final {
 public:
  explicit Gauge(Gauges& gauges);
  ~Gauge();
  Gauge(const Gauge&) = delete;
  Gauge& operator=(const Gauge&) = delete;

  void show(const Sizes& sizes);

 private:
  Gauges::Slot* slot_ = nullptr;  // none was free
};

}  // namespace adapters::rocks
