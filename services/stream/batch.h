// stream/batch.h
//
// What the records since the last commit have caused, in their order, until one transaction takes
// it all. Rows are not here: they are in the overlays of their partitions. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "stream/dead_letter.h"
#include "stream/ports.h"
#include "stream/stage.h"

namespace stream {

struct Batch {
  explicit Batch(std::size_t counters) : tallies(counters, 0) {}

  // All but the rows, which the caller has already taken out.
  void take(Effects& effects);
  void take(DeadLetter letter);
  // A record has been handled, whatever came of it.
  void count(const Record& record, Tick now);
  // Rows that no record has caused are in an overlay: they are not to wait for one.
  void found(Tick now);
  void clear();
  bool empty() const { return records == 0 && !founds; }

  std::vector<OutRecord> out;
  std::vector<DeadLetter> dead;
  std::vector<std::uint64_t> tallies;  // by CounterId
  std::vector<Delay> delays;
  std::size_t records = 0;
  std::size_t consumed_bytes = 0;
  std::size_t outgoing_bytes = 0;
  bool founds = false;
  Tick began{0};  // when its first record was handled
  // The only record, where records == 1.
  Partition first_partition;
  InputOffset first_offset;
};

// Key, value and headers, as Outbox::record_bytes_max counts them.
std::size_t bytes_of(const OutRecord& record);
std::size_t bytes_of(const StateWrite& row);

}  // namespace stream
