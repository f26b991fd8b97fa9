// `dateline replay` on a real broker: what a plan says, what is refused, and that every record of a
// range is handed on exactly once, whatever becomes of the process meanwhile.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/time.h"
#include "e2e/replaying.h"
#include "tests/kafka/foreign.h"

namespace e2e {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kPartitions = 3;
constexpr int kDone = 0, kRefused = 2, kStopped = 1, kResume = 75;

class Replay : public Replaying {
 protected:
  void SetUp() override {
    Replaying::SetUp();
    if (IsSkipped()) return;
    dateline_ = std::make_unique<Installation>(InstallationOptions{
        .name = "replay",
        .partitions = kPartitions,
        .binary = DATELINE_BINARY,
        .settings = {{"replay.backlog_max", "10000000"}, {"replay.live_lag_max", "10000000"}},
        .has_lane = true});
  }

  void fill(int partition, int records) {
    std::vector<tests::kafka::Sent> all;
    for (int i = 0; i < records; ++i) {
      all.push_back({"key-" + std::to_string(partition),
                     std::to_string(partition) + "/" + std::to_string(filled_[partition]++),
                     partition,
                     {{"traceparent", "00-1"}}});
    }
    tests::kafka::produce(dateline_->raw, all);
  }

  simdjson::dom::element plan(std::vector<std::string> arguments, int code = kDone) {
    arguments.insert(arguments.begin(), "plan");
    arguments.insert(arguments.end(), {"--format", "json"});
    EXPECT_EQ(run(arguments), code) << said();
    const std::string text = said();
    const std::size_t at = text.find("{\"format\"");
    EXPECT_NE(at, std::string::npos) << text;
    json_ = text.substr(at, text.find('\n', at) - at);
    return parser_.parse(json_);
  }
  // "0: 3-7, 1: 0-0"
  static std::string ranges_of(simdjson::dom::element plan) {
    std::string all;
    for (const simdjson::dom::element row : simdjson::dom::array(plan["partitions"])) {
      all += (all.empty() ? "" : ", ") + std::to_string(std::int64_t(row["partition"])) + ": " +
             std::to_string(std::int64_t(row["from"])) + "-" +
             std::to_string(std::int64_t(row["to"]));
    }
    return all;
  }

  std::int64_t committed(const std::string& id) const {
    std::int64_t sum = 0;
    for (const auto& [partition, offset] :
         tests::kafka::committed(dateline_->group_of_replay(id), dateline_->raw)) {
      sum += std::max<std::int64_t>(offset, 0);
    }
    return sum;
  }
  bool await_commits(const std::string& id, std::int64_t beyond) const {
    return process::await(seconds(60), [&] { return committed(id) > beyond; });
  }
  // Each record of the range in the lane, once, in the order of its partition.
  void expect_each_once() const {
    std::map<int, std::vector<std::string>> found, wanted;
    for (const LogRecord& copy : copies()) {
      found[std::stoi(copy.key.substr(4))].push_back(*copy.value);
    }
    for (const auto& [partition, count] : filled_) {
      for (int i = 0; i < count; ++i) {
        wanted[partition].push_back(std::to_string(partition) + "/" + std::to_string(i));
      }
    }
    EXPECT_TRUE(found == wanted) << copies().size() << " copies";
  }

