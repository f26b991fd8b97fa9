#include "stream/restore.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "base/check.h"
#include "stream/incarnation.h"

namespace stream {
namespace {

// How far apart two looks at the positions are, at least, and for a rate at most.
constexpr Tick kRateWindow = std::chrono::seconds(1);
constexpr Tick kRateWindowMax = std::chrono::seconds(30);

// How long one wait for the reader may keep the live partitions waiting.
constexpr Millis kReadWaitMax{10};
// A store that was whole later than now says that some clock was wrong.
constexpr Millis kClockAheadMax{3'600'000};

std::string text_of(Partition partition) { return std::to_string(partition.value); }

Tick to_tick(Millis length) { return std::chrono::duration_cast<Tick>(length); }

Millis left_of(Tick until, Tick now) {
  if (now >= until) return Millis(0);
  return std::min(kReadWaitMax, std::chrono::ceil<Millis>(until - now));
}

void show_position(const OwnedPartition& partition) {
  if (partition.gauges == nullptr) return;
  partition.gauges->restore_position.set(partition.meta.position.value);
  partition.gauges->restore_target.set(partition.target.value);
}

}  // namespace

std::optional<std::string_view> reason_to_wipe(const StoreMeta& meta, const StoreCheck& check) {
  if (meta.format == 0) return std::nullopt;
  if (meta.format != check.format) return "format";
  if (meta.cluster_id != check.cluster_id) return "cluster";
  if (meta.topic != check.topic) return "topic";
  // Without an incarnation the store is empty, and the log is read from its start anyway.
  if (meta.incarnation.empty()) return std::nullopt;
  if (meta.position < check.log.start || meta.incarnation_at < check.log.start) return "log_start";
  if (meta.position > check.log.end) return "position";
  // Older than that, and a tombstone may have come and gone unseen.
  const Millis age{check.now.value - meta.as_of.value};
  if (age >= check.as_of_age_max || age < -kClockAheadMax) return "aged";
  return std::nullopt;
}

Result<Done> Restorer::begin(OwnedPartition& partition) {
  if (cluster_id_.empty()) {
    Result<std::string> id = ports_.changelog.cluster_id(options_.call_timeout);
    if (!id) return id.fault();
    cluster_id_ = *id;
  }
  const Result<ChangelogRange> log = ports_.changelog.range(partition.id, options_.call_timeout);
  if (!log) return log.fault();
  partition.log_start = log->start;
  partition.target = partition.log_end = log->end;
  partition.target_at = ports_.clock.now();
  if (auto opened = open_store(partition, *log); !opened) return opened;
  partition.meta = partition.store->meta();
  partition.meta.format = options_.store_format;
  partition.meta.cluster_id = cluster_id_;
  partition.meta.topic = ports_.changelog.topic();
  partition.full = partition.meta.incarnation.empty();
  partition.restore_began = ports_.clock.tick();
  partition.restored_since_flush = 0;
  partition.new_incarnation.clear();
  partition.verifying = false;
  if (partition.full) {
    partition.verified = true;
    partition.meta.position = log->start;
    partition.meta.as_of = partition.target_at;
  }
  show_position(partition);
  partition.verifying = !partition.verified;
  const ChangelogPosition from =
      partition.verifying ? partition.meta.incarnation_at : partition.meta.position;
  return begin_reading(partition, from);
}

// Asking until the reader is open; restoring from then on.
Result<Done> Restorer::begin_reading(OwnedPartition& partition, ChangelogPosition from) {
  set_phase(partition, PartitionPhase::Asking);
  if (partition.verifying || partition.meta.position < partition.target) {
    if (auto opened = ports_.changelog.open(partition.id, from); !opened) return opened;
  }
  set_phase(partition, PartitionPhase::Restoring);
  return Done{};
}

Result<Done> Restorer::open_store(OwnedPartition& partition, const ChangelogRange& log) {
  if (!partition.wipe.empty()) {
    if (auto wiped = wipe(partition, partition.wipe); !wiped) return wiped;
  }
  if (!partition.store) {
    Result<std::unique_ptr<Store>> opened = ports_.stores.open(partition.id);
    if (!opened) {
      mark_corrupt(partition, opened.fault());
      return opened.fault();
    }
    partition.store = std::move(*opened);
  }
  const StoreCheck check{options_.store_format,    cluster_id_,
                         ports_.changelog.topic(), log,
                         ports_.clock.now(),       options_.as_of_age_max};
  if (const auto reason = reason_to_wipe(partition.store->meta(), check)) {
    if (auto wiped = wipe(partition, *reason); !wiped) return wiped;
    Result<std::unique_ptr<Store>> opened = ports_.stores.open(partition.id);
    if (!opened) return opened.fault();
    partition.store = std::move(*opened);
  }
  return Done{};
}

Result<Done> Restorer::wipe(OwnedPartition& partition, std::string_view reason) {
  const NoteField fields[] = {{"partition", text_of(partition.id)},
                              {"reason", std::string(reason)}};
  ports_.journal.note(Severity::Warning, "store wiped, restoring it from its changelog", fields);
  ports_.meter.store_wipes.add(reason);
  partition.store.reset();
  partition.unflushed_bytes = 0;
  partition.unflushed_since.reset();
  partition.verified = false;
  if (auto wiped = ports_.stores.wipe(partition.id); !wiped) return wiped;
  partition.wipe = {};
  ports_.crash.reach("wiped");
  return Done{};
}

bool Restorer::is_done(const OwnedPartition& partition) {
  return partition.phase == PartitionPhase::Restoring && !partition.verifying &&
         partition.meta.position >= partition.target;
}

Result<Done> Restorer::slice(Partitions& partitions, Millis time_max) {
  const Result<Done> done = read(partitions, ports_.clock.tick() + to_tick(time_max));
  for (auto& [id, partition] : partitions) find_aged(partition);
  // What was read is committed, whatever came after it.
  Result<Done> written = Done{};
  for (OwnedPartition* partition : touched_) {
    if (!written || partition->verifying) continue;
    if (partition->phase == PartitionPhase::Restoring) written = write(*partition);
  }
  touched_.clear();
  rows_.clear();
  return written ? done : written;
}

// A restore in which the process slept for days may have read a row, and not the deletion that came
// after it: begun again, from the start.
void Restorer::find_aged(OwnedPartition& partition) {
  if (partition.phase != PartitionPhase::Restoring) return;
  if (ports_.clock.now().value - partition.meta.as_of.value < options_.as_of_age_max.count())
    return;
  abandon(partition);
  partition.wipe = "aged";
  set_phase(partition, PartitionPhase::Asking);
}

Result<Done> Restorer::read(Partitions& partitions, Tick until) {
  while (rows_.bytes() < options_.restore_slice_bytes) {
    const Tick now = ports_.clock.tick();
    if (now >= until) break;
    const Result<std::optional<ChangelogRecord>> read = ports_.changelog.next(left_of(until, now));
    if (!read) return read.fault();
    if (!*read) break;
    const ChangelogRecord& record = **read;
    const auto owner = partitions.find(record.partition);
    if (owner == partitions.end() || owner->second.phase != PartitionPhase::Restoring) continue;
    OwnedPartition& partition = owner->second;
    if (std::find(touched_.begin(), touched_.end(), &partition) == touched_.end()) {
      touched_.push_back(&partition);
    }
    const ChangelogPosition before = partition.meta.position;
    if (auto taken = take(partition, record); !taken) return taken;
    advanced_ += partition.meta.position.value - before.value;
  }
  return Done{};
}

Result<Done> Restorer::take(OwnedPartition& partition, const ChangelogRecord& record) {
  if (partition.verifying) return verify(partition, record);
  StoreMeta& meta = partition.meta;
  if (record.end_of_log) {
    // Under transactions the last offset is a marker that no reader is ever given.
    meta.position = std::max(meta.position, record.position);
    return Done{};
  }
  if (record.position < meta.position) return Done{};
  if (record.key == kIncarnationKey) {
    const Result<std::string> uuid = read_incarnation(record.value.value_or(""));
    if (!uuid) return uuid.fault();
    meta.incarnation = *uuid;
    meta.incarnation_at = record.position;
  } else if (meta.incarnation.empty()) {
    return base::stop("changelog_foreign", ports_.changelog.topic() + "/" + text_of(partition.id) +
                                               "/" + std::to_string(record.position.value) +
                                               ": a row before the log's incarnation record");
  } else {
    rows_.add(partition.id, record.key, record.value);
  }
  meta.position = ChangelogPosition{record.position.value + 1};
  ports_.meter.restored_records.add();
  return Done{};
}

// The first thing read must be the very record that the store remembers.
Result<Done> Restorer::verify(OwnedPartition& partition, const ChangelogRecord& record) {
  ports_.changelog.close(partition.id);
  bool same = !record.end_of_log && record.position == partition.meta.incarnation_at &&
              record.key == kIncarnationKey;
  if (same) {
    const Result<std::string> uuid = read_incarnation(record.value.value_or(""));
    if (!uuid) return uuid.fault();
    same = *uuid == partition.meta.incarnation;
  }
  partition.verifying = false;
  if (same) {
    partition.verified = true;
    return begin_reading(partition, partition.meta.position);
  }
  // Another log under the same name.
  partition.wipe = "incarnation";
  set_phase(partition, PartitionPhase::Asking);
  return Done{};
}

Result<Done> Restorer::write(OwnedPartition& partition) {
  const std::span<const RowView> rows = rows_.rows_of(partition.id);
  std::size_t bytes = 0;
  for (const RowView& row : rows) bytes += row.key.size() + (row.value ? row.value->size() : 0);
  const Tick before = ports_.clock.tick();
  if (partition.meta.position >= partition.target) partition.meta.as_of = partition.target_at;
  if (auto applied = partition.store->apply(rows, partition.meta); !applied) {
    mark_corrupt(partition, applied.fault());
    return applied;
  }
  const Tick now = ports_.clock.tick();
  ports_.meter.state_apply_duration.observe((now - before).count());
  count_unflushed(partition, bytes, now);
  partition.restored_since_flush += bytes;
  show_position(partition);
  ports_.crash.reach("slice");
  if (partition.restored_since_flush < options_.restore_flush_after) return Done{};
  partition.restored_since_flush = 0;
  return flush_store(partition, ports_.crash);
}

Result<Done> Restorer::end(OwnedPartition& partition) {
  CHECK(is_done(partition));
  ports_.changelog.close(partition.id);
  if (auto flushed = flush_store(partition, ports_.crash); !flushed) return flushed;
  if (partition.meta.incarnation.empty()) {
    if (auto named = name_log(partition); !named) return named;
  }
  partition.verified = true;
  const Tick took = ports_.clock.tick() - partition.restore_began;
  ports_.meter.restore_duration.observe(took.count());
  (partition.full ? ports_.meter.restores_full : ports_.meter.restores_tail).add();
  ports_.crash.reach("restored");
  return Done{};
}

// Read to its end and without a single committed record: the partition is ours to name, unless it
// once had records.
Result<Done> Restorer::name_log(OwnedPartition& partition) {
  if (partition.log_start.value > 0) {
    return base::stop("changelog_foreign",
                      ports_.changelog.topic() + "/" + text_of(partition.id) +
                          ": nothing is left of it, and it began before offset " +
                          std::to_string(partition.log_start.value));
  }
  partition.new_incarnation = make_incarnation({.cluster_id = cluster_id_,
                                                .topic = ports_.changelog.topic(),
                                                .instance = options_.instance,
                                                .partition = partition.id,
                                                .now = ports_.clock.now(),
                                                .tick = ports_.clock.tick()});
  return Done{};
}

void Restorer::abandon(OwnedPartition& partition) {
  if (partition.phase != PartitionPhase::Restoring) return;
  ports_.changelog.close(partition.id);
  partition.verifying = false;
}

void Restorer::show_progress(const Partitions& partitions) {
  const Tick now = ports_.clock.tick();
  std::int64_t left = 0, count = 0;
  for (const auto& [id, partition] : partitions) {
    if (partition.phase != PartitionPhase::Restoring) continue;
    ++count;
    left += std::max<std::int64_t>(0, partition.target.value - partition.meta.position.value);
  }
  measure(now);
  if (!noted_at_) noted_at_ = now;
  if (count == 0 || now - *noted_at_ < to_tick(options_.progress_interval)) return;
  noted_at_ = now;
  const std::int64_t rate = ports_.meter.restore_rate.read();
  const NoteField fields[] = {
      {"partitions", std::to_string(count)},
      {"records_left_max", std::to_string(left)},
      {"records_per_second", std::to_string(rate)},
      {"seconds_left", rate == 0 ? "unknown" : std::to_string(left / rate)}};
  ports_.journal.note(Severity::Info, "restoring state from the changelog", fields);
}

// Of the last second or so. A pause between two restores counts for neither.
void Restorer::measure(Tick now) {
  const Tick took = now - measured_at_.value_or(now - 2 * kRateWindowMax);
  if (took < kRateWindow) return;
  if (took <= kRateWindowMax) {
    const double seconds = std::chrono::duration<double>(took).count();
    ports_.meter.restore_rate.set(std::llround(static_cast<double>(advanced_) / seconds));
  }
  measured_at_ = now;
  advanced_ = 0;
}

Result<Done> flush_store(OwnedPartition& partition, CrashPoints& crash) {
  if (!partition.store || !partition.unflushed_since) return Done{};
  crash.reach("flushing");
  if (auto flushed = partition.store->flush(); !flushed) return flushed;
  partition.unflushed_bytes = 0;
  partition.unflushed_since.reset();
  return Done{};
}

void count_unflushed(OwnedPartition& partition, std::size_t bytes, Tick now) {
  partition.unflushed_bytes += bytes;
  if (!partition.unflushed_since) partition.unflushed_since = now;
}

void mark_corrupt(OwnedPartition& partition, const Fault& fault) {
  if (fault.code == "store_corrupt") partition.wipe = "corrupt";
}

void set_phase(OwnedPartition& partition, PartitionPhase phase) {
  partition.memo.clear();
  partition.phase = phase;
  if (partition.gauges != nullptr) {
    partition.gauges->phase.set(static_cast<std::int64_t>(phase));
  }
}

}  // namespace stream
