// The lane of backfills through the real binary on a real broker: old pages beside live ones.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/time.h"
#include "benchmarks/page.h"
#include "benchmarks/story.h"
#include "benchmarks/workload.h"
#include "e2e/installation.h"

namespace e2e {
namespace {

using std::chrono::seconds;

constexpr int kPartitions = 2;
constexpr std::int64_t kMonday = 1'741'000'000'000;
constexpr std::int64_t kHour = 3'600'000;
constexpr int kStories = 40;

class Lane : public tests::kafka::BrokerTest {
 protected:
  void SetUp() override {
    BrokerTest::SetUp();
    dateline_ = std::make_unique<Installation>(InstallationOptions{
        .name = "lane",
        .partitions = kPartitions,
        .binary = DATELINE_BINARY,
        .settings = {{"workers.clean", "1"}, {"workers.version", "1"}, {"workers.backfill", "1"}},
        .has_lane = true});
    site_ = benchmarks::make_site(1);
    dateline_->start();
    dateline_->await_ready();
  }

  std::string url(int story) const {
    return "https://" + site_.host + "/news/story-" + std::to_string(story);
  }
  std::string event(int story, std::int64_t fetched_at, std::size_t paragraphs) const {
    benchmarks::Story text =
        benchmarks::make_story({.seed = static_cast<std::uint64_t>(story) + 1, .words = 260});
    text.paragraphs.resize(std::min(paragraphs, text.paragraphs.size()));
    const benchmarks::PagePlace place{site_, url(story), kMonday - 48 * kHour, 1};
    return benchmarks::make_event(url(story), fetched_at, benchmarks::make_dump(text, place),
                                  "text");
  }
  tests::kafka::Sent record(const std::string& value) const {
    return {.key = site_.host,
            .value = value,
            .partition = base::partition_for_key(site_.host, kPartitions),
            .headers = {}};
  }
  tests::kafka::Sent copy(const std::string& value, std::int64_t origin_time) const {
    tests::kafka::Sent sent = record(value);
    sent.headers = {{"dateline-replay", "test"},
                    {"dateline-origin-time", std::to_string(origin_time)}};
    return sent;
  }

  std::vector<LogRecord> all(const std::string& topic) const {
    std::vector<LogRecord> records;
    dateline_->each_record(topic, [&](LogRecord each) { records.push_back(std::move(each)); });
    return records;
  }
  double verdicts(const std::string& labels) const {
    return read_metric(dateline_->metrics(), "dateline_verdicts_total", labels);
  }

  std::unique_ptr<Installation> dateline_;
  benchmarks::Site site_;
};

TEST_F(Lane, NeverReplacesAHeadByAnOlderPage) {
  // Both lanes at once, in whatever order the two groups get to them.
  std::vector<tests::kafka::Sent> live, old;
  for (int story = 0; story < kStories; ++story) {
    live.push_back(record(event(story, kMonday, 6)));
    old.push_back(copy(event(story, kMonday - 24 * kHour, 3), kMonday - 24 * kHour));
  }
  tests::kafka::produce(dateline_->backfill, old);
  tests::kafka::produce(dateline_->raw, live);
  dateline_->await_drained(seconds(60));

  std::map<std::string, std::string> heads;
  for (const LogRecord& each : all(dateline_->clean)) heads[each.key] = *each.value;
  ASSERT_EQ(heads.size(), static_cast<std::size_t>(kStories));
  for (const auto& [key, value] : heads) {
    EXPECT_NE(value.find("2025-03-03T"), std::string::npos) << value.substr(0, 400);
    EXPECT_EQ(value.find("\"fetched_at\":\"2025-03-02"), std::string::npos) << value;
  }
  EXPECT_EQ(all(dateline_->versions).size(), 2u * kStories);
  const double news = verdicts("lane=\"live\"") + verdicts("lane=\"backfill\"");
  EXPECT_EQ(news, 2.0 * kStories);
  EXPECT_EQ(verdicts("lane=\"backfill\""), 1.0 * kStories);
  EXPECT_EQ(
      read_metric(dateline_->metrics(), "dateline_records_consumed_total", dateline_->backfill),
      1.0 * kStories);
}

TEST_F(Lane, JudgesClocksAsOfTheOriginal) {
  // An hour ahead when it came; by now its time is long over.
  const std::string fast = event(0, kMonday + kHour, 6);
  tests::kafka::produce(dateline_->backfill, {copy(fast, kMonday)});
  // Fetched after the fast one, by a right clock.
  tests::kafka::produce(dateline_->backfill,
                        {copy(event(0, kMonday + 60'000, 3), kMonday + 60'000)});
  dateline_->await_drained(seconds(60));

  const std::vector<LogRecord> versions = all(dateline_->versions);
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_EQ(versions[0].header("dateline-verdict"), "new");
  EXPECT_EQ(versions[1].header("dateline-verdict"), "revised") << "not older than a wrong clock";
  EXPECT_NE(versions[0].value->find(base::to_rfc3339(base::Timestamp{kMonday})), std::string::npos)
      << *versions[0].value;
}

}  // namespace
}  // namespace e2e
