#include "stream/meter.h"

#include <algorithm>

#include "base/check.h"

namespace stream {
namespace {

constexpr std::string_view kRebuildCauses[] = {"fenced", "fatal",  "deadline", "unknown",
                                               "lost",   "record", "store"};
constexpr std::string_view kWipeReasons[] = {"format",   "cluster", "topic",       "log_start",
                                             "position", "aged",    "incarnation", "corrupt"};
constexpr std::string_view kDeadReasons[] = {"oversize", "record_refused"};  // the engine's own
constexpr std::string_view kLimits[] = {"overlay_bytes_max", "record_bytes_max", "on_cut"};

HistogramSnapshot show(const Histogram& histogram) {
  HistogramSnapshot shown;
  shown.bounds.assign(histogram.bounds().begin(), histogram.bounds().end());
  for (std::size_t i = 0; i <= shown.bounds.size(); ++i) {
    shown.counts.push_back(histogram.bucket(i));
  }
  shown.sum = histogram.sum();
  return shown;
}

std::vector<NamedCount> show(const NamedCounters& counters) {
  std::vector<NamedCount> shown;
  for (std::size_t i = 0, size = counters.size(); i < size; ++i) {
    shown.push_back({std::string(counters.name(i)), counters.count(i)});
  }
  return shown;
}

TopicCount show(const TopicCounters& topic) {
  return {topic.topic, topic.records.read(), topic.bytes.read()};
}

Millis lag_of(const PartitionGauges& slot, PartitionPhase phase, Timestamp now) {
  const std::int64_t since =
      phase == PartitionPhase::Live ? slot.oldest_appended.read() : slot.assigned_at.read();
  return Millis(since < 0 ? 0 : std::max<std::int64_t>(0, now.value - since));
}

PartitionSnapshot show(const PartitionGauges& slot, Partition partition, Timestamp now) {
  PartitionSnapshot shown;
  shown.partition = partition;
  shown.phase = static_cast<PartitionPhase>(slot.phase.read());
  shown.committed = InputOffset{slot.committed.read()};
  shown.end = InputOffset{slot.end.read()};
  shown.lag_records = std::max<std::int64_t>(0, shown.end.value - shown.committed.value);
  shown.lag = lag_of(slot, shown.phase, now);
  shown.restore_position = ChangelogPosition{slot.restore_position.read()};
  shown.restore_target = ChangelogPosition{slot.restore_target.read()};
  if (shown.phase == PartitionPhase::Restoring) {
    shown.restore_remaining =
        std::max<std::int64_t>(0, shown.restore_target.value - shown.restore_position.value);
  }
  return shown;
}

}  // namespace

std::string_view to_text(BusyPhase phase) {
  constexpr std::string_view kNames[] = {"poll", "handle", "send", "commit", "apply", "restore"};
  return kNames[static_cast<std::size_t>(phase)];
}

std::string_view to_text(WorkerPhase phase) {
  constexpr std::string_view kNames[] = {"starting", "rebuilding", "asking", "restoring",
                                         "running",  "stopping",   "ended"};
  return kNames[static_cast<std::size_t>(phase)];
}

std::string_view to_text(PartitionPhase phase) {
  constexpr std::string_view kNames[] = {"asking", "restoring", "live"};
  return kNames[static_cast<std::size_t>(phase)];
}

Meter::Meter(const StageSpec& spec, std::string changelog_topic, std::string dead_topic,
             std::size_t partitions)
    : limits(kLimits),
      rebuilds(kRebuildCauses),
      store_wipes(kWipeReasons),
      stage_(spec.name),
      outputs_(spec.outputs.size()),
      tally_count_(spec.counters.size()),
      tallies_(std::make_unique<Counter[]>(spec.counters.size())),
      slots_(partitions) {
  for (const std::string_view reason : kDeadReasons) dead_letters.add(reason, 0);
  for (const std::string_view reason : spec.dead_reasons) dead_letters.add(reason, 0);
  consumed.topic = spec.input;
  const auto add = [&](std::string topic) {
    produced_.push_back(std::make_unique<TopicCounters>());
    produced_.back()->topic = std::move(topic);
  };
  for (const std::string& topic : spec.outputs) add(topic);
  add(std::move(changelog_topic));
  add(std::move(dead_topic));
}

PartitionGauges* Meter::take_slot(Partition partition, Timestamp now) {
  for (PartitionGauges& slot : slots_) {
    if (slot.partition.load(std::memory_order_relaxed) != -1) continue;
    slot.phase.set(static_cast<std::int64_t>(PartitionPhase::Asking));
    slot.committed.set(0);
    slot.end.set(0);
    slot.oldest_appended.set(-1);
    slot.assigned_at.set(now.value);
    slot.restore_position.set(0);
    slot.restore_target.set(0);
    slot.partition.store(partition.value, std::memory_order_release);
    return &slot;
  }
  return nullptr;
}

void Meter::free_slot(PartitionGauges* slot) {
  if (slot != nullptr) slot->partition.store(-1, std::memory_order_release);
}

MeterSnapshot Meter::snapshot(Timestamp now) const {
  MeterSnapshot shown;
  shown.stage = stage_;
  shown.phase = static_cast<WorkerPhase>(phase.read());
  shown.had_assignment = had_assignment.read() != 0;
  shown.heartbeat = Tick(heartbeat.read());
  shown.consumed = show(consumed);
  for (const auto& topic : produced_) shown.produced.push_back(show(*topic));
  shown.dead_letters = show(dead_letters);
  shown.limits = show(limits);
  for (std::size_t i = 0; i < tally_count_; ++i) shown.tallies.push_back(tallies_[i].read());
  shown.stage_duration = show(stage_duration);
  shown.event_bytes = show(event_bytes);
  shown.end_to_end[0] = show(e2e_live_);
  shown.end_to_end[1] = show(e2e_backfill_);
  shown.freshness[0] = show(fresh_live_);
  shown.freshness[1] = show(fresh_backfill_);
  shown.commit_duration = show(commit_duration);
  shown.commit_records = show(commit_records);
  shown.state_read_duration = show(state_read_duration);
  shown.state_apply_duration = show(state_apply_duration);
  shown.restore_duration = show(restore_duration);
  shown.rebalances_assigned = rebalances_assigned.read();
  shown.rebalances_revoked = rebalances_revoked.read();
  shown.rebalances_lost = rebalances_lost.read();
  shown.rebuilds = show(rebuilds);
  shown.retries = retries.read();
  shown.dropped_records = dropped_records.read();
  shown.commits_committed = commits_committed.read();
  shown.commits_unknown = commits_unknown.read();
  for (std::size_t i = 0; i < busy_.size(); ++i) shown.busy[i] = busy_[i].read();
  shown.overlay_bytes = overlay_bytes.read();
  shown.restores_tail = restores_tail.read();
  shown.restores_full = restores_full.read();
  shown.restored_records = restored_records.read();
  shown.store_wipes = show(store_wipes);
  shown.restore_rate = restore_rate.read();
  shown.assigned_partitions = assigned_partitions.read();
  shown.restoring_partitions = restoring_partitions.read();
  shown.live_partitions = live_partitions.read();
  for (const PartitionGauges& slot : slots_) {
    const std::int32_t partition = slot.partition.load(std::memory_order_acquire);
    if (partition < 0) continue;
    shown.partitions.push_back(show(slot, Partition{partition}, now));
    shown.restore_remaining += shown.partitions.back().restore_remaining;
  }
  std::sort(shown.partitions.begin(), shown.partitions.end(),
            [](const auto& a, const auto& b) { return a.partition < b.partition; });
  return shown;
}

}  // namespace stream
