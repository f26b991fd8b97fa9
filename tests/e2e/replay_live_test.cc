// `dateline replay` on logs as they really are, and beside live traffic that is behind: times out
// of order, transactions of others at the borders of a range, a stage that does not keep up.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/time.h"
#include "e2e/replaying.h"
#include "tests/kafka/foreign.h"

namespace e2e {
namespace {

using std::chrono::seconds;

constexpr int kDone = 0;
constexpr std::int64_t kMinute = 60'000;
// Some day that no retention takes.
constexpr std::int64_t kBegin = 1'760'000'000'000;

std::string at_minute(std::int64_t minute) { return base::to_rfc3339({kBegin + minute * kMinute}); }

class ReplayLive : public Replaying {
 protected:
  void SetUp() override {
    Replaying::SetUp();
    if (IsSkipped()) return;
    dateline_ = std::make_unique<Installation>(
        InstallationOptions{.name = "live",
                            .partitions = 1,
                            .binary = DATELINE_BINARY,
                            .settings = {{"replay.live_lag_max", "100"}, {"workers.clean", "1"}},
                            .has_lane = true});
    source_ = dateline_->raw + ".archive";
  }

  // One record a minute that is named, which is its value too.
  void fill_by_minutes(const std::vector<int>& minutes) const {
    tests::kafka::create_topics(
        {{source_, 1, {{"message.timestamp.type", "CreateTime"}, {"retention.ms", "-1"}}}});
    const adapters::kafka::Handle producer =
        tests::kafka::make_client(RD_KAFKA_PRODUCER, {{"max.in.flight", "1"}});
    for (const int minute : minutes) {
      const std::string value = std::to_string(minute);
      const rd_kafka_resp_err_t error = rd_kafka_producev(
          producer.get(), RD_KAFKA_V_TOPIC(source_.c_str()), RD_KAFKA_V_PARTITION(0),
          RD_KAFKA_V_VALUE(const_cast<char*>(value.data()), value.size()),
          RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_TIMESTAMP(kBegin + minute * kMinute),
          RD_KAFKA_V_END);
      ASSERT_EQ(error, RD_KAFKA_RESP_ERR_NO_ERROR);
    }
    ASSERT_EQ(rd_kafka_flush(producer.get(), 30'000), RD_KAFKA_RESP_ERR_NO_ERROR);
  }

  static std::vector<tests::kafka::Sent> numbered(const std::string& name, int count) {
    std::vector<tests::kafka::Sent> all;
    for (int i = 0; i < count; ++i) all.push_back({"k", name + std::to_string(i), 0, {}});
    return all;
  }

  // Of the archive.
  std::vector<std::string> with(const std::vector<std::string>& flags) const {
    std::vector<std::string> arguments{"run", "--topic", source_, "--execute"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    return arguments;
  }
  int run(const std::vector<std::string>& flags) { return Replaying::run(with(flags)); }

  // A transaction's end is answered before its marker stands in the log.
  void await_end(std::int64_t offset) const {
    ASSERT_TRUE(await(seconds(30), [&] {
      return tests::kafka::ends(source_, tests::kafka::Isolation::ReadUncommitted).at(0) == offset;
    }));
  }

  std::vector<std::string> copies() const {
    std::vector<std::string> values;
    for (const LogRecord& copy : Replaying::copies()) values.push_back(*copy.value);
    return values;
  }

  std::string source_;
};

using Values = std::vector<std::string>;

TEST_F(ReplayLive, FindsAllOfATimeRangeInALogWhoseTimesAreOutOfOrder) {
  attend();
  fill_by_minutes({1, 2, 3, 10, 30, 20, 40, 15, 50, 35, 60, 44, 70, 80, 90});
  const std::vector<std::string> range{"--from", at_minute(25), "--to", at_minute(45)};
  // By the first offsets that have the times, the range would be 30, 20, 40, 15.
  auto plan = range;
  plan.insert(plan.begin(), {"replay", "plan", "--topic", source_});
  plan.insert(plan.end(), {"--slack", "20m", "--format", "json"});
  const auto planned = dateline_->start_verb(plan)->await(seconds(60));
  ASSERT_TRUE(planned);
  EXPECT_EQ(planned->code, kDone) << said();
  EXPECT_NE(said().find("\"from\":3,\"to\":12,"), std::string::npos)
      << "from the first at 5, to the first at 65: " << said();

  auto with_slack = range;
  with_slack.insert(with_slack.end(), {"--slack", "20m", "--id", "slack"});
  EXPECT_EQ(run(with_slack), kDone) << said();
  EXPECT_EQ(copies(), (Values{"30", "40", "35", "44"})) << said();
  EXPECT_NE(said().find("done: 4 copied, 5 left out"), std::string::npos) << said();
}

TEST_F(ReplayLive, TakesOnlyWhatWasCommittedOfOthersTransactionsAtItsBorders) {
  attend();
  tests::kafka::create_topics({{source_, 1, {}}});
  tests::kafka::produce(source_, numbered("a", 2));  // 0, 1
  {
    tests::kafka::ForeignTransaction dropped(source_, seconds(30));
    dropped.send(source_, numbered("never", 2));  // 2, 3
    dropped.abort();                              // 4
  }
  await_end(5);
  {
    tests::kafka::ForeignTransaction kept(source_, seconds(30));
    kept.send(source_, numbered("b", 3));  // 5, 6, 7
    kept.commit();                         // 8
  }
  await_end(9);
  tests::kafka::produce(source_, numbered("c", 1));  // 9
  // From within the aborted one up to the marker of the committed one, and on from there.
  EXPECT_EQ(run({"--from", "offset:3", "--to", "offset:8", "--id", "first"}), kDone) << said();
  EXPECT_EQ(copies(), (Values{"b0", "b1", "b2"}));
  EXPECT_EQ(run({"--from", "offset:8", "--to", "offset:9", "--id", "marker"}), kDone) << said();
  EXPECT_EQ(copies().size(), 3u) << "nothing but a marker";
  EXPECT_EQ(run({"--from", "offset:4", "--to", "offset:5", "--id", "other"}), kDone) << said();
  EXPECT_EQ(copies().size(), 3u);
  EXPECT_EQ(run({"--from", "offset:8", "--id", "rest"}), kDone) << said();
  EXPECT_EQ(copies(), (Values{"b0", "b1", "b2", "c0"}));
}

TEST_F(ReplayLive, CopiesMorePartitionsThanAMeterUsuallyShows) {
  constexpr int kMany = 300;
  attend();
  tests::kafka::create_topics({{source_, kMany, {}}});
  std::vector<tests::kafka::Sent> records;
  std::set<std::string> sent;
  for (int partition = 0; partition < kMany; ++partition) {
    if (partition % 3 == 1) continue;  // some have none
    records.push_back({"k", "p" + std::to_string(partition), partition, {}});
    sent.insert(*records.back().value);
  }
  tests::kafka::produce(source_, records);
  EXPECT_EQ(run({"--id", "many"}), kDone) << said();
  const Values copied = copies();
  EXPECT_EQ(copied.size(), sent.size());
  EXPECT_EQ(std::set<std::string>(copied.begin(), copied.end()), sent);
}

TEST_F(ReplayLive, StandsStillWhileLiveTrafficIsBehindAndGoesOnAfterwards) {
  attend();
  tests::kafka::create_topics({{source_, 1, {}}});
  tests::kafka::produce(source_, numbered("past", 50));
  tests::kafka::produce(dateline_->raw, numbered("live", 500));  // nobody reads them yet
  const int port = find_free_port();
  const auto process = start(with({"--id", "l"}), "", "127.0.0.1:" + std::to_string(port));
  const auto paused = [&](const std::string& cause) {
    return read_metric(http_get(port, "/metrics").value_or(""), "dateline_replay_paused",
                       "cause=\"" + cause + "\"");
  };
  ASSERT_TRUE(process::await(seconds(60), [&] { return paused("live_lag") == 1; })) << said();
  EXPECT_EQ(paused("backlog"), 0);
  EXPECT_EQ(paused("operator"), 0);
  EXPECT_NE(http_get(port, "/status").value_or("").find("\"paused_by\":[\"live_lag\"]"),
            std::string::npos);
  EXPECT_TRUE(copies().empty());

  // None of them is an event, so they are soon read.
  dateline_->start();
  dateline_->await_ready();
  const auto ended = process->await(seconds(90));
  ASSERT_TRUE(ended) << "it does not go on: " << said();
  EXPECT_EQ(ended->code, kDone);
  EXPECT_NE(said().find("the replay goes on"), std::string::npos) << said();
  EXPECT_EQ(copies().size(), 50u);
  dateline_->stop();
}

}  // namespace
}  // namespace e2e
