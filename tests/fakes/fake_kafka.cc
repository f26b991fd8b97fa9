#include "fakes/fake_kafka.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/check.h"

namespace fakes {
namespace {

constexpr Millis kDeleteRetention{604'800'000};  // of the changelog: 7 d

}  // namespace

void FakeKafka::make_topic(const std::string& topic, int partitions) {
  topics_[topic].resize(static_cast<std::size_t>(partitions));
}

void FakeKafka::remake_topic(const std::string& topic) {
  const int count = partitions(topic);
  topics_[topic].clear();
  make_topic(topic, count);
}

void FakeKafka::add_partitions(const std::string& topic, int partitions) {
  CHECK(partitions >= this->partitions(topic));
  make_topic(topic, partitions);
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

void FakeKafka::compact(const std::string& topic) {
  for (FakeLog& log : topics_[topic]) {
    seen["tombstone gone"] += log.compact(clock_.now(), kDeleteRetention);
  }
}

FakeKafka::Epoch FakeKafka::init(const std::string& id) {
  catch_up();
  Producer& producer = producers_[id];
  if (producer.txn) decide(id, TxnState::Aborted);
  if (producer.markers_due > 0) return {TxnError::Concurrent, 0};
  return {TxnError::None, ++producer.epoch};
}

Txn& FakeKafka::begin(Producer& producer) {
  if (!producer.txn) producer.txn = std::make_shared<Txn>(Txn{TxnState::Open, clock_.now()});
  return *producer.txn;
}

std::optional<std::int64_t> FakeKafka::produce(const std::string& id, int epoch,
                                               const TopicPartition& to, Message message) {
  Producer& producer = producers_[id];
  if (producer.epoch != epoch || producer.markers_due > 0) return std::nullopt;
  begin(producer);
  producer.touched.insert(to);
  return log(to.topic, to.partition).append(std::move(message), clock_.now(), producer.txn);
}

TxnError FakeKafka::add_offsets(const std::string& id, int epoch, const std::string& group,
                                const GroupMetadata& as,
                                const std::map<TopicPartition, std::int64_t>& next) {
  Producer& producer = producers_[id];
  if (producer.epoch != epoch) return TxnError::Fenced;
  if (producer.markers_due > 0) return TxnError::Concurrent;
  // Without a member and a generation there is nothing to fence by (KIP-447).
  if (!as.member.empty() || as.generation >= 0) {
    if (!groups_[group].members[as.member].in_group) return TxnError::UnknownMember;
    if (as.generation != groups_[group].generation) return TxnError::IllegalGeneration;
  }
  begin(producer);
  for (const auto& [of, offset] : next) {
    producer.offsets[group][of] = offset;
    groups_[group].pending[of].insert(producer.txn);
  }
  return TxnError::None;
}

TxnError FakeKafka::end(const std::string& id, int epoch, TxnState how) {
  Producer& producer = producers_[id];
  if (producer.epoch != epoch) return TxnError::Fenced;
  if (!producer.txn) return producer.markers_due > 0 ? TxnError::Concurrent : TxnError::None;
  decide(id, how);
  return TxnError::None;
}

void FakeKafka::time_out(const std::string& id) {
  Producer& producer = producers_[id];
  if (!producer.txn) return;
  ++producer.epoch;
  see("transaction timed out");
  decide(id, TxnState::Aborted);
}

bool FakeKafka::is_open(const std::string& id) const {
  const auto producer = producers_.find(id);
  return producer != producers_.end() && producer->second.txn;
}

bool FakeKafka::is_completing(const std::string& id) const {
  const auto producer = producers_.find(id);
  return producer != producers_.end() && producer->second.markers_due > 0;
}

std::vector<std::string> FakeKafka::open_ids() const {
  std::vector<std::string> ids;
  for (const auto& [id, producer] : producers_) {
    if (producer.txn) ids.push_back(id);
  }
  return ids;
}

bool FakeKafka::is_current(const std::string& id, int epoch) const {
  const auto producer = producers_.find(id);
  return producer != producers_.end() && producer->second.epoch == epoch;
}

// The decision is final; the markers are on their way.
void FakeKafka::decide(const std::string& id, TxnState how) {
  Producer& producer = producers_[id];
  const std::shared_ptr<Txn> txn = std::move(producer.txn);
  txn->state = how;
  std::int64_t turn = 0;
  const auto due = [&] {
    const Millis late = lateness ? lateness() : marker_delay * ++turn;
    return Timestamp{clock_.now().value + late.count()};
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
  catch_up();
}

void FakeKafka::catch_up() {
  const Timestamp now = clock_.now();
  std::vector<Marker> later;
  for (const Marker& marker : std::exchange(markers_, {})) {
    if (marker.due <= now) {
      deliver(marker);
    } else {
      later.push_back(marker);
    }
  }
  markers_.insert(markers_.end(), later.begin(), later.end());
  deliver_late_until(now);
  for (const std::string& id : open_ids()) {
    const auto& txn = producers_[id].txn;
    if (txn && now.value - txn->began.value > transaction_timeout.count()) time_out(id);
  }
  miss_the_dead(now);
}

void FakeKafka::deliver_all_markers() {
  for (const Marker& marker : std::exchange(markers_, {})) deliver(marker);
}

void FakeKafka::arrive_late(Millis delay, std::function<void()> request) {
  late_.push_back({{clock_.now().value + delay.count()}, std::move(request)});
}

void FakeKafka::deliver_late() { deliver_late_until({std::numeric_limits<std::int64_t>::max()}); }

void FakeKafka::deliver_late_until(Timestamp now) {
  for (std::size_t left = late_.size(); left > 0 && !late_.empty(); --left) {
    LateRequest first = std::move(late_.front());
    late_.pop_front();
    if (first.due <= now) {
      first.request();
    } else {
      late_.push_back(std::move(first));
    }
  }
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

void FakeKafka::make_start(const std::string& group, const TopicPartition& of,
                           std::int64_t offset) {
  groups_[group].starts[of] = offset;
  commit(group, of, offset);
}

std::optional<std::int64_t> FakeKafka::start(const std::string& group,
                                             const TopicPartition& of) const {
  const auto found = groups_.find(group);
  if (found == groups_.end()) return std::nullopt;
  const auto offset = found->second.starts.find(of);
  return offset == found->second.starts.end() ? std::nullopt : std::optional(offset->second);
}

void FakeKafka::commit(const std::string& group, const TopicPartition& of, std::int64_t offset) {
  groups_[group].committed[of] = offset;
}

void FakeKafka::forget_offsets(const std::string& group) { groups_[group].committed.clear(); }

}  // namespace fakes
