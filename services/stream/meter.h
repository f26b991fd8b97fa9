// stream/meter.h
//
// What one worker counts. Written by the worker's thread, read by any other through snapshot():
// relaxed atomics only, no lock, no allocation on the writer's side.
// Must not know: Prometheus, HTTP, how figures of several workers are summed.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "stream/counters.h"
#include "stream/meter_snapshot.h"

namespace stream {

// The figures of one owned partition. Reset before it is given to another partition.
struct PartitionGauges {
  std::atomic<std::int32_t> partition{-1};  // -1: the slot is free
  Gauge phase, committed, end;
  Gauge oldest_appended{-1};  // Timestamp; -1: nothing is known to wait
  Gauge assigned_at;          // Timestamp
  Gauge restore_position, restore_target;
};

struct TopicCounters {
  std::string topic;
  Counter records, bytes;
};

class Meter final {
 public:
  static constexpr std::size_t kPartitions = 256;

  // Partitions beyond so many have no figures of their own.
  Meter(const StageSpec& spec, std::string changelog_topic, std::string dead_topic,
        std::size_t partitions = kPartitions);
  Meter(const Meter&) = delete;
  Meter& operator=(const Meter&) = delete;

  // Any thread.
  MeterSnapshot snapshot(Timestamp now) const;

  // The worker's thread. A slot for a newly owned partition, or nothing when all are taken.
  PartitionGauges* take_slot(Partition partition, Timestamp now);
  void free_slot(PartitionGauges* slot);
  TopicCounters& produced(Output output) { return *produced_[output.value]; }
  TopicCounters& changelog() { return *produced_[outputs_]; }
  TopicCounters& dead() { return *produced_[outputs_ + 1]; }
  Counter& tally(CounterId id) { return tallies_[id.value]; }
  Counter& busy(BusyPhase phase) { return busy_[static_cast<std::size_t>(phase)]; }
  Histogram& end_to_end(Lane lane) { return lane == Lane::Live ? e2e_live_ : e2e_backfill_; }
  Histogram& freshness(Lane lane) { return lane == Lane::Live ? fresh_live_ : fresh_backfill_; }

  TopicCounters consumed;
  NamedCounters dead_letters, limits, rebuilds, store_wipes;
  Histogram stage_duration{kBoundsA}, event_bytes{kBoundsS};
  Histogram commit_duration{kBoundsC}, commit_records{kBoundsN};
  Histogram state_read_duration{kBoundsA}, state_apply_duration{kBoundsA};
  Histogram restore_duration{kBoundsC};
  Counter rebalances_assigned, rebalances_revoked, rebalances_lost;
  Counter retries, dropped_records, commits_committed, commits_unknown;
  Counter restores_tail, restores_full, restored_records;
  Gauge restore_rate;  // changelog positions a second, of all restoring partitions together
  Gauge overlay_bytes, assigned_partitions, restoring_partitions, live_partitions;
  Gauge phase, had_assignment, heartbeat;

 private:
  const std::string stage_;
  const std::size_t outputs_;
  const std::size_t tally_count_;
  std::vector<std::unique_ptr<TopicCounters>> produced_;  // outputs, changelog, dead
  const std::unique_ptr<Counter[]> tallies_;
  std::array<Counter, 6> busy_;
  Histogram e2e_live_{kBoundsL}, e2e_backfill_{kBoundsL};
  Histogram fresh_live_{kBoundsL}, fresh_backfill_{kBoundsL};
  std::vector<PartitionGauges> slots_;  // as many for ever
};

}  // namespace stream
