// Source over a FakeKafka.
#include "base/check.h"
#include "fakes/fake_client.h"

namespace fakes {
namespace {

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
  if (kafka_.between) kafka_.between();
  kafka_.catch_up();
  held_ = {};
  tell(rebalance);
  if (next_fault) return *std::exchange(next_fault, std::nullopt);
  if (faults) {
    if (const auto fault = faults()) return *fault;
  }
  if (auto record = take()) return record;
  clock_.advance(wait);
  kafka_.catch_up();
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
      member.giving_up.insert(event.partitions.begin(), event.partitions.end());
      if (on_revoke) on_revoke(event.partitions);
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
  if (kafka_.between) kafka_.between();
  kafka_.catch_up();
  if (faults) {
    if (const auto fault = faults()) return *fault;
  }
  std::vector<stream::Committed> all;
  for (const Partition partition : partitions) {
    const TopicPartition of{names_.input, partition.value};
    if (!kafka_.is_stable(names_.group, of)) {
      kafka_.see("offsets were not stable");
      return base::retry("offsets_unstable");
    }
    stream::Committed committed{partition, std::nullopt};
    if (const auto offset = kafka_.committed(names_.group, of)) {
      committed.offset = InputOffset{*offset};
      committed.is_start = kafka_.start(names_.group, of) == *offset;
    }
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

std::int64_t FakeSource::fetch_position(Partition partition) const {
  const std::int64_t next = at_.at(partition.value).next;
  return kafka_.log(names_.input, partition.value).find_visible(next).value_or(next - 1) + 1;
}

Result<Done> FakeSource::close(stream::Rebalance& rebalance) {
  std::vector<int> owned;
  for (const auto& [p, at] : at_) owned.push_back(p);
  rebalance.revoked(to_partitions(owned));
  at_.clear();
  kafka_.leave(names_.group, names_.member);
  return Done{};
}

}  // namespace fakes
