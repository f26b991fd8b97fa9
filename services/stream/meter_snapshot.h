// stream/meter_snapshot.h
//
// What one worker's Meter shows at one moment, as plain values, for whoever prints or sums it.
// Counts of records are of committed work. Durations are nanoseconds unless they say otherwise.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "stream/ports.h"

namespace stream {

enum class Lane : std::uint8_t { Live, Backfill };
enum class BusyPhase : std::uint8_t { Poll, Handle, Send, Commit, Apply, Restore };
enum class WorkerPhase : std::uint8_t {
  Starting,
  Rebuilding,
  Asking,
  Restoring,
  Running,
  Stopping,
  Ended
};
enum class PartitionPhase : std::uint8_t { Asking, Restoring, Live };

std::string_view to_text(BusyPhase phase);       // "poll": the metric label
std::string_view to_text(WorkerPhase phase);     // "running"
std::string_view to_text(PartitionPhase phase);  // "live"

struct NamedCount {
  std::string name;
  std::uint64_t count = 0;

  bool operator==(const NamedCount&) const = default;
};

struct TopicCount {
  std::string topic;
  std::uint64_t records = 0, bytes = 0;

  bool operator==(const TopicCount&) const = default;
};

struct HistogramSnapshot {
  std::vector<std::int64_t> bounds;   // upper, inclusive
  std::vector<std::uint64_t> counts;  // not cumulative; one more than bounds
  std::int64_t sum = 0;
};

struct PartitionSnapshot {
  Partition partition;
  PartitionPhase phase = PartitionPhase::Asking;
  InputOffset committed, end;    // end: last + 1, as last heard
  std::int64_t lag_records = 0;  // end - committed, never negative
  Millis lag{0};                 // age of the oldest uncommitted record
  ChangelogPosition restore_position, restore_target;
  std::int64_t restore_remaining = 0;  // an upper bound, in records
};

struct MeterSnapshot {
  std::string stage;
  WorkerPhase phase = WorkerPhase::Starting;
  bool had_assignment = false;  // maybe an empty one
  Tick heartbeat{0};            // of the worker's own clock

  TopicCount consumed;
  std::vector<TopicCount> produced;      // outputs in the order of the spec, changelog, dead
  std::vector<NamedCount> dead_letters;  // by reason
  std::vector<NamedCount> limits;        // by limit
  std::vector<std::uint64_t> tallies;    // parallel to StageSpec::counters

  HistogramSnapshot stage_duration, event_bytes;
  HistogramSnapshot end_to_end[2], freshness[2];  // milliseconds, by Lane
  HistogramSnapshot commit_duration, commit_records;
  HistogramSnapshot state_read_duration, state_apply_duration, restore_duration;

  std::uint64_t rebalances_assigned = 0, rebalances_revoked = 0, rebalances_lost = 0;
  std::vector<NamedCount> rebuilds;  // by cause
  std::uint64_t retries = 0, dropped_records = 0;
  std::uint64_t commits_committed = 0, commits_unknown = 0;
  std::uint64_t busy[6] = {};  // nanoseconds by BusyPhase
  std::int64_t overlay_bytes = 0;

  std::uint64_t restores_tail = 0, restores_full = 0, restored_records = 0;
  std::vector<NamedCount> store_wipes;  // by reason
  std::int64_t restore_remaining = 0;   // of all partitions, an upper bound, in records
  std::int64_t restore_rate = 0;        // records a second at the moment; 0: not known yet
  std::int64_t assigned_partitions = 0, restoring_partitions = 0, live_partitions = 0;
  std::vector<PartitionSnapshot> partitions;  // ascending; at most as many as the meter has slots
};

}  // namespace stream
