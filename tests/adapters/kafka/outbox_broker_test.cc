#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/kafka/changelog.h"
#include "base/hash.h"
#include "tests/adapters/kafka/support.h"

namespace tests::kafka {
namespace {

using base::Recovery;
using stream::InputOffset;
using stream::Millis;
using stream::Position;

class OutboxOnBroker : public BrokerTest {
 protected:
  void SetUp() override {
    BrokerTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    input_ = fresh_name("input");
    output_ = fresh_name("output");
    dead_ = fresh_name("dead");
    changelog_ = fresh_name("changelog");
    group_ = fresh_name("group");
    create_topics({{input_, 2, {}},
                   {output_, 3, {{"max.message.bytes", "100000"}}},
                   {dead_, 1, {}},
                   {changelog_, 2, {{"cleanup.policy", "compact"}}}});
    produce(input_, {{"k", "v", 0, {}}, {"k", "v", 1, {}}});
    member_ = std::make_unique<Member>(quick_connection(), input_, group_, "a");
    ASSERT_TRUE(turn_until({member_.get()}, [&] { return member_->owned.size() == 2; }));
  }
  void TearDown() override {
    if (!member_) return;
    EXPECT_TRUE(member_->source->close(*member_));
  }
  std::unique_ptr<adapters::kafka::KafkaOutbox> make_outbox(Millis timeout = Millis(10'000),
                                                            const std::string& id = "tx") {
    return std::make_unique<adapters::kafka::KafkaOutbox>(
        connection(),
        adapters::kafka::OutboxOptions{.client_id = "a",
                                       .transactional_id = group_ + "." + id,
                                       .outputs = {output_},
                                       .changelog = changelog_,
                                       .dead = dead_,
                                       .transaction_timeout = timeout,
                                       .linger = Millis(5)},
        *member_->source, events(), real_clock(), crash_);
  }
  std::vector<std::string> committed_values() {
    std::vector<std::string> values;
    for (const Received& record : consume_all(output_)) values.push_back(*record.value);
    std::sort(values.begin(), values.end());
    return values;
  }

  std::string input_, output_, dead_, changelog_, group_;
  std::unique_ptr<Member> member_;
  NoCrash crash_;
};

const Position kFirst{{0}, {1}};

TEST_F(OutboxOnBroker, CommitsRecordsOffsetsAndChangelogTogether) {
  auto outbox = make_outbox();
  ASSERT_TRUE(rebuild(*outbox));
  const auto deadline = deadline_in(Millis(5000));
  const std::vector<stream::Header> headers = {{"h", "1"}};
  auto output = to_output(0, "key", "value");
  output.headers = headers;
  ASSERT_TRUE(outbox->send(output, deadline));
  ASSERT_TRUE(outbox->send(to_changelog(0, "row", "1"), deadline));
  ASSERT_TRUE(outbox->send(to_changelog(0, "row", std::nullopt), deadline));
  stream::Outgoing dead;
  dead.destination = stream::Destination::DeadLetter;
  dead.has_key = false;
  dead.value = "";
  ASSERT_TRUE(outbox->send(dead, deadline));
  const auto ends = outbox->commit({&kFirst, 1}, deadline);
  ASSERT_TRUE(ends) << ends.fault().detail;
  ASSERT_EQ(ends->size(), 1u);
  EXPECT_EQ((*ends)[0].partition.value, 0);
  EXPECT_EQ((*ends)[0].first.value, 0);
  ASSERT_TRUE((*ends)[0].next);
  EXPECT_EQ((*ends)[0].next->value, 2);
  EXPECT_EQ(crash_.reached, (std::vector<std::string>{"sent", "offsets", "end-sent"}));

  const auto out = consume_all(output_);
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].partition, base::partition_for_key("key", 3));
  EXPECT_EQ(out[0].headers, (std::vector<std::pair<std::string, std::string>>{{"h", "1"}}));
  const auto rows = consume_all(changelog_);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[1].value, std::nullopt);
  const auto letters = consume_all(dead_);
  ASSERT_EQ(letters.size(), 1u);
  EXPECT_EQ(letters[0].key, std::nullopt);
  EXPECT_EQ(letters[0].value, "");
  EXPECT_EQ(committed(group_, input_), (std::map<int, std::int64_t>{{0, 1}, {1, -1}}));
}

TEST_F(OutboxOnBroker, CommitsOffsetsAlone) {
  auto outbox = make_outbox();
  ASSERT_TRUE(rebuild(*outbox));
  const auto ends = outbox->commit({&kFirst, 1}, deadline_in(Millis(5000)));
  ASSERT_TRUE(ends) << ends.fault().detail;
  EXPECT_TRUE(ends->empty());
  EXPECT_EQ(committed(group_, input_).at(0), 1);
}

