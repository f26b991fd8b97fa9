#include "fakes/fake_client.h"

#include "base/check.h"
#include "base/hash.h"

namespace fakes {
namespace {

using stream::ChangelogEnd;
using stream::ChangelogPosition;
using stream::InputOffset;

std::vector<Partition> to_partitions(const std::vector<int>& numbers) {
  std::vector<Partition> partitions;
  for (const int number : numbers) partitions.push_back({number});
  return partitions;
}

}  // namespace

FakeSource::FakeSource(FakeKafka& kafka, FakeClock& clock, ClientNames names)
    : kafka_(kafka), clock_(clock), names_(std::move(names)) {
  kafka_.join(names_.group, names_.member, kafka_.partitions(names_.input));
}

Result<std::optional<stream::Record>> FakeSource::poll(Millis wait, stream::Rebalance& rebalance) {
  kafka_.deliver_markers();
  held_ = {};
  tell(rebalance);
  if (next_fault) return *std::exchange(next_fault, std::nullopt);
  if (auto record = take()) return record;
  clock_.advance(wait);
  kafka_.deliver_markers();
  return take();
}

void FakeSource::tell(stream::Rebalance& rebalance) {
  Member& member = kafka_.member(names_.group, names_.member);
  while (!member.events.empty()) {
    const GroupEvent event = member.events.front();
    member.events.pop_front();
    const std::vector<Partition> which = to_partitions(event.partitions);
    if (event.kind == GroupEvent::Kind::Assigned) {
      for (const int p : event.partitions) at_[p] = At{};
      rebalance.assigned(which);
      continue;
    }
    if (event.kind == GroupEvent::Kind::Revoked) {
      rebalance.revoked(which);
      for (const int p : event.partitions) at_.erase(p);
      kafka_.gave_up(names_.group, names_.member, event.partitions);
      continue;
    }
    rebalance.lost(which);
    for (const int p : event.partitions) at_.erase(p);
    if (member.in_group) continue;
    member.owned.clear();
    kafka_.join(names_.group, names_.member, kafka_.partitions(names_.input));
  }
}

std::optional<stream::Record> FakeSource::take() {
  for (std::size_t tried = 0; tried < at_.size(); ++tried) {
    auto at = at_.upper_bound(turn_);
    if (at == at_.end()) at = at_.begin();
    turn_ = at->first;
    if (at->second.paused) continue;
    const FakeLog& log = kafka_.log(names_.input, at->first);
    auto offset = std::exchange(at->second.stale, std::nullopt);
    if (!offset) {
      offset = log.find_visible(at->second.next);
      if (!offset) continue;
      at->second.next = *offset + 1;
    }
    const Entry& entry = log.at(*offset);
    held_ = entry.message;
    held_headers_.clear();
    for (const auto& header : held_.headers) held_headers_.push_back({header.key, header.value});
    stream::Record record;
    record.partition = Partition{at->first};
    record.offset = InputOffset{*offset};
    if (held_.key) record.key = *held_.key;
    if (held_.value) record.value = *held_.value;
    record.headers = held_headers_;
    record.appended_at = entry.time;
    return record;
  }
  return std::nullopt;
}

Result<std::vector<stream::Committed>> FakeSource::committed(std::span<const Partition> partitions,
                                                             Millis) {
  kafka_.deliver_markers();
  std::vector<stream::Committed> all;
  for (const Partition partition : partitions) {
    const TopicPartition of{names_.input, partition.value};
    if (!kafka_.is_stable(names_.group, of)) return base::retry("unstable");
    stream::Committed committed{partition, std::nullopt};
    if (const auto offset = kafka_.committed(names_.group, of))
      committed.offset = InputOffset{*offset};
    all.push_back(committed);
  }
  return all;
}

Result<Done> FakeSource::place(Partition partition, InputOffset offset) {
  const auto at = at_.find(partition.value);
  CHECK(at != at_.end() && at->second.paused);
  at->second = At{offset.value, false, std::nullopt};
  const FakeLog& log = kafka_.log(names_.input, partition.value);
  for (std::int64_t before = offset.value - 1; before >= log.start(); --before) {
    if (log.find_visible(before) != before) continue;
    at->second.stale = before;
    break;
  }
  return Done{};
}

Result<Done> FakeSource::pause(std::span<const Partition> partitions) {
  for (const Partition partition : partitions) {
    if (const auto at = at_.find(partition.value); at != at_.end()) at->second.paused = true;
  }
  return Done{};
}

Result<stream::InputRange> FakeSource::range(Partition partition, Millis) {
  const FakeLog& log = kafka_.log(names_.input, partition.value);
  return stream::InputRange{InputOffset{log.start()}, InputOffset{log.stable_end()}};
}

Result<Done> FakeSource::close(stream::Rebalance& rebalance) {
  std::vector<int> owned;
  for (const auto& [p, at] : at_) owned.push_back(p);
  rebalance.revoked(to_partitions(owned));
  at_.clear();
  kafka_.leave(names_.group, names_.member);
  return Done{};
}

FakeOutbox::FakeOutbox(FakeKafka& kafka, FakeClock& clock, ClientNames names)
    : kafka_(kafka), clock_(clock), names_(std::move(names)) {}

Result<Done> FakeOutbox::rebuild(Millis) {
  const FakeKafka::Epoch epoch = kafka_.init(names_.transactional_id);
  if (epoch.error != TxnError::None) return base::retry("concurrent_transactions");
  epoch_ = epoch.epoch;
  ready_ = true;
  refused_ = false;
  ends_.clear();
  ++rebuilds;
  return Done{};
}

Result<Done> FakeOutbox::send(const stream::Outgoing& record, stream::Tick) {
  CHECK(ready_);
  if (refuses && refuses(record)) refused_ = true;
  TopicPartition to{names_.changelog, record.partition.value};
  if (record.destination != stream::Destination::Changelog) {
    const bool dead = record.destination == stream::Destination::DeadLetter;
    to.topic = dead ? names_.dead : names_.outputs[record.output.value];
    to.partition = base::partition_for_key(record.key, kafka_.partitions(to.topic));
  }
  Message message;
  if (record.has_key) message.key = std::string(record.key);
  if (record.value) message.value = std::string(*record.value);
  for (const stream::Header& header : record.headers) {
    message.headers.push_back({std::string(header.key), std::string(header.value)});
  }
  kafka_.deliver_markers();
  const auto offset = kafka_.produce(names_.transactional_id, epoch_, to, std::move(message));
  if (!offset) {
    ready_ = false;
    return base::rebuild("fenced");
  }
  if (record.destination == stream::Destination::Changelog) {
    ChangelogEnd& end = ends_[record.partition];
    end.partition = record.partition;
    if (!reports_offsets) return Done{};
    end.next = ChangelogPosition{*offset + 1};
    if (end.first.value < 0) end.first = ChangelogPosition{*offset};
  }
  return Done{};
}

Result<std::vector<ChangelogEnd>> FakeOutbox::broken(stream::Fault fault) {
  ready_ = false;
  return fault;
}

Result<std::vector<ChangelogEnd>> FakeOutbox::commit(std::span<const stream::Position> next,
                                                     stream::Tick deadline) {
  CHECK(ready_);
  ++commits;
  if (refused_) return broken(base::dead_letter("record_refused"));
  if (clock_.tick() > deadline) return broken(base::rebuild("deadline"));
  std::map<TopicPartition, std::int64_t> offsets;
  for (const stream::Position& position : next) {
    offsets[{names_.input, position.partition.value}] = position.offset.value;
  }
  kafka_.deliver_markers();
  switch (
      kafka_.add_offsets(names_.transactional_id, epoch_, names_.group, names_.member, offsets)) {
    case TxnError::None:
      break;
    case TxnError::UnknownMember:
      return broken(base::rebuild("lost"));
    case TxnError::Fenced:
      return broken(base::rebuild("fenced"));
    default:
      return broken(base::rebuild("deadline"));
  }
  const CommitFate how = fate ? fate() : CommitFate::Works;
  if (how == CommitFate::Lost) return broken(base::rebuild("unknown"));
  const TxnState state = how == CommitFate::Aborted ? TxnState::Aborted : TxnState::Committed;
  const TxnError ended = kafka_.end(names_.transactional_id, epoch_, state);
  if (ended != TxnError::None) return broken(base::rebuild("fenced"));
  if (how != CommitFate::Works) return broken(base::rebuild("unknown"));
  std::vector<ChangelogEnd> ends;
  for (const auto& [partition, end] : std::exchange(ends_, {})) ends.push_back(end);
  return ends;
}

FakeChangelog::FakeChangelog(FakeKafka& kafka, FakeClock& clock, ClientNames names)
    : kafka_(kafka), clock_(clock), names_(std::move(names)) {}

Result<stream::ChangelogRange> FakeChangelog::range(Partition partition, Millis) {
  const FakeLog& log = kafka_.log(names_.changelog, partition.value);
  return stream::ChangelogRange{ChangelogPosition{log.start()}, ChangelogPosition{log.end()}};
}

Result<Done> FakeChangelog::open(Partition partition, ChangelogPosition from) {
  ++opens;
  at_[partition.value] = At{from.value, -1};
  return Done{};
}

Result<std::optional<stream::ChangelogRecord>> FakeChangelog::next(Millis wait) {
  if (fault_after && --*fault_after == 0) {
    fault_after.reset();
    return base::retry("kafka_away", "the reader lost its broker");
  }
  kafka_.deliver_markers();
  for (auto& [p, at] : at_) {
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
