// One record through the stage, into the batch and its partition's overlay.
#include <string>

#include "base/check.h"
#include "stream/incarnation.h"
#include "stream/loop.h"
#include "stream/trace.h"

namespace stream {
namespace {

constexpr std::uint32_t kReadsSampled = 64;

class NoState final : public StateReader {
 public:
  Result<std::optional<std::string>> get(std::string_view) const override {
    return std::optional<std::string>();
  }
};

// The batch's own writes first, then what it has read before, then the store.
class OverlayReader final : public StateReader {
 public:
  OverlayReader(OwnedPartition& partition, const Clock& clock, Meter& meter, std::uint32_t& reads)
      : partition_(partition), clock_(clock), meter_(meter), reads_(reads) {}

  Result<std::optional<std::string>> get(std::string_view key) const override {
    if (const StateWrite* row = partition_.overlay.find(key)) return row->value;
    if (const auto* known = partition_.memo.find(key)) return *known;
    if (++reads_ % kReadsSampled != 0) return read(key);
    const Tick before = clock_.tick();
    Result<std::optional<std::string>> value = read(key);
    meter_.state_read_duration.observe((clock_.tick() - before).count());
    return value;
  }

 private:
  Result<std::optional<std::string>> read(std::string_view key) const {
    Result<std::optional<std::string>> value = partition_.store->get(key);
    if (value) {
      partition_.memo.keep(key, *value);
    } else {
      mark_corrupt(partition_, value.fault());
    }
    return value;
  }

  OwnedPartition& partition_;
  const Clock& clock_;
  Meter& meter_;
  std::uint32_t& reads_;
};

std::string bytes_text(std::size_t bytes, std::size_t bytes_max) {
  return std::to_string(bytes) + " bytes, at most " + std::to_string(bytes_max);
}

}  // namespace

Result<Done> Worker::Loop::handle(const Record& record) {
  const auto owner = partitions_.find(record.partition);
  if (owner == partitions_.end() || owner->second.phase != PartitionPhase::Live ||
      record.offset < owner->second.next) {
    meter_.dropped_records.add();
    return Done{};
  }
  OwnedPartition& partition = owner->second;
  if (const auto refused = find_refused(record)) return answer(*refused, &record);
  const Tick before = tick();
  Result<Effects> effects = [&] {
    const Timestamp now = ports_.clock.now();
    if (!spec_.has_state) return ports_.stage.handle(record, NoState{}, now);
    const OverlayReader reader(partition, ports_.clock, meter_, reads_);
    return ports_.stage.handle(record, reader, now);
  }();
  meter_.stage_duration.observe((tick() - before).count());
  if (!effects) return answer(effects.fault(), &record);
  if (const auto oversize = find_oversize(*effects)) {
    meter_.limits.add("record_bytes_max");
    return answer(*oversize, &record);
  }
  const std::optional<Fault> dead = std::move(effects->dead);
  take(partition, *effects);
  if (dead) return bury(record, *dead);
  advance(partition, record);
  return Done{};
}

// Checked before the overlay takes any of it, while the record can still become a dead letter.
std::optional<Fault> Worker::Loop::find_oversize(const Effects& effects) const {
  const std::size_t bytes_max = ports_.outbox.record_bytes_max();
  for (const OutRecord& out : effects.out) {
    CHECK(out.output.value < spec_.outputs.size());
    if (const std::size_t bytes = bytes_of(out); bytes > bytes_max) {
      return base::dead_letter("oversize", "a record for " + spec_.outputs[out.output.value] +
                                               " has " + bytes_text(bytes, bytes_max));
    }
  }
  for (const StateWrite& row : effects.rows) {
    CHECK(spec_.has_state && !row.key.empty() && !is_reserved(row.key));
    if (const std::size_t bytes = bytes_of(row); bytes > bytes_max) {
      return base::dead_letter("oversize", "a state row has " + bytes_text(bytes, bytes_max));
    }
  }
  return std::nullopt;
}

std::uint32_t Worker::Loop::refusals_of(const Record& record) const {
  const auto refused = recovering_.refused.find(record.partition);
  if (refused == recovering_.refused.end()) return 0;
  return refused->second.offset == record.offset ? refused->second.times : 0;
}

// A record that the broker refused, alone in its batch: what it causes is not tried again.
std::optional<Fault> Worker::Loop::find_refused(const Record& record) const {
  const std::uint32_t refusals = refusals_of(record);
  if (refusals == 0) return std::nullopt;
  if (refusals > 2) {
    return base::stop("dead_letter_refused", spec_.input + "/" +
                                                 std::to_string(record.partition.value) + "/" +
                                                 std::to_string(record.offset.value) +
                                                 ": the broker refuses even its dead letter");
  }
  return base::dead_letter("record_refused", "the broker refuses what this record causes");
}

void Worker::Loop::take(OwnedPartition& partition, Effects& effects) {
  const std::size_t before = partition.overlay.bytes();
  for (StateWrite& row : effects.rows) partition.overlay.put(std::move(row));
  overlay_bytes_ += partition.overlay.bytes() - before;
  batch_.take(effects);
}

// Into the dead letter topic, in the same transaction as everything else.
Result<Done> Worker::Loop::bury(const Record& record, const Fault& fault) {
  const auto owner = partitions_.find(record.partition);
  CHECK(owner != partitions_.end());
  const Body body = refusals_of(record) > 1 ? Body::Drop : Body::Keep;
  batch_.take(
      make_dead_letter(record, fault, body, spec_, options_, ports_.outbox.record_bytes_max()));
  note_burial(record, fault);
  advance(owner->second, record);
  return Done{};
}

// No detail, for it may quote the record: where that lies, whoever may read it can look.
void Worker::Loop::note_burial(const Record& record, const Fault& fault) {
  if (!ports_.journal.hears(Severity::Debug)) return;
  std::vector<NoteField> fields{{"topic", spec_.input},
                                {"partition", std::to_string(record.partition.value)},
                                {"offset", std::to_string(record.offset.value)},
                                {"code", std::string(fault.code)}};
  if (auto trace = trace_id_of(record)) fields.push_back({"trace_id", *std::move(trace)});
  note(Severity::Debug, "a record became a dead letter", fields);
}

void Worker::Loop::advance(OwnedPartition& partition, const Record& record) {
  meter_.event_bytes.observe(static_cast<std::int64_t>(record.value ? record.value->size() : 0));
  if (!partition.dirty) partition.first_appended = record.appended_at;
  partition.last_appended = record.appended_at;
  partition.dirty = true;
  partition.next = InputOffset{record.offset.value + 1};
  batch_.count(record, tick());
  meter_.overlay_bytes.set(static_cast<std::int64_t>(overlay_bytes_));
  if (overlay_bytes_ >= options_.overlay_bytes_max) meter_.limits.add("overlay_bytes_max");
}

}  // namespace stream
