// Changelog over a FakeKafka.
#include "fakes/fake_client.h"

namespace fakes {

using stream::ChangelogPosition;

FakeChangelog::FakeChangelog(FakeKafka& kafka, FakeClock& clock, ClientNames names)
    : kafka_(kafka), clock_(clock), names_(std::move(names)) {}

Result<stream::ChangelogRange> FakeChangelog::range(Partition partition, Millis) {
  if (kafka_.between) kafka_.between();
  if (faults) {
    if (const auto fault = faults()) return *fault;
  }
  kafka_.catch_up();
  if (partition.value >= kafka_.partitions(names_.changelog)) {
    return base::stop("unknown_partition", names_.changelog + " has no such partition");
  }
  const FakeLog& log = kafka_.log(names_.changelog, partition.value);
  if (log.end() == 0) kafka_.see("restore over an empty log");
  return stream::ChangelogRange{ChangelogPosition{log.start()}, ChangelogPosition{log.end()}};
}

Result<Done> FakeChangelog::open(Partition partition, ChangelogPosition from) {
  ++opens;
  at_[partition.value] = At{from.value, -1};
  note_kind(kafka_.log(names_.changelog, partition.value), from.value);
  return Done{};
}

// What lies before this reader, for whoever counts.
void FakeChangelog::note_kind(const FakeLog& log, std::int64_t from) {
  for (std::int64_t offset = std::max(from, log.start()); offset < log.end(); ++offset) {
    const Entry& entry = log.at(offset);
    if (entry.gone) kafka_.see("restore over compacted gaps");
    if (entry.marker && offset + 1 == log.end()) kafka_.see("restore over a marker tail");
    if (entry.marker || !entry.txn) continue;
    if (entry.txn->state == TxnState::Open) kafka_.see("restore over an open transaction");
    if (entry.txn->state == TxnState::Aborted) kafka_.see("restore over an aborted transaction");
    if (entry.txn->state != TxnState::Open && offset >= log.stable_end()) {
      kafka_.see("restore before the markers came");
    }
  }
}

Result<std::optional<stream::ChangelogRecord>> FakeChangelog::next(Millis wait) {
  ++reads;
  if (kafka_.between) kafka_.between();
  kafka_.catch_up();
  if (fault_after && !at_.empty() && --*fault_after == 0) {
    fault_after.reset();
    return base::retry("kafka_away", "the reader lost its broker");
  }
  if (faults) {
    if (const auto fault = faults()) return *fault;
  }
  for (std::size_t tried = 0; tried < at_.size(); ++tried) {
    auto found = at_.upper_bound(turn_);
    if (found == at_.end()) found = at_.begin();
    auto& [p, at] = *found;
    turn_ = p;
    const FakeLog& log = kafka_.log(names_.changelog, p);
    if (at.next < log.start()) return base::rebuild("changelog_cut");
    stream::ChangelogRecord record;
    record.partition = Partition{p};
    if (const auto offset = log.find_visible(at.next)) {
      at.next = *offset + 1;
      held_ = log.at(*offset).message;
      record.position = ChangelogPosition{*offset};
      record.key = *held_.key;
      if (held_.value) record.value = *held_.value;
      return std::optional(record);
    }
    at.next = std::max(at.next, log.stable_end());
    if (at.told_end == at.next) continue;
    at.told_end = at.next;
    record.position = ChangelogPosition{at.next};
    record.end_of_log = true;
    return std::optional(record);
  }
  clock_.advance(wait);
  return std::optional<stream::ChangelogRecord>();
}

void FakeChangelog::close(Partition partition) { at_.erase(partition.value); }

}  // namespace fakes