TEST_F(OutboxOnBroker, CommitsManyTransactionsInARow) {
  auto outbox = make_outbox();
  ASSERT_TRUE(rebuild(*outbox));
  for (int i = 0; i < 50; ++i) {
    const auto deadline = deadline_in(Millis(5000));
    const std::string value = std::to_string(i);
    ASSERT_TRUE(outbox->send(to_output(0, value, value), deadline));
    ASSERT_TRUE(outbox->send(to_changelog(1, value, value), deadline));
    const auto ends = outbox->commit({&kFirst, 1}, deadline);
    ASSERT_TRUE(ends) << ends.fault().detail;
    // Each transaction before left a marker, too.
    EXPECT_EQ((*ends)[0].first.value, 2 * i);
    EXPECT_EQ((*ends)[0].next->value, 2 * i + 1);
  }
  EXPECT_EQ(committed_values().size(), 50u);
}

TEST_F(OutboxOnBroker, ARebuildEndsWhatThePredecessorLeftOpen) {
  auto dying = make_outbox(Millis(60'000));
  ASSERT_TRUE(rebuild(*dying));
  const auto deadline = deadline_in(Millis(20'000));
  ASSERT_TRUE(dying->send(to_output(0, "a", "never"), deadline));
  crash_.on_reach = [](std::string_view name) {
    if (name == "offsets") throw std::runtime_error("dies here");
  };
  EXPECT_THROW((void)dying->commit({&kFirst, 1}, deadline), std::runtime_error);
  crash_.on_reach = nullptr;
  auto next = make_outbox();
  ASSERT_TRUE(rebuild(*next));
  const auto asked = member_->source->committed(std::vector<stream::Partition>{{0}}, Millis(5000));
  ASSERT_TRUE(asked) << asked.fault().detail;
  EXPECT_EQ((*asked)[0].offset, std::nullopt);
  ASSERT_TRUE(next->send(to_output(0, "a", "once"), deadline));
  ASSERT_TRUE(next->commit({&kFirst, 1}, deadline));
  EXPECT_EQ(committed_values(), std::vector<std::string>{"once"});
}

TEST_F(OutboxOnBroker, OpenOffsetsOfAPredecessorAreUnstable) {
  auto dying = make_outbox(Millis(60'000), "other");
  ASSERT_TRUE(rebuild(*dying));
  const auto deadline = deadline_in(Millis(20'000));
  crash_.on_reach = [](std::string_view name) {
    if (name == "offsets") throw std::runtime_error("dies here");
  };
  EXPECT_THROW((void)dying->commit({&kFirst, 1}, deadline), std::runtime_error);
  crash_.on_reach = nullptr;
  const auto asked = member_->source->committed(std::vector<stream::Partition>{{0}}, Millis(1000));
  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.fault().recovery, Recovery::Retry);
}

TEST_F(OutboxOnBroker, AFencedProducerCommitsNothing) {
  auto zombie = make_outbox();
  ASSERT_TRUE(rebuild(*zombie));
  const auto deadline = deadline_in(Millis(10'000));
  ASSERT_TRUE(zombie->send(to_output(0, "a", "zombie"), deadline));
  auto twin = make_outbox();
  ASSERT_TRUE(rebuild(*twin));
  ASSERT_TRUE(twin->send(to_output(0, "a", "twin"), deadline));
  ASSERT_TRUE(twin->commit({&kFirst, 1}, deadline));
  const auto ends = zombie->commit({&kFirst, 1}, deadline);
  ASSERT_FALSE(ends);
  EXPECT_EQ(ends.fault().recovery, Recovery::Rebuild);
  EXPECT_EQ(ends.fault().code, "fenced") << ends.fault().detail;
  EXPECT_EQ(committed_values(), std::vector<std::string>{"twin"});
}

// Its records come late, with the old epoch: the broker takes none of them.
TEST_F(OutboxOnBroker, ARecordOfAnOldEpochIsRefused) {
  auto old = make_outbox();
  ASSERT_TRUE(rebuild(*old));
  const auto deadline = deadline_in(Millis(20'000));
  ASSERT_TRUE(old->send(to_output(0, "a", "early"), deadline));
  ASSERT_TRUE(turn_until({member_.get()}, [&] {
    return consume_all(output_, Isolation::ReadUncommitted).size() == 1;
  }));
  auto next = make_outbox();
  ASSERT_TRUE(rebuild(*next));
  std::optional<stream::Fault> fault;
  while (!fault && real_clock().tick() < deadline) {
    if (auto sent = old->send(to_output(0, "a", "late"), deadline); !sent) fault = sent.fault();
    member_->turn();
  }
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->recovery, Recovery::Rebuild);
  EXPECT_EQ(fault->code, "fenced") << fault->detail;
  ASSERT_TRUE(next->commit({&kFirst, 1}, deadline));
  EXPECT_TRUE(committed_values().empty());
  for (const Received& record : consume_all(output_, Isolation::ReadUncommitted)) {
    EXPECT_EQ(record.value, "early");
  }
}

TEST_F(OutboxOnBroker, TwoThatFenceEachOtherStopOne) {
  auto first = make_outbox(), second = make_outbox();
  std::optional<stream::Fault> stopped;
  ASSERT_TRUE(rebuild(*first));
  for (int i = 0; i < 6 && !stopped; ++i) {
    const auto deadline = deadline_in(Millis(10'000));
    ASSERT_TRUE(rebuild(*second));
    ASSERT_TRUE(second->send(to_output(0, "a", "2"), deadline));
    ASSERT_TRUE(second->commit({&kFirst, 1}, deadline));
    auto sent = first->send(to_output(0, "a", "1"), deadline);
    if (sent) {
      auto ends = first->commit({&kFirst, 1}, deadline);
      ASSERT_FALSE(ends);
      sent = ends.fault();
    }
    if (sent.fault().recovery == Recovery::Stop) stopped = sent.fault();
    ASSERT_TRUE(rebuild(*first));
  }
  ASSERT_TRUE(stopped);
  EXPECT_EQ(stopped->code, "instance_used_twice");
}

TEST_F(OutboxOnBroker, FreshMetadataPassesAfterTheGroupHasMovedOn) {
  auto outbox = make_outbox();
  ASSERT_TRUE(rebuild(*outbox));
  const auto deadline = deadline_in(Millis(20'000));
  ASSERT_TRUE(outbox->send(to_output(0, "a", "new"), deadline));
  auto other = std::make_unique<Member>(quick_connection(), input_, group_, "b");
  ASSERT_TRUE(turn_until({member_.get(), other.get()}, [&] { return other->owned.size() == 1; }));
  EXPECT_TRUE(other->source->close(*other));
  ASSERT_TRUE(turn_until({member_.get()}, [&] { return member_->owned.size() == 2; }));
  const auto ends = outbox->commit({&kFirst, 1}, deadline);
  EXPECT_TRUE(ends) << ends.fault().detail;
}

// The broker takes the offsets of an empty member id unfenced (KIP-447 checks only what is there).
TEST_F(OutboxOnBroker, AMemberThatWasPutOutOfItsGroupCommitsNothing) {
  auto slow = quick_connection();
  slow.consumer_properties["session.timeout.ms"] = "1200";
  slow.consumer_properties["max.poll.interval.ms"] = "1200";
  ASSERT_TRUE(member_->source->close(*member_));
  member_ = std::make_unique<Member>(slow, input_, group_, "slow");
  ASSERT_TRUE(turn_until({member_.get()}, [&] { return member_->owned.size() == 2; }));
  auto outbox = make_outbox();
  ASSERT_TRUE(rebuild(*outbox));
  const auto deadline = deadline_in(Millis(20'000));
  ASSERT_TRUE(outbox->send(to_output(0, "a", "late"), deadline));
  while (member_->source->group_metadata() && real_clock().tick() < deadline) {
    (void)member_->source->range({0}, Millis(100));  // the time passes without a poll
  }
  const auto ends = outbox->commit({&kFirst, 1}, deadline);
  ASSERT_FALSE(ends);
  EXPECT_EQ(ends.fault().recovery, Recovery::Rebuild);
  EXPECT_EQ(ends.fault().code, "lost") << ends.fault().detail;
  ASSERT_TRUE(turn_until({member_.get()}, [&] { return member_->losses == 2; }));
  ASSERT_TRUE(rebuild(*outbox));
  EXPECT_EQ(committed(group_, input_).at(0), -1);
  EXPECT_TRUE(committed_values().empty());
}

TEST_F(OutboxOnBroker, ARecordThatTheTopicRefusesIsADeadLetterNotARebuild) {
  auto outbox = make_outbox();
  ASSERT_TRUE(rebuild(*outbox));
  const auto deadline = deadline_in(Millis(10'000));
  std::string large(400'000, 'x');
  for (std::size_t i = 0; i < large.size(); ++i) {
    large[i] = static_cast<char>('!' + base::murmur2(std::to_string(i)) % 90);
  }
  ASSERT_TRUE(outbox->send(to_output(0, "a", large), deadline));
  const auto ends = outbox->commit({&kFirst, 1}, deadline);
  ASSERT_FALSE(ends);
  EXPECT_EQ(ends.fault().recovery, Recovery::DeadLetter) << ends.fault().detail;
  EXPECT_EQ(ends.fault().code, "refused_by_broker");
  ASSERT_TRUE(rebuild(*outbox));
  EXPECT_TRUE(committed_values().empty());
}

TEST_F(OutboxOnBroker, ATransactionThatTheBrokerTimedOutIsRebuilt) {
  auto outbox = make_outbox(Millis(1000));
  ASSERT_TRUE(rebuild(*outbox));
  ASSERT_TRUE(outbox->send(to_output(0, "a", "late"), deadline_in(Millis(20'000))));
  // The broker aborts it: then nothing is in the way of the last stable offset.
  crash_.on_reach = [&](std::string_view name) {
    if (name != "sent") return;
    const int partition = base::partition_for_key("a", 3);
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(25);
    while (ends(output_, Isolation::ReadCommitted)[partition] < 2 &&
           std::chrono::steady_clock::now() < until) {
      member_->turn();
    }
  };
  const auto done = outbox->commit({&kFirst, 1}, deadline_in(Millis(30'000)));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.fault().recovery, Recovery::Rebuild) << done.fault().detail;
  crash_.on_reach = nullptr;
  ASSERT_TRUE(rebuild(*outbox));
  EXPECT_TRUE(committed_values().empty());
}

TEST_F(OutboxOnBroker, StopsForATopicThatDoesNotExist) {
  output_ = fresh_name("nowhere");
  auto outbox = make_outbox();
  const auto done = rebuild(*outbox);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.fault().recovery, Recovery::Stop);
  EXPECT_EQ(done.fault().code, "unknown_topic");
}

TEST_F(OutboxOnBroker, ReadsAChangelogToItsEndPastMarkersAndOverAbortedRecords) {
  auto outbox = make_outbox();
  ASSERT_TRUE(rebuild(*outbox));
  const auto deadline = deadline_in(Millis(10'000));
  ASSERT_TRUE(outbox->send(to_changelog(0, "a", "1"), deadline));
  ASSERT_TRUE(outbox->commit({&kFirst, 1}, deadline));
  ASSERT_TRUE(outbox->send(to_changelog(0, "a", "aborted"), deadline));
  crash_.on_reach = [](std::string_view name) {
    if (name == "sent") throw std::runtime_error("dies here");
  };
  EXPECT_THROW((void)outbox->commit({&kFirst, 1}, deadline), std::runtime_error);
  crash_.on_reach = nullptr;
  ASSERT_TRUE(rebuild(*outbox));
  ASSERT_TRUE(outbox->send(to_changelog(0, "b", std::nullopt), deadline));
  ASSERT_TRUE(outbox->commit({&kFirst, 1}, deadline));

  auto log = adapters::kafka::KafkaChangelog::make(
      connection(), {.topic = changelog_, .group_id = group_, .client_id = "a"}, events(),
      real_clock());
  ASSERT_TRUE(log);
  const auto range = (*log)->range({0}, Millis(5000));
  ASSERT_TRUE(range);
  EXPECT_EQ(range->start.value, 0);
  EXPECT_EQ(range->end.value, 6);  // 1, marker, aborted, marker, b, marker
  EXPECT_FALSE((*log)->cluster_id(Millis(5000))->empty());
  std::vector<std::pair<std::string, std::optional<std::string>>> rows;
  const auto read_to_end = [&](stream::ChangelogPosition from) -> std::int64_t {
    rows.clear();
    if (!(*log)->open({0}, from)) return -1;
    for (int i = 0; i < 500; ++i) {
      const auto record = (*log)->next(Millis(50));
      if (!record) return -2;
      if (!*record) continue;
      if ((*record)->end_of_log) return (*record)->position.value;
      rows.emplace_back((*record)->key, (*record)->value);
    }
    return -3;
  };
  EXPECT_EQ(read_to_end({0}), 6);
  EXPECT_EQ(rows, (decltype(rows){{"a", "1"}, {"b", std::nullopt}}));
  EXPECT_EQ(read_to_end({1}), 6);  // opened again elsewhere
  EXPECT_EQ(rows, (decltype(rows){{"b", std::nullopt}}));
  EXPECT_EQ(read_to_end({6}), 6);
  EXPECT_TRUE(rows.empty());
  (*log)->close({0});
  const auto nothing = (*log)->next(Millis(100));
  ASSERT_TRUE(nothing);
  EXPECT_FALSE(*nothing);
  ASSERT_TRUE((*log)->open({0}, {50}));
  std::optional<stream::Fault> fault;
  for (int i = 0; i < 200 && !fault; ++i) {
    const auto record = (*log)->next(Millis(50));
    if (!record) fault = record.fault();
  }
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->code, "changelog_cut");
  EXPECT_EQ(fault->recovery, Recovery::Rebuild);
  ASSERT_TRUE((*log)->open({0}, {0}));
  EXPECT_EQ(read_to_end({0}), 6);
}

}  // namespace
}  // namespace tests::kafka
