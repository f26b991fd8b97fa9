// tests/fakes/fake_kafka.h
//
// A broker in memory: transactions with coordinator, epochs, time-outs and markers that take
// offsets and may come late and apart, requests that arrive late, pending offsets, a cooperative
// group with generations. One thread; time is the caller's clock. Clients of it: fake_client.h.
// Must not know: the worker.
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
#include "fakes/fake_log.h"

namespace fakes {

struct TopicPartition {
  std::string topic;
  int partition = 0;

  auto operator<=>(const TopicPartition&) const = default;
};

enum class TxnError { None, Fenced, Concurrent, UnknownMember, IllegalGeneration, TxnState };

struct GroupEvent {
  enum class Kind { Assigned, Revoked, Lost } kind;
  std::vector<int> partitions;
};

struct Member {
  bool in_group = false;  // false: dead, or put out
  bool knows = false;     // that it was put out
  bool alive = true;
  int generation = -1;  // the last that it was in
  Timestamp died_at;
  std::set<int> owned, giving_up;
  std::deque<GroupEvent> events;
};

// What a member says of itself when it commits. Put out, it has none: then it is ("", -1), and the
// broker takes its offsets as those of somebody without a group.
struct GroupMetadata {
  std::string member;
  int generation = -1;
};

class FakeKafka {
 public:
  explicit FakeKafka(const FakeClock& clock) : clock_(clock) {}

  void make_topic(const std::string& topic, int partitions);
  // Deletes and makes it again: same name, another log.
  void remake_topic(const std::string& topic);
  void add_partitions(const std::string& topic, int partitions);
  int partitions(const std::string& topic) const;
  FakeLog& log(const std::string& topic, int partition);
  std::int64_t append(const std::string& topic, int partition, Message message);
  void compact(const std::string& topic);
  const std::map<std::string, std::vector<FakeLog>>& topics() const { return topics_; }
  std::string cluster_id = "cluster-a";

  // Called by clients before each request: whatever else may happen just now.
  std::function<void()> between;
  // What has happened, by name.
  std::map<std::string, int> seen;
  std::function<void(const std::string&)> on_seen;
  void see(const std::string& what) {
    ++seen[what];
    if (on_seen) on_seen(what);
  }

  // Transactions. Epochs fence.
  struct Epoch {
    TxnError error = TxnError::None;
    int epoch = 0;
  };
  Epoch init(const std::string& id);
  std::optional<std::int64_t> produce(const std::string& id, int epoch, const TopicPartition& to,
                                      Message message);
  TxnError add_offsets(const std::string& id, int epoch, const std::string& group,
                       const GroupMetadata& as, const std::map<TopicPartition, std::int64_t>& next);
  TxnError end(const std::string& id, int epoch, TxnState how);
  // The coordinator gives up on it, as after transaction.timeout.ms.
  void time_out(const std::string& id);
  bool is_open(const std::string& id) const;
  bool is_current(const std::string& id, int epoch) const;
  // Its last one is decided, but not all of its markers are written.
  bool is_completing(const std::string& id) const;
  std::vector<std::string> open_ids() const;
  Millis transaction_timeout{10'000};

  // Markers reach each partition so much later than the decision, one after another, or each as
  // late as `lateness` says.
  Millis marker_delay{0};
  std::function<Millis()> lateness;
  // Everything that is due by now: markers, late requests, time-outs, members that are missed.
  void catch_up();
  void deliver_all_markers();
  // A request that is still on its way when its client has given it up.
  void arrive_late(Millis delay, std::function<void()> request);
  void deliver_late();

  // Offsets. Not stable while a transaction holds one back (UNSTABLE_OFFSET_COMMIT).
  bool is_stable(const std::string& group, const TopicPartition& of) const;
  std::optional<std::int64_t> committed(const std::string& group, const TopicPartition& of) const;
  void commit(const std::string& group, const TopicPartition& of, std::int64_t offset);
  // Before the group's first record, by whoever makes it; noted down as its start.
  void make_start(const std::string& group, const TopicPartition& of, std::int64_t offset);
  std::optional<std::int64_t> start(const std::string& group, const TopicPartition& of) const;
  void forget_offsets(const std::string& group);

  // A group with one topic, cooperative: who must give one up does so before another gets it.
  void join(const std::string& group, const std::string& member, int partitions);
  void leave(const std::string& group, const std::string& member);  // having given all up
  void die(const std::string& group, const std::string& member);    // unseen for session_timeout
  // Missed for a session timeout, but alive. It knows at once, or at its next poll.
  void put_out(const std::string& group, const std::string& member, bool knows = true);
  // Only this partition is lost; it is given out again at once.
  void lose(const std::string& group, const std::string& member, int partition);
  void rebalance(const std::string& group);
  void gave_up(const std::string& group, const std::string& member, const std::vector<int>& which);
  Member& member(const std::string& group, const std::string& name);
  GroupMetadata metadata(const std::string& group, const std::string& member);
  std::vector<std::string> members(const std::string& group) const;  // in it
  Millis session_timeout{15'000};

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
  struct LateRequest {
    Timestamp due;
    std::function<void()> request;
  };
  struct Group {
    int partitions = 0;
    int generation = 0;
    std::map<std::string, Member> members;
    std::map<int, std::string> owner, target;
    std::map<TopicPartition, std::int64_t> committed, starts;
    std::map<TopicPartition, std::set<std::shared_ptr<Txn>>> pending;
  };

  Txn& begin(Producer& producer);
  void decide(const std::string& id, TxnState how);
  void deliver(const Marker& marker);
  void deliver_late_until(Timestamp now);
  void miss_the_dead(Timestamp now);
  void revoke_misplaced(Group& group);
  void hand_out(Group& group);

  const FakeClock& clock_;
  std::map<std::string, std::vector<FakeLog>> topics_;
  std::map<std::string, Producer> producers_;
  std::vector<Marker> markers_;
  std::deque<LateRequest> late_;
  std::map<std::string, Group> groups_;
};

}  // namespace fakes
