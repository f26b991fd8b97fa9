// Faults that a real broker does not commit on demand, on librdkafka's mock cluster. It
// acknowledges the offsets of transactions and forgets them, so these are tests of the adapters
// alone.
#include "adapters/kafka/embedded.h"

#include <gtest/gtest.h>
#include <librdkafka/rdkafka_mock.h>

#include <atomic>
#include <map>

#include "adapters/kafka/changelog.h"
#include "tests/adapters/kafka/support.h"

namespace tests::kafka {
namespace {

using base::Recovery;
using stream::Millis;
using stream::Position;

// Numbers of the protocol.
enum Api : std::int16_t {
  kHeartbeat = 12,
  kAddPartitions = 24,
  kAddOffsets = 25,
  kEndTxn = 26,
  kTxnOffsetCommit = 28,
  kInitProducerId = 22,
};

const Position kFirst{{0}, {1}};

class OnEmbedded : public testing::Test {
 protected:
  static constexpr int kBroker = 1;
  static constexpr int kPartitions = 2;

  void SetUp() override {
    auto made = adapters::kafka::EmbeddedBroker::make(events());
    ASSERT_TRUE(made);
    broker_ = std::move(*made);
    for (const char* topic : {"in", "out", "dead"}) {
      ASSERT_TRUE(broker_->create_topic(topic, kPartitions));
    }
  }
  void TearDown() override {
    outbox_.reset();
    member_.reset();
  }

