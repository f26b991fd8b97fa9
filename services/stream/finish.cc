// The commit, in one order: everything into one Kafka transaction, its offsets with it, and only
// then into the stores. A store is never ahead of Kafka.
#include <algorithm>
#include <string>

#include "base/check.h"
#include "stream/incarnation.h"
#include "stream/loop.h"

namespace stream {
namespace {

// Nothing of a transaction is ever tried a second time: half of it may be on its way.
const Fault& once(const Fault& fault) {
  CHECK(fault.recovery != Recovery::Retry);
  return fault;
}

}  // namespace

Result<Done> Worker::Loop::finish() {
  if (batch_.empty()) return Done{};
  const Tick started = tick();
  const Tick deadline =
      started + std::chrono::duration_cast<Tick>(options_.transaction_timeout) / 2;

  reach("begun");
  if (auto sent = send_all(deadline); !sent) return once(sent.fault());
  busy(BusyPhase::Send, started);

  const Tick committing = tick();
  const auto ends = ports_.outbox.commit(next_positions(), deadline);
  busy(BusyPhase::Commit, committing);
  if (!ends) {
    meter_.commits_unknown.add();
    return once(ends.fault());  // the outcome is unknown: the new producer settles it
  }
  reach("committed");

  count_committed(started);
  clear_suspicion();
  const Tick applying = tick();
  const Result<Done> applied = apply_all(*ends);
  busy(BusyPhase::Apply, applying);
  if (!applied) return applied;
  reach("applied");

  drop_batch();
  meter_.overlay_bytes.set(0);
  return Done{};
}

Result<Done> Worker::Loop::send_all(Tick deadline) {
  std::size_t left = batch_.out.size() + batch_.dead.size();
  for (const auto& [id, partition] : partitions_) left += partition.overlay.rows().size();
  left = (left + 1) / 2;
  const auto count_down = [&] {
    if (left > 0 && --left == 0) reach("half-sent");
  };
  std::vector<Header> headers;
  const auto show = [&headers](const std::vector<OwnedHeader>& owned) {
    headers.clear();
    for (const OwnedHeader& header : owned) headers.push_back({header.key, header.value});
    return std::span<const Header>(headers);
  };
  for (const OutRecord& out : batch_.out) {
    const Outgoing record{.destination = Destination::Output,
                          .output = out.output,
                          .partition = {},
                          .key = out.key,
                          .has_key = !out.key.empty(),
                          .value = out.value,
                          .headers = show(out.headers)};
    if (auto sent = ports_.outbox.send(record, deadline); !sent) return sent;
    count_down();
  }
  for (const DeadLetter& dead : batch_.dead) {
    const Outgoing record{.destination = Destination::DeadLetter,
                          .output = {},
                          .partition = {},
                          .key = dead.key,
                          .has_key = !dead.key.empty(),
                          .value = dead.value,
                          .headers = show(dead.headers)};
    if (auto sent = ports_.outbox.send(record, deadline); !sent) return sent;
    count_down();
  }
  return send_rows(deadline, left);
}

// Each partition's changelog records; before the very first ones the log's incarnation, in the
// first transaction that carries the partition's offset.
Result<Done> Worker::Loop::send_rows(Tick deadline, std::size_t& left) {
  for (const auto& [id, partition] : partitions_) {
    if (!partition.dirty || !spec_.has_state) continue;
    Outgoing record;
    record.destination = Destination::Changelog;
    record.partition = id;
    if (!partition.new_incarnation.empty()) {
      const std::string value = write_incarnation(partition.new_incarnation);
      record.key = kIncarnationKey;
      record.value = value;
      if (auto sent = ports_.outbox.send(record, deadline); !sent) return sent;
    }
    for (const StateWrite& row : partition.overlay.rows()) {
      record.key = row.key;
      record.value = row.value;
      if (auto sent = ports_.outbox.send(record, deadline); !sent) return sent;
      if (left > 0 && --left == 0) reach("half-sent");
    }
  }
  return Done{};
}

std::vector<Position> Worker::Loop::next_positions() const {
  std::vector<Position> next;
  for (const auto& [id, partition] : partitions_) {
    if (partition.dirty) next.push_back({id, partition.next});
  }
  return next;
}

Result<Done> Worker::Loop::apply_all(const std::vector<ChangelogEnd>& ends) {
  for (auto& [id, partition] : partitions_) {
    if (!partition.dirty || !spec_.has_state) continue;
    if (partition.overlay.empty() && partition.new_incarnation.empty()) continue;
    const auto end = std::find_if(ends.begin(), ends.end(),
                                  [id = id](const auto& e) { return e.partition == id; });
    // Reports may come without an offset (a duplicate sequence number). Then the changelog itself
    // tells: the batch is committed, and the recovery reads it from there.
    const bool told = end != ends.end() && end->next &&
                      (partition.new_incarnation.empty() || end->first.value >= 0);
    if (!told) return base::rebuild("unknown", "a changelog report had no offset");
    if (auto applied = apply(partition, *end); !applied) return applied;
    reach("half-applied");
  }
  return Done{};
}

Result<Done> Worker::Loop::apply(OwnedPartition& partition, const ChangelogEnd& end) {
  StoreMeta& meta = partition.meta;
  if (*end.next <= partition.meta.position) {
    return base::stop("changelog_short", ports_.changelog->topic() + "/" +
                                             std::to_string(partition.id.value) + ": wrote up to " +
                                             std::to_string(end.next->value) +
                                             ", the store holds everything up to " +
                                             std::to_string(partition.meta.position.value));
  }
  if (!partition.new_incarnation.empty()) {
    meta.incarnation = partition.new_incarnation;
    meta.incarnation_at = end.first;
  }
  meta.position = *end.next;
  partition.log_end = ChangelogPosition{end.next->value + 1};  // the marker
  meta.as_of = ports_.clock.now();
  std::vector<RowView> rows;
  rows.reserve(partition.overlay.rows().size());
  for (const StateWrite& row : partition.overlay.rows()) rows.push_back({row.key, row.value});
  const Tick before = tick();
  if (auto applied = partition.store->apply(rows, meta); !applied) {
    mark_corrupt(partition, applied.fault());
    return applied;
  }
  const Tick now = tick();
  meter_.state_apply_duration.observe((now - before).count());
  partition.new_incarnation.clear();
  count_unflushed(partition, partition.overlay.bytes(), now);
  return Done{};
}

// The figures of the batch, now that Kafka has it.
void Worker::Loop::count_committed(Tick started) {
  const Timestamp now = ports_.clock.now();
  meter_.commits_committed.add();
  meter_.commit_duration.observe((tick() - started).count());
  meter_.commit_records.observe(static_cast<std::int64_t>(batch_.records));
  meter_.consumed.records.add(batch_.records);
  meter_.consumed.bytes.add(batch_.consumed_bytes);
  for (const OutRecord& out : batch_.out) {
    meter_.produced(out.output).records.add();
    meter_.produced(out.output).bytes.add(bytes_of(out));
  }
  for (const DeadLetter& dead : batch_.dead) {
    meter_.dead().records.add();
    meter_.dead().bytes.add(bytes_of(dead));
    meter_.dead_letters.add(dead.reason);
  }
  for (std::uint32_t id = 0; id < batch_.tallies.size(); ++id) {
    if (batch_.tallies[id] > 0) meter_.tally(CounterId{id}).add(batch_.tallies[id]);
  }
  for (const Delay& delay : batch_.delays) {
    const Lane lane = delay.backfill ? Lane::Backfill : Lane::Live;
    meter_.end_to_end(lane).observe(
        std::max<std::int64_t>(0, now.value - delay.raw_appended_at.value));
    meter_.freshness(lane).observe(std::max<std::int64_t>(0, now.value - delay.fetched_at.value));
  }
  for (const auto& [id, partition] : partitions_) {
    if (!partition.dirty) continue;
    if (partition.gauges != nullptr) partition.gauges->committed.set(partition.next.value);
    for (const StateWrite& row : partition.overlay.rows()) {
      meter_.changelog().records.add();
      meter_.changelog().bytes.add(bytes_of(row));
    }
    if (!partition.new_incarnation.empty()) meter_.changelog().records.add();
  }
}

// A commit that works ends the row of rebuilds. Suspected records that went through are cleared,
// half of what is left comes next, until none is left.
void Worker::Loop::clear_suspicion() {
  Recovering& recovering = recovering_;
  recovering.in_row = 0;
  std::erase_if(recovering.refused, [this](const auto& each) {
    const auto owner = partitions_.find(each.first);
    return owner == partitions_.end() || owner->second.next > each.second.offset;
  });
  recovering.suspects -= std::min(recovering.suspects, batch_.records);
  recovering.batch_records_max =
      recovering.suspects == 0 ? 0 : std::max<std::size_t>(1, recovering.suspects / 2);
}

}  // namespace stream
