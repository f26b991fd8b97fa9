// Partitions on their way to live, and what is done for them now and then once they are.
#include <algorithm>
#include <string>
#include <utility>

#include "base/check.h"
#include "stream/incarnation.h"
#include "stream/loop.h"

namespace stream {
namespace {

// Under transactions the log ends in markers, which are never delivered. So few offsets may be
// nothing but markers when polls come back empty.
constexpr std::int64_t kTrailingMarkersMax = 64;

Tick to_tick(Millis length) { return std::chrono::duration_cast<Tick>(length); }

std::size_t at(PartitionPhase phase) { return static_cast<std::size_t>(phase); }

std::string place_text(const std::string& topic, Partition partition) {
  return topic + "/" + std::to_string(partition.value);
}

}  // namespace

Result<Done> Worker::Loop::settle() {
  if (!producer_ready_ || phases_[at(PartitionPhase::Asking)] == 0) return Done{};
  if (tick() < ask_at_) return Done{};
  ask_at_ = tick() + to_tick(options_.ask_wait);
  const auto committed = ports_.source.committed(next_asking(), options_.call_timeout);
  if (!committed) return committed.fault();
  reach("asked");
  Result<Done> settled = Done{};
  // Each may have to wait for a broker that is away, and all the while nobody polls.
  const Tick until = tick() + to_tick(options_.call_timeout);
  for (const Committed& each : *committed) {
    const auto owner = partitions_.find(each.partition);
    if (owner == partitions_.end()) continue;
    if (tick() >= until) break;
    begun_last_ = each.partition;
    const Result<Done> begun = begin(owner->second, each);
    show_phases();
    if (begun) continue;
    settled = begun;
    // One that has to wait does not hold up the others.
    if (begun.fault().recovery != Recovery::Retry) break;
  }
  return settled;
}

// Those that ask, beginning behind the one that had its turn last: no time may be left for the
// rest.
std::vector<Partition> Worker::Loop::next_asking() const {
  std::vector<Partition> asking;
  for (const auto& [id, partition] : partitions_) {
    if (partition.phase == PartitionPhase::Asking) asking.push_back(id);
  }
  std::rotate(asking.begin(), std::upper_bound(asking.begin(), asking.end(), begun_last_),
              asking.end());
  return asking;
}

// The committed offset is stable, so no other writer is left: only now is the changelog's end the
// target.
Result<Done> Worker::Loop::begin(OwnedPartition& partition, const Committed& committed) {
  const auto start = start_of(partition, committed);
  if (!start) return start.fault();
  if (!*start) return Done{};  // asked again
  partition.next = **start;
  partition.has_worked = committed.offset.has_value() && !committed.is_start;
  partition.dirty = false;
  if (partition.gauges != nullptr) partition.gauges->committed.set(partition.next.value);
  if (!restorer_) return go_live(partition);
  if (auto begun = restorer_->begin(partition); !begun) return begun;
  if (!committed.offset && partition.target.value > 0) {
    const NoteField fields[] = {{"topic", spec_.input},
                                {"partition", std::to_string(partition.id.value)},
                                {"offset", std::to_string(partition.next.value)}};
    note(Severity::Warning, "state without a committed offset, starting where configured", fields);
  }
  return Restorer::is_done(partition) ? end_restore(partition) : Done{};
}

Result<Done> Worker::Loop::end_restore(OwnedPartition& partition) {
  auto founding = ask_foundation(partition);
  if (!founding) return founding.fault();
  if (!*founding) return Done{};  // asked again after the next slice
  if (auto ended = restorer_->end(partition); !ended) return ended;
  if (partition.has_worked && !partition.new_incarnation.empty()) {
    // Our own first commit would have named the log.
    const NoteField fields[] = {{"topic", spec_.input},
                                {"partition", std::to_string(partition.id.value)},
                                {"offset", std::to_string(partition.next.value)}};
    note(Severity::Error, "a committed offset without state: was the changelog made again?",
         fields);
  }
  if (auto live = go_live(partition); !live) return live;
  found(partition, std::move(**founding));
  return Done{};
}

Result<std::optional<std::vector<StateWrite>>> Worker::Loop::ask_foundation(
    const OwnedPartition& partition) {
  const bool is_new = partition.meta.incarnation.empty();
  if (!is_new || ports_.foundation == nullptr) return std::optional(std::vector<StateWrite>());
  return ports_.foundation->rows(partition.id, options_.restore_slice);
}

// Into the first transaction, which is due at once: nobody may see a record before them.
void Worker::Loop::found(OwnedPartition& partition, std::vector<StateWrite> rows) {
  if (rows.empty()) return;
  const NoteField fields[] = {{"topic", spec_.input},
                              {"partition", std::to_string(partition.id.value)},
                              {"rows", std::to_string(rows.size())}};
  note(Severity::Info, "a new state begins with rows", fields);
  for (StateWrite& row : rows) {
    CHECK(!row.key.empty() && !is_reserved(row.key));
    partition.overlay.put(std::move(row));
  }
  overlay_bytes_ += partition.overlay.bytes();
  partition.dirty = true;
  batch_.found(tick());
  reach("founded");
}

// Where the input begins, or nothing if the answer makes no sense yet.
Result<std::optional<InputOffset>> Worker::Loop::start_of(OwnedPartition& partition,
                                                          const Committed& committed) {
  const auto log = ports_.source.range(partition.id, options_.call_timeout);
  if (!log) return log.fault();
  if (partition.gauges != nullptr) partition.gauges->end.set(log->end.value);
  if (!committed.offset) {
    return std::optional(options_.start_at == StartAt::Earliest ? log->start : log->end);
  }
  const std::string wanted =
      place_text(spec_.input, partition.id) + ": wanted " + std::to_string(committed.offset->value);
  if (*committed.offset < log->start) {
    const std::string detail = wanted + ", log starts at " + std::to_string(log->start.value);
    if (options_.on_cut == OnCut::Stop) return base::stop("input_cut", detail);
    const NoteField fields[] = {{"detail", detail}};
    note(Severity::Error, "the input log was cut, going on behind the gap", fields);
    meter_.limits.add("on_cut");
    return std::optional(log->start);
  }
  if (*committed.offset <= log->end) {
    partition.beyond_since.reset();
    return committed.offset;
  }
  // A leader that has just taken over may not know its end yet.
  const Tick now = tick();
  if (!partition.beyond_since) partition.beyond_since = now;
  if (now - *partition.beyond_since < to_tick(options_.cut_wait_max)) {
    return std::optional<InputOffset>();
  }
  return base::stop("input_short", wanted + ", log ends at " + std::to_string(log->end.value));
}

Result<Done> Worker::Loop::go_live(OwnedPartition& partition) {
  if (auto placed = ports_.source.place(partition.id, partition.next); !placed) return placed;
  set_phase(partition, PartitionPhase::Live);
  reach("placed");
  return Done{};
}

Result<Done> Worker::Loop::restore_slice() {
  if (phases_[at(PartitionPhase::Restoring)] == 0) return Done{};
  const Tick started = tick();
  const bool alone = phases_[at(PartitionPhase::Live)] == 0;
  const Millis time_max = alone ? options_.restore_slice_alone : options_.restore_slice;
  const Result<Done> sliced = restorer_->slice(partitions_, time_max);
  busy(BusyPhase::Restore, started);
  if (!sliced) return sliced;
  for (auto& [id, partition] : partitions_) {
    if (!Restorer::is_done(partition)) continue;
    if (auto ended = end_restore(partition); !ended) return ended;
  }
  show_phases();
  restorer_->show_progress(partitions_);
  return Done{};
}

// Once in a while: gauges, flushes, and the word that an idle store still holds everything.
Result<Done> Worker::Loop::keep_house() {
  const Tick now = tick();
  if (now < keep_at_) return Done{};
  keep_at_ = now + to_tick(options_.measure_interval);
  show_phases();
  for (auto& [id, partition] : partitions_) {
    if (partition.phase != PartitionPhase::Live) continue;
    if (auto kept = keep_store(partition, now); !kept) return kept;
  }
  for (auto& [id, partition] : partitions_) {
    if (partition.phase != PartitionPhase::Live) continue;
    if (auto measured = measure(partition); !measured) return measured;
  }
  if (auto heard = listen(); !heard) return heard;
  return confirm_whole(now);
}

// Clients of which nothing is wanted tell their statistics and troubles all the same: megabytes an
// hour, if nobody listens. The source is polled anyway, a reader in a restore too.
Result<Done> Worker::Loop::listen() {
  ports_.outbox.listen();
  if (!restorer_ || phases_[at(PartitionPhase::Restoring)] > 0) return Done{};
  const auto heard = ports_.changelog->next(Millis(0));
  return heard ? Result<Done>(Done{}) : heard.fault();
}

Result<Done> Worker::Loop::keep_store(OwnedPartition& partition, Tick now) {
  if (!partition.store) return Done{};
  if (!partition.unflushed_since) return Done{};
  const bool full = partition.unflushed_bytes >= options_.flush_after;
  const bool old = now - *partition.unflushed_since >= to_tick(options_.flush_interval);
  return full || old ? flush_store(partition, ports_.crash) : Done{};
}

// An idle store says again that it holds everything, if its log has not grown: a process that slept
// may own it no more without knowing. One question a time, so that polling goes on.
Result<Done> Worker::Loop::confirm_whole(Tick now) {
  const Timestamp time = ports_.clock.now();
  for (auto& [id, partition] : partitions_) {
    if (partition.phase != PartitionPhase::Live || !partition.store || partition.dirty) continue;
    const StoreMeta& meta = partition.store->meta();
    if (meta.incarnation.empty()) continue;
    if (time.value - meta.as_of.value < options_.as_of_interval.count()) continue;
    if (now - partition.whole_asked_at < to_tick(options_.as_of_interval)) continue;
    partition.whole_asked_at = now;
    const auto log = ports_.changelog->range(id, options_.call_timeout);
    if (!log) return log.fault();
    if (log->end > partition.log_end) continue;
    partition.meta.as_of = time;
    const Result<Done> applied = partition.store->apply({}, partition.meta);
    if (!applied) mark_corrupt(partition, applied.fault());
    if (applied) count_unflushed(partition, 0, now);
    return applied;
  }
  return Done{};
}

Result<Done> Worker::Loop::measure(OwnedPartition& partition) {
  const auto log = ports_.source.range(partition.id, Millis(0));
  if (!log) return log.fault();
  if (partition.gauges == nullptr) return Done{};
  partition.gauges->end.set(log->end.value);
  const std::int64_t left = log->end.value - partition.next.value;
  std::int64_t oldest = -1;
  if (partition.dirty) {
    oldest = partition.first_appended.value;
  } else if (left > 0 && !(idle_ && left <= kTrailingMarkersMax)) {
    oldest = partition.last_appended.value;  // the next one is no older
  }
  partition.gauges->oldest_appended.set(oldest);
  return Done{};
}

void Worker::Loop::show_phases() {
  std::fill(std::begin(phases_), std::end(phases_), 0);
  for (const auto& [id, partition] : partitions_) ++phases_[at(partition.phase)];
  meter_.assigned_partitions.set(static_cast<std::int64_t>(partitions_.size()));
  meter_.restoring_partitions.set(
      static_cast<std::int64_t>(phases_[at(PartitionPhase::Restoring)]));
  meter_.live_partitions.set(static_cast<std::int64_t>(phases_[at(PartitionPhase::Live)]));
  if (closing_) return;
  WorkerPhase phase = WorkerPhase::Running;
  if (!producer_ready_) {
    phase = WorkerPhase::Rebuilding;
  } else if (meter_.had_assignment.read() == 0) {
    phase = WorkerPhase::Starting;
  } else if (phases_[at(PartitionPhase::Asking)] > 0) {
    phase = WorkerPhase::Asking;
  } else if (phases_[at(PartitionPhase::Restoring)] > 0) {
    phase = WorkerPhase::Restoring;
  }
  meter_.phase.set(static_cast<std::int64_t>(phase));
}

}  // namespace stream
