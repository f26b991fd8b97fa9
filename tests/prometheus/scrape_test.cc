// The metrics of the real service on a real broker under load: a live scrape against the contract.
// One process for all tests.
#include "tests/prometheus/scrape.h"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/hash.h"
#include "benchmarks/workload.h"
#include "e2e/installation.h"

namespace tests::prometheus {
namespace {

using adapters::status::ShownBy;
using e2e::read_metric;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kPartitions = 8;
constexpr seconds kPatience{90};
constexpr std::size_t kEvents = 1'500;
constexpr std::size_t kSeriesMax = 2'000;

class LiveScrape : public kafka::BrokerTest {
 protected:
  static void SetUpTestSuite() {
    if (kafka::bootstrap().empty()) return;
    dateline_ = std::make_unique<e2e::Installation>(
        e2e::InstallationOptions{.name = "scrape",
                                 .partitions = kPartitions,
                                 .binary = DATELINE_BINARY,
                                 .settings = {{"workers.clean", "2"}, {"workers.version", "2"}}});
    dateline_->start();
    dateline_->await_ready();
    first_ = dateline_->metrics();
    feed();
    dateline_->await_drained(kPatience);
  }
  static void TearDownTestSuite() {
    if (dateline_) dateline_->stop();
    dateline_.reset();
  }

  static void feed() {
    benchmarks::Workload workload({.seed = 11, .html_per_mille = 200, .broken_per_mille = 20});
    std::vector<kafka::Sent> batch;
    for (std::size_t i = 0; i < kEvents; ++i) {
      benchmarks::WorkloadEvent event = workload.next();
      const int partition = base::partition_for_key(event.key, kPartitions);
      batch.push_back({std::move(event.key), std::move(event.value), partition, {}});
    }
    kafka::produce(dateline_->raw, batch);
  }

  // Whether it became true; what the service shows last is in scrape_.
  bool becomes(const std::function<bool()>& wanted) {
    return e2e::await(kPatience, [&] {
      text_ = dateline_->metrics();
      scrape_ = read_scrape(text_);
      return wanted();
    });
  }

  double sum(const std::string& name, const std::string& labels = "") const {
    return read_metric(text_, "dateline_" + name, labels);
  }
  std::size_t count_partitions(const std::string& stage) const {
    std::size_t count = 0;
    for (const SeriesLabels& labels :
         scrape_.find("dateline_consumer_lag_records")->second.series) {
      count += labels.find("stage")->second == stage ? 1 : 0;
    }
    return count;
  }

  static std::unique_ptr<e2e::Installation> dateline_;
  static std::string first_;  // the scrape of before any record
  std::string text_;
  Scrape scrape_;
};
std::unique_ptr<e2e::Installation> LiveScrape::dateline_;
std::string LiveScrape::first_;

// What brokers are like is known once librdkafka's statistics have come.
TEST_F(LiveScrape, ShowsEveryFamilyOfTheContractAndNoOther) {
  std::vector<std::string> differences;
  becomes([&] {
    differences =
        find_differences(scrape_, {ShownBy::All, ShownBy::Clean, ShownBy::Version, ShownBy::State});
    return differences.empty();
  });
  EXPECT_EQ(differences, std::vector<std::string>());
}

TEST_F(LiveScrape, HasItsBoundedSeriesFromTheStart) {
  ASSERT_TRUE(becomes([&] { return sum("dead_letters_total", "stage=\"clean\"") > 0; }));
  const auto before = list_bounded(read_scrape(first_)), now = list_bounded(scrape_);
  EXPECT_GT(before.size(), 200u);
  EXPECT_EQ(before, now);
  EXPECT_EQ(read_metric(first_, "dateline_dead_letters_total", ""), 0);
}

TEST_F(LiveScrape, StaysBelowTheCeilingWithSixtyFourPartitions) {
  ASSERT_TRUE(becomes([&] { return scrape_.contains("dateline_kafka_broker_rtt_seconds"); }));
  constexpr std::size_t kStages = 2, kMore = 64 - kPartitions;
  EXPECT_GT(count_series(scrape_), 500u);
  EXPECT_LE(count_series(scrape_) + kStages * kMore, kSeriesMax);
  RecordProperty("series", static_cast<int>(count_series(scrape_)));
}

// Every record went one way, and was counted there.
TEST_F(LiveScrape, ItsCountsAddUp) {
  const std::string clean = "stage=\"clean\"", version = "stage=\"version\"";
  EXPECT_TRUE(becomes([&] { return sum("records_consumed_total", clean) == double(kEvents); }));
  const double candidates = sum("records_produced_total", dateline_->candidates);
  EXPECT_GT(candidates, 0);
  EXPECT_EQ(candidates + sum("dead_letters_total", clean), double(kEvents));
  EXPECT_TRUE(becomes([&] {
    return sum("verdicts_total") + sum("dead_letters_total", version) +
               sum("guard_total", "text_flood") ==
           candidates;
  }));
  EXPECT_EQ(sum("records_consumed_total", version), candidates);
  EXPECT_EQ(sum("event_bytes_count", clean), double(kEvents));
  EXPECT_GT(sum("consumed_bytes_total", clean), sum("event_bytes_sum", clean));
  EXPECT_EQ(sum("end_to_end_seconds_count", "backfill"), 0);
  EXPECT_GT(sum("end_to_end_seconds_count", "live"), 0);
}

TEST_F(LiveScrape, PartitionsTakeTheirSeriesWithThem) {
  ASSERT_TRUE(becomes([&] { return count_partitions("version") == kPartitions; }));
  const auto second = dateline_->start_beside("second");
  const auto gave_some = [&](const char* stage) {
    const std::size_t shown = count_partitions(stage);
    return shown < kPartitions && double(shown) == sum("assigned_partitions", stage);
  };
  EXPECT_TRUE(becomes([&] { return gave_some("clean") && gave_some("version"); }))
      << dateline_->log_of("second");
  second->send(SIGTERM);
  EXPECT_TRUE(second->await(kPatience));
  EXPECT_TRUE(becomes([&] { return count_partitions("version") == kPartitions; }));
}

TEST_F(LiveScrape, PleasesPromtool) {
  if (std::system("command -v promtool >/dev/null") != 0) {
    GTEST_SKIP() << "no promtool here (deploy/install.sh --monitoring)";
  }
  const std::string file = dateline_->folder() + "/scrape", said = dateline_->folder() + "/said";
  std::ofstream(file, std::ios::binary) << dateline_->metrics();
  e2e::Process promtool({"/bin/sh", "-c", "promtool check metrics"}, {}, {.in = file, .out = said});
  const auto ended = promtool.await(kPatience);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->code, 0);
  EXPECT_EQ(e2e::read_file(said), "");
}

}  // namespace
}  // namespace tests::prometheus