  adapters::kafka::Connection connection() const {
    return {.brokers = broker_->brokers(),
            .properties = {},
            .consumer_properties = {{"heartbeat.interval.ms", "100"},
                                    {"session.timeout.ms", "6000"},
                                    {"fetch.wait.max.ms", "5"}},
            .producer_properties = {}};
  }
  void join(const adapters::kafka::Connection& connection) {
    member_ = std::make_unique<Member>(connection, "in", "group", "a");
    ASSERT_TRUE(turn_until({member_.get()}, [&] { return member_->owned.size() == kPartitions; }));
  }
  void make_outbox(const adapters::kafka::Connection& connection, Millis timeout = Millis(10'000)) {
    outbox_ = std::make_unique<adapters::kafka::KafkaOutbox>(
        connection,
        adapters::kafka::OutboxOptions{.client_id = "a",
                                       .transactional_id = "group.a",
                                       .outputs = {"out"},
                                       .changelog = "",
                                       .dead = "dead",
                                       .transaction_timeout = timeout,
                                       .linger = Millis(1)},
        *member_->source, events(), real_clock(), crash_);
    ASSERT_TRUE(rebuild(*outbox_));
  }
  void join_and_make_outbox(Millis timeout = Millis(10'000)) {
    join(connection());
    make_outbox(connection(), timeout);
  }
  // The next answers to this request of the only broker.
  void answer(std::int16_t api, const std::vector<rd_kafka_resp_err_t>& errors, int delay_ms = 0) {
    for (const rd_kafka_resp_err_t error : errors) {
      ASSERT_EQ(rd_kafka_mock_broker_push_request_error_rtts(broker_->cluster(), kBroker, api, 1,
                                                             error, delay_ms),
                RD_KAFKA_RESP_ERR_NO_ERROR);
    }
  }
  // All of them were given.
  void expect_answered(std::int16_t api) {
    std::size_t left = 0;
    ASSERT_EQ(rd_kafka_mock_broker_error_stack_cnt(broker_->cluster(), kBroker, api, &left),
              RD_KAFKA_RESP_ERR_NO_ERROR);
    EXPECT_EQ(left, 0u) << "the fault was not met";
  }
  stream::Result<std::vector<stream::ChangelogEnd>> send_and_commit(Millis time = Millis(20'000)) {
    const auto deadline = deadline_in(time);
    if (auto sent = outbox_->send(to_output(0, "k", "v"), deadline); !sent) return sent.fault();
    return outbox_->commit({&kFirst, 1}, deadline);
  }
  void expect_fault(Recovery recovery, const std::string& code, Millis time = Millis(20'000)) {
    const auto done = send_and_commit(time);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.fault().recovery, recovery) << done.fault().detail;
    EXPECT_EQ(done.fault().code, code) << done.fault().detail;
  }
  // Whatever it was: a new producer goes on.
  void expect_recovery() {
    ASSERT_TRUE(rebuild(*outbox_));
    const auto done = send_and_commit();
    EXPECT_TRUE(done) << done.fault().detail;
  }

  std::unique_ptr<adapters::kafka::EmbeddedBroker> broker_;
  std::unique_ptr<Member> member_;
  std::unique_ptr<adapters::kafka::KafkaOutbox> outbox_;
  NoCrash crash_;
};

TEST_F(OnEmbedded, ConcurrentTransactionsOnlyCostTime) {
  join_and_make_outbox();
  answer(kAddPartitions, std::vector(10, RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS));
  answer(kAddOffsets, std::vector(10, RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS));
  const auto done = send_and_commit();
  EXPECT_TRUE(done) << done.fault().detail;
  expect_answered(kAddPartitions);
  expect_answered(kAddOffsets);
}

TEST_F(OnEmbedded, ACoordinatorThatIsAwayIsAskedAgain) {
  join_and_make_outbox();
  answer(kAddOffsets, std::vector(3, RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE));
  answer(kTxnOffsetCommit, std::vector(2, RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS));
  answer(kEndTxn, std::vector(2, RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE));
  const auto done = send_and_commit();
  for (const std::int16_t api : {kAddOffsets, kTxnOffsetCommit, kEndTxn}) expect_answered(api);
  // To look for another coordinator the client hangs up on this one. It has committed, and takes a
  // new epoch all the same.
  if (!done) {
    EXPECT_EQ(done.fault().recovery, Recovery::Rebuild) << done.fault().detail;
    EXPECT_EQ(done.fault().code, "unknown") << done.fault().detail;
  }
  expect_recovery();
}

TEST_F(OnEmbedded, ACoordinatorThatHasMovedIsFound) {
  join_and_make_outbox();
  answer(kAddOffsets, {RD_KAFKA_RESP_ERR_NOT_COORDINATOR});
  answer(kTxnOffsetCommit, {RD_KAFKA_RESP_ERR_NOT_COORDINATOR});
  const auto done = send_and_commit();
  EXPECT_TRUE(done) << done.fault().detail;
  expect_answered(kAddOffsets);
  expect_answered(kTxnOffsetCommit);
}

TEST_F(OnEmbedded, ACoordinatorThatStaysAwayEndsTheTransactionByItsDeadline) {
  join_and_make_outbox();
  answer(kAddOffsets, std::vector(400, RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE));
  expect_fault(Recovery::Rebuild, "deadline", Millis(1500));
  rd_kafka_mock_clear_request_errors(broker_->cluster(), kAddOffsets);
}

TEST_F(OnEmbedded, AGenerationThatMovesBeforeTheOffsetsAreSentMeansARebuild) {
  join_and_make_outbox();
  answer(kTxnOffsetCommit, {RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION});
  expect_fault(Recovery::Rebuild, "lost");
  expect_answered(kTxnOffsetCommit);
  expect_recovery();
}

TEST_F(OnEmbedded, AMemberThatWasPutOutCommitsNothing) {
  join_and_make_outbox();
  answer(kTxnOffsetCommit, {RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID});
  expect_fault(Recovery::Rebuild, "lost");
  expect_answered(kTxnOffsetCommit);
  expect_recovery();
}

TEST_F(OnEmbedded, ACommitThatNobodyAnswersInTimeHasAnUnknownOutcome) {
  join_and_make_outbox(Millis(2000));
  answer(kEndTxn, {RD_KAFKA_RESP_ERR_NO_ERROR}, 4000);
  expect_fault(Recovery::Rebuild, "unknown");
  expect_answered(kEndTxn);
  expect_recovery();
}

// The client asks again by itself, and the broker may have both questions.
TEST_F(OnEmbedded, ACommitWhoseConnectionBrokeNeedsANewEpochThoughItWorked) {
  join_and_make_outbox();
  ASSERT_TRUE(send_and_commit());
  answer(kEndTxn, {RD_KAFKA_RESP_ERR__TRANSPORT});
  expect_fault(Recovery::Rebuild, "unknown");
  expect_answered(kEndTxn);
  expect_recovery();
}

TEST_F(OnEmbedded, AFencedProducerIsRebuilt) {
  join_and_make_outbox();
  answer(kEndTxn, {RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH});
  expect_fault(Recovery::Rebuild, "fenced");
  expect_answered(kEndTxn);
  expect_recovery();
}

TEST_F(OnEmbedded, ANewProducerIsAskedForUntilItIsThere) {
  join(connection());
  answer(kInitProducerId, std::vector(5, RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS));
  make_outbox(connection());
  expect_answered(kInitProducerId);
  const auto done = send_and_commit();
  EXPECT_TRUE(done) << done.fault().detail;
}

TEST_F(OnEmbedded, AFullQueueIsWaitedFor) {
  auto small = connection();
  small.producer_properties = {{"queue.buffering.max.messages", "10"}};
  join(small);
  make_outbox(small);
  ASSERT_EQ(rd_kafka_mock_broker_set_rtt(broker_->cluster(), kBroker, 20),
            RD_KAFKA_RESP_ERR_NO_ERROR);
  const auto deadline = deadline_in(Millis(20'000));
  for (int i = 0; i < 100; ++i) {
    const auto sent = outbox_->send(to_output(0, "k", "v"), deadline);
    ASSERT_TRUE(sent) << sent.fault().detail;
  }
  const auto done = outbox_->commit({&kFirst, 1}, deadline);
  EXPECT_TRUE(done) << done.fault().detail;
}

TEST_F(OnEmbedded, AQueueThatStaysFullEndsTheTransactionByItsDeadline) {
  auto small = connection();
  small.producer_properties = {{"queue.buffering.max.messages", "10"}};
  join(small);
  make_outbox(small);
  ASSERT_EQ(rd_kafka_mock_broker_set_down(broker_->cluster(), kBroker), RD_KAFKA_RESP_ERR_NO_ERROR);
  const auto deadline = deadline_in(Millis(500));
  std::optional<stream::Fault> fault;
  for (int i = 0; i < 100 && !fault; ++i) {
    if (auto sent = outbox_->send(to_output(0, "k", "v"), deadline); !sent) fault = sent.fault();
  }
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->recovery, Recovery::Rebuild);
  EXPECT_EQ(fault->code, "deadline") << fault->detail;
  EXPECT_NE(fault->detail.find("out"), std::string::npos);
}

TEST_F(OnEmbedded, ABrokerThatIsDownIsTriedAgainAndFoundWhenItIsBack) {
  join_and_make_outbox();
  ASSERT_EQ(rd_kafka_mock_broker_set_down(broker_->cluster(), kBroker), RD_KAFKA_RESP_ERR_NO_ERROR);
  expect_fault(Recovery::Rebuild, "deadline", Millis(1000));
  const auto down = outbox_->rebuild(Millis(500));
  ASSERT_FALSE(down);
  EXPECT_EQ(down.fault().recovery, Recovery::Retry);
  ASSERT_EQ(rd_kafka_mock_broker_set_up(broker_->cluster(), kBroker), RD_KAFKA_RESP_ERR_NO_ERROR);
  expect_recovery();
}

TEST_F(OnEmbedded, AMemberThatPollsTooSeldomIsToldSoAndComesBack) {
  auto slow = connection();
  slow.consumer_properties["max.poll.interval.ms"] = "6000";
  join(slow);
  const auto until = deadline_in(Millis(30'000));
  while (member_->source->group_metadata() && real_clock().tick() < until) {
    (void)member_->source->range({0}, Millis(100));  // the time passes without a poll
  }
  ASSERT_TRUE(turn_until({member_.get()}, [&] { return !member_->faults.empty(); }));
  EXPECT_EQ(member_->faults[0].recovery, Recovery::Rebuild);
  EXPECT_EQ(member_->faults[0].code, "lost") << member_->faults[0].detail;
  ASSERT_TRUE(turn_until({member_.get()}, [&] { return member_->losses == kPartitions; }));
  ASSERT_TRUE(turn_until({member_.get()}, [&] { return member_->owned.size() == kPartitions; }));
}

TEST_F(OnEmbedded, APlaceBesideAQueuedLossDoesNotHideIt) {
  auto slow = connection();
  slow.consumer_properties["max.poll.interval.ms"] = "6000";
  join(slow);
  const auto until = deadline_in(Millis(30'000));
  const stream::Partition both[] = {{0}, {1}};
  ASSERT_TRUE(member_->source->pause(both));
  while (member_->source->group_metadata() && real_clock().tick() < until) {
    (void)member_->source->range({0}, Millis(100));  // the time passes without a poll
  }
  ASSERT_EQ(member_->owned.size(), static_cast<std::size_t>(kPartitions));
  for (const stream::Partition partition : both) (void)member_->source->place(partition, {0});
  EXPECT_FALSE(member_->source->group_metadata()) << "it believes again that it is a member";
  ASSERT_TRUE(turn_until({member_.get()}, [&] { return member_->losses == kPartitions; }));
  EXPECT_EQ(member_->revocations, 0);
}

// Closing or destroying it would abort the process (librdkafka issue 4381): its assignment is
// there, but was never taken.
TEST_F(OnEmbedded, AMemberStopsBeforeItsFirstAssignment) {
  Member late(connection(), "in", "group", "a");
  late.turn();
  const auto until = deadline_in(Millis(30'000));
  while (!late.source->group_metadata() && real_clock().tick() < until) {
    (void)late.source->range({0}, Millis(100));  // the time passes without a poll
  }
  ASSERT_TRUE(late.source->group_metadata());
  EXPECT_EQ(late.assignments, 0);
  EXPECT_TRUE(late.source->close(late));
}

TEST_F(OnEmbedded, AMemberStopsWithTheBrokerDown) {
  join_and_make_outbox();
  ASSERT_EQ(rd_kafka_mock_broker_set_down(broker_->cluster(), kBroker), RD_KAFKA_RESP_ERR_NO_ERROR);
  outbox_.reset();
  EXPECT_TRUE(member_->source->close(*member_));
  EXPECT_TRUE(member_->owned.empty());
}

// Counts statistics by client. Told on the thread that listens.
class CountedEvents final : public adapters::kafka::Events {
 public:
  void log(std::string_view, int, std::string_view, std::string_view) override { ++lines; }
  void error(std::string_view, std::string_view, std::string_view) override {}
  void statistics(std::string_view client, std::string_view) override {
    ++told[std::string(client)];
  }
  std::map<std::string, int> told;
  std::atomic<int> lines{0};
};

adapters::kafka::Connection talkative(adapters::kafka::Connection connection) {
  connection.properties["statistics.interval.ms"] = "20";
  return connection;
}

// What nobody hears stays in memory: 600 MB a day from a client that knows 48 partitions.
TEST_F(OnEmbedded, AnOutboxWithoutWorkTellsWhatItHasToWhenListenedTo) {
  join(connection());
  CountedEvents heard;
  adapters::kafka::KafkaOutbox outbox(talkative(connection()),
                                      {.client_id = "o",
                                       .transactional_id = "group.o",
                                       .outputs = {"out"},
                                       .changelog = "",
                                       .dead = "dead"},
                                      *member_->source, heard, real_clock(), crash_);
  outbox.listen();  // before it has begun there is nothing to hear
  ASSERT_TRUE(rebuild(outbox));
  const int before = heard.told["o"];
  EXPECT_TRUE(turn_until({}, [&] { return outbox.listen(), heard.told["o"] >= before + 3; }));
}

TEST_F(OnEmbedded, AChangelogThatNobodyReadsTellsWhatItHasToWhenAsked) {
  CountedEvents heard;
  auto changelog = adapters::kafka::KafkaChangelog::make(
      talkative(connection()), {.topic = "out", .group_id = "group", .client_id = "c"}, heard,
      real_clock());
  ASSERT_TRUE(changelog);
  EXPECT_TRUE(turn_until({}, [&] {
    const auto nothing = (*changelog)->next(Millis(0));
    EXPECT_TRUE(nothing && !*nothing);
    return heard.told["c-restore"] >= 3 && heard.told["c-ends"] >= 3;
  }));
}

// Before 2.3.0 the client of such a source can neither be closed nor destroyed.
TEST_F(OnEmbedded, ASourceThatWasNeverAssignedSaysNothingAfterItsEnd) {
  join(connection());
  CountedEvents left, other;
  const auto make = [&](CountedEvents& events, const std::string& client) {
    auto made = adapters::kafka::KafkaSource::make(
        connection(), {.topic = "in", .group_id = "g", .client_id = client}, events, real_clock());
    CHECK(static_cast<bool>(made));
    return std::move(*made);
  };
  const auto stays = make(other, "stays");
  ASSERT_TRUE(turn_until({}, [&] { return stays->range({0}, Millis(1'000)).operator bool(); }));
  auto leaves = make(left, "leaves");
  ASSERT_TRUE(turn_until({}, [&] { return leaves->range({0}, Millis(1'000)).operator bool(); }));
  leaves.reset();
  const int before = left.lines, others_before = other.lines;
  ASSERT_EQ(rd_kafka_mock_broker_set_down(broker_->cluster(), kBroker), RD_KAFKA_RESP_ERR_NO_ERROR);
  ASSERT_TRUE(turn_until({member_.get()}, [&] { return other.lines >= others_before + 3; }));
  EXPECT_EQ(left.lines, before);
}

}  // namespace
}  // namespace tests::kafka