  std::map<int, int> filled_;
  std::string json_;
  simdjson::dom::parser parser_;
};

// A moment that lies behind all records so far and before all that follow.
std::string a_moment() {
  const auto now = tests::kafka::real_clock().now();
  while (tests::kafka::real_clock().now().value < now.value + 3) {
  }
  return base::to_rfc3339({now.value + 2});
}

TEST_F(Replay, PlansByTimeByOffsetAndByPartition) {
  attend();
  fill(0, 3);
  const std::string between = a_moment();
  fill(0, 4);
  fill(2, 5);
  const std::string after = a_moment();
  EXPECT_EQ(ranges_of(plan({})), "0: 0-7, 1: 0-0, 2: 0-5");
  EXPECT_EQ(ranges_of(plan({"--from", between})), "0: 3-7, 1: 0-0, 2: 0-5");
  EXPECT_EQ(ranges_of(plan({"--from", "-1h", "--to", between})), "0: 0-3, 1: 0-0, 2: 0-0");
  EXPECT_EQ(ranges_of(plan({"--from", after})), "0: 7-7, 1: 0-0, 2: 5-5");
  EXPECT_EQ(ranges_of(plan({"--from", "offset:2", "--to", "offset:4", "--partitions", "0,2"})),
            "0: 2-4, 2: 2-4");
  const auto all = plan({"--rate", "6"});
  EXPECT_EQ(std::uint64_t(all["records"]), 12u);
  EXPECT_EQ(std::uint64_t(all["bytes"]), 12u * 8) << "each key and value";
  EXPECT_EQ(double(all["seconds"]), 2.0);
  EXPECT_EQ(run({"plan"}), kDone);
  EXPECT_NE(said().find("Nothing was sent; do it with --execute."), std::string::npos) << said();
  EXPECT_EQ(run({"run"}), kDone) << "which is the plan";
  EXPECT_TRUE(copies().empty());
}

TEST_F(Replay, RefusesWhatRetentionHasCutAndSaysWhatIsLeft) {
  attend();
  fill(0, 9);
  fill(1, 2);
  const std::string before = base::to_rfc3339({tests::kafka::real_clock().now().value - 60'000});
  tests::kafka::delete_records(dateline_->raw, 0, 6);
  const auto cut = plan({"--from", before}, kRefused);
  EXPECT_EQ(ranges_of(cut), "0: 6-9, 1: 0-2, 2: 0-0");
  EXPECT_EQ(std::string_view(cut["refused"].at(0)), "partition 0 is cut (--accept-gap to go on)");
  EXPECT_NE(std::string_view(cut["partitions"].at(0)["note"]).find("log starts"),
            std::string_view::npos);
  EXPECT_EQ(run({"run", "--from", before, "--execute"}), kRefused) << said();
  EXPECT_NE(said().find("Nothing was sent."), std::string::npos) << said();
  EXPECT_TRUE(copies().empty());
  plan({"--from", "earliest"});
  plan({"--from", "offset:5"}, kRefused);
  EXPECT_EQ(run({"run", "--from", before, "--execute", "--accept-gap"}), kDone) << said();
  EXPECT_EQ(copies().size(), 5u);
}

TEST_F(Replay, RefusesTopicsThatCannotServeAndALaneThatNobodyReads) {
  fill(0, 1);
  EXPECT_EQ(run({"run", "--execute"}), kRefused);
  EXPECT_NE(said().find("nobody reads " + dateline_->backfill), std::string::npos) << said();
  attend();
  EXPECT_EQ(run({"run", "--topic", dateline_->backfill, "--execute"}), kRefused);
  EXPECT_NE(said().find("one topic"), std::string::npos) << said();
  EXPECT_EQ(run({"run", "--topic", dateline_->raw + "-none", "--execute"}), kRefused);
  EXPECT_NE(said().find("does not exist"), std::string::npos) << said();
  EXPECT_EQ(run({"run", "--partitions", "7", "--execute"}), kRefused);
  EXPECT_NE(said().find("no partition 7"), std::string::npos) << said();
  EXPECT_TRUE(copies().empty());
}

TEST_F(Replay, CopiesARangeWithItsHeadersOverMarkersAndEmptyPartitions) {
  attend();
  fill(0, 4);
  {
    tests::kafka::ForeignTransaction dropped(dateline_->raw, seconds(30));
    dropped.send(dateline_->raw, {{"key-2", "never", 2, {}}});
    dropped.abort();
  }
  fill(2, 3);
  EXPECT_EQ(run({"run", "--id", "all", "--execute"}), kDone) << said();
  EXPECT_NE(said().find("done: 7 copied, 0 left out, as all"), std::string::npos) << said();
  expect_each_once();
  for (const LogRecord& copy : copies()) {
    EXPECT_EQ(copy.header("traceparent"), "00-1");
    EXPECT_EQ(copy.header("dateline-replay"), "all");
    EXPECT_EQ(copy.header("dateline-origin").substr(0, dateline_->raw.size() + 1),
              dateline_->raw + "/");
    EXPECT_GT(copy.header("dateline-origin-time"), "17") << "milliseconds since 1970";
  }
  EXPECT_EQ(run({"status", "--id", "all"}), kDone) << said();
  EXPECT_NE(said().find("9 of 9 (100%), done"), std::string::npos) << said();
  EXPECT_EQ(run({"run", "--id", "all", "--execute"}), kDone) << said();
  EXPECT_NE(said().find("done already: all"), std::string::npos) << said();
  expect_each_once();
}

TEST_F(Replay, CopiesOnlyWhatIsMeant) {
  attend();
  fill(0, 4);
  fill(1, 2);
  EXPECT_EQ(run({"run", "--key", "key-1", "--execute"}), kDone) << said();
  EXPECT_NE(said().find("done: 2 copied, 4 left out"), std::string::npos) << said();
  EXPECT_EQ(copies().size(), 2u);
}

TEST_F(Replay, HandsEachRecordOnOnceThoughItIsKilledTenTimes) {
  attend();
  for (int partition = 0; partition < kPartitions; ++partition) fill(partition, 8000);
  std::int64_t before = 0;
  for (int kill = 0; kill < 10; ++kill) {
    const auto process = start({"run", "--id", "k", "--rate", "1500", "--execute"});
    ASSERT_TRUE(await_commits("k", before)) << said();
    process->send(SIGKILL);
    ASSERT_EQ(process->await(seconds(10))->signal, SIGKILL);
    before = committed("k");
    ASSERT_LT(before, 24'000) << "nothing was left to do when it died";
  }
  // Slack in times and flags of pace are no part of what is asked for.
  EXPECT_EQ(run({"run", "--id", "k", "--execute"}), kDone) << said();
  expect_each_once();
}

TEST_F(Replay, StopsAtASignalAndAtADeadlineAndGoesOn) {
  attend();
  fill(0, 3000);
  EXPECT_EQ(run({"run", "--id", "s", "--rate", "500", "--deadline", "1s", "--execute"}), kResume)
      << said();
  EXPECT_NE(said().find("run it again with --id s to go on"), std::string::npos) << said();
  const auto process = start({"run", "--id", "s", "--rate", "500", "--execute"});
  ASSERT_TRUE(await_commits("s", committed("s")));
  process->send(SIGTERM);
  EXPECT_EQ(process->await(seconds(60))->code, kResume);
  EXPECT_EQ(run({"run", "--id", "s", "--execute"}), kDone) << said();
  expect_each_once();
}

TEST_F(Replay, ASecondRunnerFencesTheFirst) {
  attend();
  fill(0, 6000);
  const auto first = start({"run", "--id", "f", "--rate", "300", "--execute"});
  ASSERT_TRUE(await_commits("f", 0)) << said();
  const auto second = start({"run", "--id", "f", "--rate", "300", "--execute"});
  const auto ended = first->await(seconds(60));
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->code, kStopped);
  EXPECT_NE(dateline_->log_of("replay").find("instance_used_twice"), std::string::npos);
  second->send(SIGTERM);
  EXPECT_EQ(second->await(seconds(60))->code, kResume);
  EXPECT_EQ(run({"run", "--id", "f", "--execute"}), kDone) << said();
  expect_each_once();
}

TEST_F(Replay, RefusesAnotherPlanUnderAnIdThatIsTaken) {
  attend();
  fill(0, 10);
  EXPECT_EQ(run({"run", "--id", "x", "--to", "offset:5", "--execute"}), kDone) << said();
  EXPECT_EQ(run({"run", "--id", "x", "--to", "offset:6", "--execute"}), kRefused);
  EXPECT_NE(said().find("another plan has begun under the id x"), std::string::npos) << said();
  EXPECT_EQ(copies().size(), 5u);
}

TEST_F(Replay, TakesAnotherRateAndStandsStillByHand) {
  attend();
  fill(0, 5000);
  const int port = find_free_port();
  const auto process =
      start({"run", "--id", "h", "--rate", "2", "--execute"}, "127.0.0.1:" + std::to_string(port));
  ASSERT_TRUE(await_commits("h", 0)) << said();
  EXPECT_EQ(http_ask(port, "POST", "/replay/pause").status, 200);
  EXPECT_EQ(http_ask(port, "PUT", "/replay/rate?records=0").status, 200);
  EXPECT_FALSE(process->await(milliseconds(0)));
  EXPECT_LT(committed("h"), 5000);
  EXPECT_EQ(http_ask(port, "POST", "/replay/resume").status, 200);
  const auto ended = process->await(seconds(60));
  ASSERT_TRUE(ended) << "it has not heard of the new rate";
  EXPECT_EQ(ended->code, kDone);
  expect_each_once();
}

TEST_F(Replay, ReadsItsRateAgainAtAHangup) {
  attend();
  fill(0, 5000);
  const std::string file = dateline_->folder() + "/rates.yaml";
  const auto write = [&](const std::string& text) { std::ofstream(file, std::ios::trunc) << text; };
  write("replay: {rate: 2}\n");  // more than half an hour
  const auto process = start({"run", "--id", "r", "-c", file, "--execute"});
  ASSERT_TRUE(await_commits("r", 0)) << said();
  write("replay: {rate: 0}\n");
  process->send(SIGHUP);
  const auto ended = process->await(seconds(60));
  ASSERT_TRUE(ended) << "it has not heard of the new rate";
  EXPECT_EQ(ended->code, kDone);
  expect_each_once();
}

TEST_F(Replay, StandsStillWhileTheLaneHasTooMuchUnread) {
  fill(0, 5000);
  dateline_->start();
  dateline_->await_ready();
  // Nothing in it is an event: each becomes a dead letter of the lane.
  const int port = find_free_port();
  const std::string listen = "http.listen=127.0.0.1:" + std::to_string(port);
  dateline_->process().send(SIGSTOP);
  const auto process = dateline_->start_verb(
      {"replay", "run", "--id", "b", "--rate", "1000", "--set", listen, "--set",
       "http.admin_listen=", "--set", "replay.backlog_max=100", "--execute"});
  const auto paused = [&] {
    return read_metric(http_get(port, "/metrics").value_or(""), "dateline_replay_paused",
                       "cause=\"backlog\"");
  };
  ASSERT_TRUE(process::await(seconds(60), [&] { return paused() == 1; })) << said();
  const std::int64_t then = committed("b");
  EXPECT_LT(then, 5000);
  const std::string metrics = http_get(port, "/metrics").value_or("");
  EXPECT_EQ(read_metric(metrics, "dateline_replay_planned_records", ""), 5000);
  EXPECT_EQ(read_metric(metrics, "dateline_replay_rate_limit_records", ""), 1000);
  EXPECT_NE(http_get(port, "/status").value_or("").find("\"paused_by\":[\"backlog\"]"),
            std::string::npos);
  dateline_->process().send(SIGCONT);
  const auto ended = process->await(seconds(90));
  ASSERT_TRUE(ended) << "it does not go on: " << dateline_->log_of("replay");
  EXPECT_EQ(ended->code, kDone);
  expect_each_once();
  dateline_->await_drained(seconds(60));
  dateline_->stop();
}

}  // namespace
}  // namespace e2e
