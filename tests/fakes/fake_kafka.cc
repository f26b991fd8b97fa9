#include "fakes/fake_kafka.h"

#include <algorithm>

#include "base/check.h"

namespace fakes {

std::int64_t FakeLog::append(Message message, Timestamp time, std::shared_ptr<Txn> txn) {
  if (txn && txn->state == TxnState::Open) open_.try_emplace(txn, end());
  entries_.push_back({std::move(message), time, std::move(txn), false, false});
  return end() - 1;
}

void FakeLog::mark(const std::shared_ptr<Txn>& txn, Timestamp time) {
  open_.erase(txn);
  entries_.push_back({{}, time, txn, true, false});
}

std::int64_t FakeLog::stable_end() const {
  std::int64_t stable = end();
  for (const auto& [txn, first] : open_) stable = std::min(stable, first);
  return stable;
}

std::optional<std::int64_t> FakeLog::find_visible(std::int64_t from) const {
  const std::int64_t stable = stable_end();
  for (std::int64_t offset = std::max(from, start_); offset < stable; ++offset) {
    const Entry& entry = at(offset);
    if (entry.marker || entry.gone) continue;
    if (entry.txn && entry.txn->state != TxnState::Committed) continue;
    return offset;
  }
  return std::nullopt;
}

std::vector<std::int64_t> FakeLog::visible() const {
  std::vector<std::int64_t> offsets;
  for (auto next = find_visible(start_); next; next = find_visible(*next + 1)) {
    offsets.push_back(*next);
  }
  return offsets;
}

void FakeLog::compact() {
  std::set<std::string> newer;
  const std::vector<std::int64_t> offsets = visible();
  for (auto offset = offsets.rbegin(); offset != offsets.rend(); ++offset) {
    Entry& entry = entries_[static_cast<std::size_t>(*offset)];
    if (!newer.insert(entry.message.key.value_or("")).second) entry.gone = true;
  }
}

void FakeKafka::make_topic(const std::string& topic, int partitions) {
  topics_[topic].resize(static_cast<std::size_t>(partitions));
}

void FakeKafka::remake_topic(const std::string& topic) {
  const int count = partitions(topic);
  topics_[topic].clear();
  make_topic(topic, count);
}

int FakeKafka::partitions(const std::string& topic) const {
  const auto found = topics_.find(topic);
  CHECK(found != topics_.end());
  return static_cast<int>(found->second.size());
}

FakeLog& FakeKafka::log(const std::string& topic, int partition) {
  CHECK(partition >= 0 && partition < partitions(topic));
  return topics_[topic][static_cast<std::size_t>(partition)];
}

std::int64_t FakeKafka::append(const std::string& topic, int partition, Message message) {
  return log(topic, partition).append(std::move(message), clock_.now());
}

FakeKafka::Epoch FakeKafka::init(const std::string& id) {
  deliver_markers();
  Producer& producer = producers_[id];
  if (producer.txn && producer.txn->state == TxnState::Open) decide(id, TxnState::Aborted);
  if (producer.markers_due > 0) return {TxnError::Concurrent, 0};
  producer.txn.reset();
  return {TxnError::None, ++producer.epoch};
}

std::optional<std::int64_t> FakeKafka::produce(const std::string& id, int epoch,
                                               const TopicPartition& to, Message message) {
  Producer& producer = producers_[id];
  if (producer.epoch != epoch || producer.markers_due > 0) return std::nullopt;
  if (!producer.txn) producer.txn = std::make_shared<Txn>();
  producer.touched.insert(to);
  return log(to.topic, to.partition).append(std::move(message), clock_.now(), producer.txn);
}

TxnError FakeKafka::add_offsets(const std::string& id, int epoch, const std::string& group,
                                const std::string& member,
                                const std::map<TopicPartition, std::int64_t>& offsets) {
  Producer& producer = producers_[id];
  if (producer.epoch != epoch) return TxnError::Fenced;
  if (producer.markers_due > 0) return TxnError::Concurrent;
  if (!groups_[group].members[member].in_group) return TxnError::UnknownMember;
  if (!producer.txn) producer.txn = std::make_shared<Txn>();
  for (const auto& [of, offset] : offsets) {
    producer.offsets[group][of] = offset;
    groups_[group].pending[of].insert(producer.txn);
  }
  return TxnError::None;
}

TxnError FakeKafka::end(const std::string& id, int epoch, TxnState how) {
  Producer& producer = producers_[id];
  if (producer.epoch != epoch) return TxnError::Fenced;
  if (!producer.txn) return TxnError::None;
  if (producer.txn->state != TxnState::Open) return TxnError::TxnState;
  decide(id, how);
  return TxnError::None;
}

void FakeKafka::time_out(const std::string& id) {
  Producer& producer = producers_[id];
  if (!producer.txn || producer.txn->state != TxnState::Open) return;
  ++producer.epoch;
  decide(id, TxnState::Aborted);
}

bool FakeKafka::is_open(const std::string& id) const {
  const auto producer = producers_.find(id);
  return producer != producers_.end() && producer->second.txn &&
         producer->second.txn->state == TxnState::Open;
}

// The decision is final; the markers are on their way.
void FakeKafka::decide(const std::string& id, TxnState how) {
  Producer& producer = producers_[id];
  const std::shared_ptr<Txn> txn = std::move(producer.txn);
  txn->state = how;
  std::int64_t late = 0;
  const auto due = [&] {
    return Timestamp{clock_.now().value +
                     (marker_delay.count() > 0 ? ++late * marker_delay.count() : 0)};
  };
  for (const TopicPartition& to : producer.touched) {
    markers_.push_back({due(), id, txn, to, {}, {}});
  }
  for (const auto& [group, offsets] : producer.offsets) {
    markers_.push_back({due(), id, txn, std::nullopt, group, offsets});
  }
  producer.markers_due += static_cast<int>(producer.touched.size() + producer.offsets.size());
  producer.touched.clear();
  producer.offsets.clear();
  deliver_markers();
}

void FakeKafka::deliver_markers() {
  const Timestamp now = clock_.now();
  std::vector<Marker> later;
  std::vector<Marker> all = std::move(markers_);
  for (const Marker& marker : all) {
    if (marker.due <= now) {
      deliver(marker);
    } else {
      later.push_back(marker);
    }
  }
  markers_ = std::move(later);
}

void FakeKafka::deliver_all_markers() {
  for (const Marker& marker : std::exchange(markers_, {})) deliver(marker);
}

void FakeKafka::deliver(const Marker& marker) {
  Producer& producer = producers_[marker.producer];
  --producer.markers_due;
  if (marker.log) {
    log(marker.log->topic, marker.log->partition).mark(marker.txn, clock_.now());
    return;
  }
  Group& group = groups_[marker.group];
  for (const auto& [of, offset] : marker.offsets) {
    group.pending[of].erase(marker.txn);
    if (marker.txn->state == TxnState::Committed) group.committed[of] = offset;
  }
}

bool FakeKafka::is_stable(const std::string& group, const TopicPartition& of) const {
  const auto found = groups_.find(group);
  if (found == groups_.end()) return true;
  const auto pending = found->second.pending.find(of);
  return pending == found->second.pending.end() || pending->second.empty();
}

std::optional<std::int64_t> FakeKafka::committed(const std::string& group,
                                                 const TopicPartition& of) const {
  const auto found = groups_.find(group);
  if (found == groups_.end()) return std::nullopt;
  const auto offset = found->second.committed.find(of);
  if (offset == found->second.committed.end()) return std::nullopt;
  return offset->second;
}

void FakeKafka::commit(const std::string& group, const TopicPartition& of, std::int64_t offset) {
  groups_[group].committed[of] = offset;
}

void FakeKafka::forget_offsets(const std::string& group) { groups_[group].committed.clear(); }

void FakeKafka::join(const std::string& group, const std::string& name, int partitions) {
  Group& joined = groups_[group];
  joined.partitions = partitions;
  // A member of that name that died before comes back as another: what it owned is free.
  std::erase_if(joined.owner, [&](const auto& owned) { return owned.second == name; });
  joined.members[name] = Member{.in_group = true, .alive = true, .owned = {}, .events = {}};
  rebalance(group);
  // A member without a partition hears so.
  Member& member = joined.members[name];
  if (member.events.empty()) member.events.push_back({GroupEvent::Kind::Assigned, {}});
}

void FakeKafka::leave(const std::string& group, const std::string& name) {
  groups_[group].members.erase(name);
  std::erase_if(groups_[group].owner, [&](const auto& owned) { return owned.second == name; });
  rebalance(group);
}

void FakeKafka::die(const std::string& group, const std::string& name) {
  groups_[group].members[name].alive = false;
}

void FakeKafka::put_out(const std::string& group, const std::string& name) {
  Member& member = groups_[group].members[name];
  member.in_group = false;
  member.events.clear();
  member.events.push_back({GroupEvent::Kind::Lost, {member.owned.begin(), member.owned.end()}});
  std::erase_if(groups_[group].owner, [&](const auto& owned) { return owned.second == name; });
  rebalance(group);
}

void FakeKafka::lose(const std::string& group, const std::string& name, int partition) {
  Member& member = groups_[group].members[name];
  member.owned.erase(partition);
  member.events.push_back({GroupEvent::Kind::Lost, {partition}});
  groups_[group].owner.erase(partition);
  rebalance(group);
}

void FakeKafka::rebalance(const std::string& name) {
  Group& group = groups_[name];
  std::vector<std::string> alive;
  for (auto& [member_name, member] : group.members) {
    if (member.alive && member.in_group) alive.push_back(member_name);
    if (member.alive) continue;
    member.in_group = false;
    std::erase_if(group.owner,
                  [&gone = member_name](const auto& owned) { return owned.second == gone; });
  }
  group.target.clear();
  if (alive.empty()) return;
  for (int p = 0; p < group.partitions; ++p) {
    group.target[p] = alive[static_cast<std::size_t>(p) % alive.size()];
  }
  std::map<std::string, std::vector<int>> revoked;
  for (const auto& [p, owner] : group.owner) {
    if (owner != group.target[p]) revoked[owner].push_back(p);
  }
  for (auto& [owner, which] : revoked) {
    Member& member = group.members[owner];
    for (const GroupEvent& event : member.events) {  // asked already
      for (const int p : event.partitions) {
        if (event.kind == GroupEvent::Kind::Revoked) std::erase(which, p);
      }
    }
    if (!which.empty()) member.events.push_back({GroupEvent::Kind::Revoked, which});
  }
  hand_out(group);
}

void FakeKafka::gave_up(const std::string& name, const std::string& by,
                        const std::vector<int>& which) {
  Group& group = groups_[name];
  for (const int p : which) {
    group.members[by].owned.erase(p);
    if (const auto owner = group.owner.find(p); owner != group.owner.end() && owner->second == by) {
      group.owner.erase(owner);
    }
  }
  hand_out(group);
}

void FakeKafka::hand_out(Group& group) {
  std::map<std::string, std::vector<int>> given;
  for (const auto& [p, target] : group.target) {
    if (group.owner.contains(p) || !group.members[target].in_group) continue;
    group.owner[p] = target;
    given[target].push_back(p);
  }
  for (const auto& [target, which] : given) {
    group.members[target].owned.insert(which.begin(), which.end());
    group.members[target].events.push_back({GroupEvent::Kind::Assigned, which});
  }
}

Member& FakeKafka::member(const std::string& group, const std::string& name) {
  return groups_[group].members[name];
}

}  // namespace fakes
