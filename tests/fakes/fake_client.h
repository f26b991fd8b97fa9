// tests/fakes/fake_client.h
//
// Source, Outbox and Changelog over a FakeKafka, as strict as the contract: a record dies at the
// next poll, a failed transaction wants a new producer, a paused partition gives nothing, and a
// placed one first gives a record from before its place.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "fakes/fake_kafka.h"
#include "stream/ports.h"

namespace fakes {

using stream::Done;
using stream::Partition;
using stream::Result;

struct ClientNames {
  std::string group = "dateline.fold.g1";
  std::string member = "pod-w0";
  std::string transactional_id = "dateline.fold.g1.pod.w0";
  std::string input = "in";
  std::vector<std::string> outputs = {"out"};
  std::string changelog = "changelog";
  std::string dead = "dead";
};

class FakeSource final : public stream::Source {
 public:
  FakeSource(FakeKafka& kafka, FakeClock& clock, ClientNames names);

  Result<std::optional<stream::Record>> poll(Millis wait, stream::Rebalance& rebalance) override;
  Result<std::vector<stream::Committed>> committed(std::span<const Partition> partitions,
                                                   Millis timeout) override;
  Result<Done> place(Partition partition, stream::InputOffset offset) override;
  Result<Done> pause(std::span<const Partition> partitions) override;
  Result<stream::InputRange> range(Partition partition, Millis timeout) override;
  Result<Done> close(stream::Rebalance& rebalance) override;

  // The offset that the client would fetch next: what it has read ahead is counted.
  std::int64_t fetch_position(Partition partition) const;

  // Given once by the next poll, before anything else.
  std::optional<stream::Fault> next_fault;
  // Asked by each call to the broker.
  std::function<std::optional<stream::Fault>()> faults;
  std::function<void(const std::vector<int>&)> on_revoke;

 private:
  struct At {
    std::int64_t next = 0;
    bool paused = true;
    std::optional<std::int64_t> stale;
  };
  void tell(stream::Rebalance& rebalance);
  std::optional<stream::Record> take();

  FakeKafka& kafka_;
  FakeClock& clock_;
  const ClientNames names_;
  std::map<int, At> at_;
  int turn_ = 0;
  Message held_;
  std::vector<stream::Header> held_headers_;
};

// What becomes of one commit.
enum class CommitFate {
  Works,
  OffsetsLost,  // the group's coordinator is away until the deadline
  Lost,         // never arrived: unknown to the caller, the transaction stays open
  Late,         // the same, but it is still on its way
  Unseen,       // done, but the answer was lost
  Doubled,      // the same, and it arrives once more
  Aborted,      // the coordinator says no
};

class FakeOutbox final : public stream::Outbox {
 public:
  FakeOutbox(FakeKafka& kafka, FakeClock& clock, ClientNames names,
             stream::CrashPoints* crash = nullptr);

  Result<Done> rebuild(Millis timeout) override;
  Result<Done> send(const stream::Outgoing& record, stream::Tick deadline) override;
  Result<std::vector<stream::ChangelogEnd>> commit(std::span<const stream::Position> next,
                                                   stream::Tick deadline) override;
  void listen() override { ++listened; }
  std::size_t record_bytes_max() const override { return bytes_max; }

  std::function<CommitFate()> fate;                      // none: Works
  std::function<bool(const stream::Outgoing&)> refuses;  // a record that the broker refuses
  std::function<bool()> doubles;                         // this record arrives once more, late
  Millis late{50};                                       // how late a late request arrives
  bool reports_offsets = true;
  std::size_t bytes_max = 1 << 20;
  int rebuilds = 0, commits = 0, listened = 0;

  // What an adapter must do. For tests that want to see what comes of it if it does not.
  struct Habits {
    bool checks_member = true;    // commits nothing when it was put out of its group
    bool takes_new_epoch = true;  // after a commit of unknown outcome
    bool guesses = false;         // that a commit of unknown outcome has worked
  };
  Habits habits;

 private:
  void reach(std::string_view point) {
    if (crash_ != nullptr) crash_->reach(point);
  }
  TopicPartition place_of(const stream::Outgoing& record) const;
  bool await_completion(stream::Tick deadline);
  Result<Done> send_offsets(std::span<const stream::Position> next, stream::Tick deadline);
  Result<Done> end();
  void end_late();
  void double_late(const TopicPartition& to, const Message& message);
  stream::Fault broken(stream::Fault fault);

  FakeKafka& kafka_;
  FakeClock& clock_;
  const ClientNames names_;
  stream::CrashPoints* const crash_;
  int epoch_ = 0;
  bool ready_ = false;
  bool refused_ = false;
  std::map<Partition, stream::ChangelogEnd> ends_;
};

class FakeChangelog final : public stream::Changelog {
 public:
  FakeChangelog(FakeKafka& kafka, FakeClock& clock, ClientNames names);

  Result<stream::ChangelogRange> range(Partition partition, Millis timeout) override;
  Result<Done> open(Partition partition, stream::ChangelogPosition from) override;
  Result<std::optional<stream::ChangelogRecord>> next(Millis wait) override;
  void close(Partition partition) override;
  Result<std::string> cluster_id(Millis) override { return kafka_.cluster_id; }
  const std::string& topic() const override { return names_.changelog; }

  bool is_open(int partition) const { return at_.contains(partition); }
  // Asked by each call to the broker.
  std::function<std::optional<stream::Fault>()> faults;
  int opens = 0, reads = 0;
  // So many records later the reader fails once, for a moment.
  std::optional<int> fault_after;

 private:
  struct At {
    std::int64_t next = 0;
    std::int64_t told_end = -1;
  };
  void note_kind(const FakeLog& log, std::int64_t from);

  FakeKafka& kafka_;
  FakeClock& clock_;
  const ClientNames names_;
  std::map<int, At> at_;
  int turn_ = -1;
  Message held_;
};

}  // namespace fakes
