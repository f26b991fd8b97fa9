// Outbox over a FakeKafka.
#include "base/check.h"
#include "base/hash.h"
#include "fakes/fake_client.h"

namespace fakes {
namespace {

using stream::ChangelogEnd;
using stream::ChangelogPosition;

constexpr Millis kRetryBackoff{20};

}  // namespace

FakeOutbox::FakeOutbox(FakeKafka& kafka, FakeClock& clock, ClientNames names,
                       stream::CrashPoints* crash)
    : kafka_(kafka), clock_(clock), names_(std::move(names)), crash_(crash) {}

Result<Done> FakeOutbox::rebuild(Millis) {
  if (kafka_.between) kafka_.between();
  if (habits.takes_new_epoch || epoch_ == 0) {
    const FakeKafka::Epoch epoch = kafka_.init(names_.transactional_id);
    if (epoch.error != TxnError::None) return base::retry("concurrent_transactions");
    epoch_ = epoch.epoch;
  }
  ready_ = true;
  refused_ = false;
  ends_.clear();
  ++rebuilds;
  return Done{};
}

TopicPartition FakeOutbox::place_of(const stream::Outgoing& record) const {
  if (record.destination == stream::Destination::Changelog) {
    return {names_.changelog, record.partition.value};
  }
  const bool dead = record.destination == stream::Destination::DeadLetter;
  const std::string& topic = dead ? names_.dead : names_.outputs.at(record.output.value);
  return {topic, base::partition_for_key(record.key, kafka_.partitions(topic))};
}

// CONCURRENT_TRANSACTIONS: the client asks again and again, inside its call.
bool FakeOutbox::await_completion(stream::Tick deadline) {
  while (kafka_.is_completing(names_.transactional_id)) {
    kafka_.see("concurrent transactions");
    if (clock_.tick() >= deadline) return false;
    clock_.advance(kRetryBackoff);
    kafka_.catch_up();
  }
  return true;
}

Result<Done> FakeOutbox::send(const stream::Outgoing& record, stream::Tick deadline) {
  CHECK(ready_);
  if (kafka_.between) kafka_.between();
  if (refuses && refuses(record)) refused_ = true;
  kafka_.catch_up();
  if (!await_completion(deadline)) return broken(base::rebuild("deadline"));
  const TopicPartition to = place_of(record);
  Message message;
  if (record.has_key) message.key = std::string(record.key);
  if (record.value) message.value = std::string(*record.value);
  for (const stream::Header& header : record.headers) {
    message.headers.push_back({std::string(header.key), std::string(header.value)});
  }
  if (doubles && doubles()) double_late(to, message);
  const auto offset = kafka_.produce(names_.transactional_id, epoch_, to, std::move(message));
  if (!offset) {
    epoch_ = 0;
    return broken(base::rebuild("fenced"));
  }
  if (record.destination != stream::Destination::Changelog) return Done{};
  ChangelogEnd& end = ends_[record.partition];
  end.partition = record.partition;
  if (!reports_offsets) return Done{};
  end.next = ChangelogPosition{*offset + 1};
  if (end.first.value < 0) end.first = ChangelogPosition{*offset};
  return Done{};
}

// Of the same epoch it is a duplicate by its sequence number, and not written.
void FakeOutbox::double_late(const TopicPartition& to, const Message& message) {
  kafka_.arrive_late(late,
                     [kafka = &kafka_, id = names_.transactional_id, epoch = epoch_, to, message] {
                       if (kafka->is_current(id, epoch)) return;
                       const bool taken = kafka->produce(id, epoch, to, message).has_value();
                       CHECK(!taken);
                       kafka->see("produce of an old epoch");
                     });
}

stream::Fault FakeOutbox::broken(stream::Fault fault) {
  ready_ = false;
  return fault;
}

Result<std::vector<ChangelogEnd>> FakeOutbox::commit(std::span<const stream::Position> next,
                                                     stream::Tick deadline) {
  CHECK(ready_);
  ++commits;
  if (kafka_.between) kafka_.between();
  if (refused_) return broken(base::dead_letter("refused_by_broker"));
  if (clock_.tick() > deadline) return broken(base::rebuild("deadline"));
  reach("sent");
  if (auto sent = send_offsets(next, deadline); !sent) return broken(sent.fault());
  reach("offsets");
  if (kafka_.between) kafka_.between();
  if (auto ended = end(); !ended) {
    const bool unknown = ended.fault().code == "unknown";
    if (!unknown || !habits.guesses) return broken(ended.fault());
  }
  reach("end-sent");
  std::vector<ChangelogEnd> ends;
  for (const auto& [partition, end] : std::exchange(ends_, {})) ends.push_back(end);
  return ends;
}

Result<Done> FakeOutbox::send_offsets(std::span<const stream::Position> next,
                                      stream::Tick deadline) {
  std::map<TopicPartition, std::int64_t> offsets;
  for (const stream::Position& position : next) {
    offsets[{names_.input, position.partition.value}] = position.offset.value;
  }
  kafka_.catch_up();
  if (!await_completion(deadline)) return base::rebuild("deadline");
  const GroupMetadata metadata = kafka_.metadata(names_.group, names_.member);
  if (metadata.member.empty()) {
    kafka_.see("put out of the group, commits before it polls");
    if (habits.checks_member) return base::rebuild("lost");
  }
  if (kafka_.between) kafka_.between();
  switch (kafka_.add_offsets(names_.transactional_id, epoch_, names_.group, metadata, offsets)) {
    case TxnError::None:
      return Done{};
    case TxnError::IllegalGeneration:
      kafka_.see("generation moved before the offsets");
      return base::rebuild("lost");
    case TxnError::UnknownMember:
      return base::rebuild("lost");
    case TxnError::Fenced:
      epoch_ = 0;
      return base::rebuild("fenced");
    default:
      return base::rebuild("deadline");
  }
}

Result<Done> FakeOutbox::end() {
  const CommitFate how = fate ? fate() : CommitFate::Works;
  if (how == CommitFate::OffsetsLost) {
    clock_.advance(kafka_.transaction_timeout / 2);
    return base::rebuild("deadline");
  }
  if (how == CommitFate::Late || how == CommitFate::Doubled) end_late();
  if (how == CommitFate::Lost || how == CommitFate::Late) {
    reach("end-lost");
    return base::rebuild("unknown");
  }
  const TxnState state = how == CommitFate::Aborted ? TxnState::Aborted : TxnState::Committed;
  const TxnError ended = kafka_.end(names_.transactional_id, epoch_, state);
  if (ended != TxnError::None) {
    epoch_ = 0;
    return base::rebuild("fenced");
  }
  if (how == CommitFate::Works) return Done{};
  return base::rebuild("unknown");
}

void FakeOutbox::end_late() {
  kafka_.arrive_late(late, [kafka = &kafka_, id = names_.transactional_id, epoch = epoch_] {
    const bool in_next = kafka->is_open(id) && !kafka->is_current(id, epoch);
    const TxnError ended = kafka->end(id, epoch, TxnState::Committed);
    if (in_next) kafka->see("late EndTxn in the next transaction");
    if (ended == TxnError::None) kafka->see("late EndTxn in its own epoch");
  });
}

}  // namespace fakes
