// tests/fakes/fake_kafka.h
//
// A broker in memory: logs with control records, transactions with coordinator, epochs and markers
// that take offsets and may come late, pending offsets, a cooperative group. One thread; time is
// the caller's clock. Clients of it: fake_client.h. Must not know: the worker.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "fakes/fake_clock.h"

namespace fakes {

using stream::Millis;
using stream::Timestamp;

struct Message {
  std::optional<std::string> key, value;
  std::vector<stream::OwnedHeader> headers;
};

enum class TxnState { Open, Committed, Aborted };

struct Txn {
  TxnState state = TxnState::Open;
};

struct Entry {
  Message message;
  Timestamp time;
  std::shared_ptr<Txn> txn;  // none: not transactional
  bool marker = false;
  bool gone = false;  // compacted away
};

// One partition of one topic.
class FakeLog {
 public:
  std::int64_t append(Message message, Timestamp time, std::shared_ptr<Txn> txn = nullptr);
  void mark(const std::shared_ptr<Txn>& txn, Timestamp time);
  std::int64_t start() const { return start_; }
  std::int64_t end() const { return static_cast<std::int64_t>(entries_.size()); }
  std::int64_t stable_end() const;  // last stable offset
  // First offset at or past `from` that a read_committed reader is given, below stable_end().
  std::optional<std::int64_t> find_visible(std::int64_t from) const;
  const Entry& at(std::int64_t offset) const { return entries_[static_cast<std::size_t>(offset)]; }
  std::vector<std::int64_t> visible() const;
  // Keeps the newest visible record of each key, below stable_end().
  void compact();
  void cut(std::int64_t start) { start_ = start; }

 private:
  std::int64_t start_ = 0;
  std::vector<Entry> entries_;
  std::map<std::shared_ptr<Txn>, std::int64_t> open_;  // without their marker here: first offset
};

struct TopicPartition {
  std::string topic;
  int partition = 0;

  auto operator<=>(const TopicPartition&) const = default;
};

enum class TxnError { None, Fenced, Concurrent, UnknownMember, TxnState };

struct GroupEvent {
  enum class Kind { Assigned, Revoked, Lost } kind;
  std::vector<int> partitions;
};

struct Member {
  bool in_group = false;  // false: dead, or put out and not yet aware
  bool alive = true;
  std::set<int> owned;
  std::deque<GroupEvent> events;
};

class FakeKafka {
 public:
  explicit FakeKafka(const FakeClock& clock) : clock_(clock) {}

  void make_topic(const std::string& topic, int partitions);
  // Deletes and makes it again: same name, another log.
  void remake_topic(const std::string& topic);
  int partitions(const std::string& topic) const;
  FakeLog& log(const std::string& topic, int partition);
  std::int64_t append(const std::string& topic, int partition, Message message);
  std::string cluster_id = "cluster-a";

  // Transactions. Epochs fence.
  struct Epoch {
    TxnError error = TxnError::None;
    int epoch = 0;
  };
  Epoch init(const std::string& id);
  std::optional<std::int64_t> produce(const std::string& id, int epoch, const TopicPartition& to,
                                      Message message);
  TxnError add_offsets(const std::string& id, int epoch, const std::string& group,
                       const std::string& member,
                       const std::map<TopicPartition, std::int64_t>& offsets);
  TxnError end(const std::string& id, int epoch, TxnState how);
  // The coordinator gives up on it, as after transaction.timeout.ms.
  void time_out(const std::string& id);
  bool is_open(const std::string& id) const;

  // Markers reach each partition so much later than the decision.
  Millis marker_delay{0};
  void deliver_markers();  // those that are due
  void deliver_all_markers();

  // Offsets. Nothing while a transaction holds one back (UNSTABLE_OFFSET_COMMIT).
  bool is_stable(const std::string& group, const TopicPartition& of) const;
  std::optional<std::int64_t> committed(const std::string& group, const TopicPartition& of) const;
  void commit(const std::string& group, const TopicPartition& of, std::int64_t offset);
  void forget_offsets(const std::string& group);

  // A group with one topic, cooperative: who must give one up does so before another gets it.
  void join(const std::string& group, const std::string& member, int partitions);
  void leave(const std::string& group, const std::string& member);    // having given all up
  void die(const std::string& group, const std::string& member);      // unseen until rebalance()
  void put_out(const std::string& group, const std::string& member);  // session timeout, alive
  // Only this partition is lost; it is given out again at once.
  void lose(const std::string& group, const std::string& member, int partition);
  void rebalance(const std::string& group);
  void gave_up(const std::string& group, const std::string& member, const std::vector<int>& which);
  Member& member(const std::string& group, const std::string& name);

 private:
  struct Producer {
    int epoch = 0;
    std::shared_ptr<Txn> txn;
    std::set<TopicPartition> touched;
    std::map<std::string, std::map<TopicPartition, std::int64_t>> offsets;  // by group
    int markers_due = 0;
  };
  struct Marker {
    Timestamp due;
    std::string producer;
    std::shared_ptr<Txn> txn;
    std::optional<TopicPartition> log;  // else: a group's offsets
    std::string group;
    std::map<TopicPartition, std::int64_t> offsets;
  };
  struct Group {
    int partitions = 0;
    std::map<std::string, Member> members;
    std::map<int, std::string> owner, target;
    std::map<TopicPartition, std::int64_t> committed;
    std::map<TopicPartition, std::set<std::shared_ptr<Txn>>> pending;
  };

  void decide(const std::string& id, TxnState how);
  void deliver(const Marker& marker);
  void hand_out(Group& group);

  const FakeClock& clock_;
  std::map<std::string, std::vector<FakeLog>> topics_;
  std::map<std::string, Producer> producers_;
  std::vector<Marker> markers_;
  std::map<std::string, Group> groups_;
};

}  // namespace fakes
