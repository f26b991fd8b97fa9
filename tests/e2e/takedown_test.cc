// What a takedown leaves of a text: every topic and every row of the state is read afterwards.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/hash.h"
#include "benchmarks/page.h"
#include "benchmarks/workload.h"
#include "e2e/installation.h"
#include "news/encode/candidate.h"

namespace e2e {
namespace {

using std::chrono::seconds;

constexpr int kPartitions = 2;
constexpr std::int64_t kMonday = 1'741'000'000'000;
constexpr std::int64_t kHour = 3'600'000;
constexpr std::size_t kMarkBytes = 40;

// One article: where it stands, and words by which its text is known again anywhere.
struct Told {
  std::string url;
  benchmarks::Story story;

  bool is_in(const std::string& bytes) const {
    for (const std::string& paragraph : story.paragraphs) {
      if (paragraph.size() < kMarkBytes) continue;
      if (bytes.find(paragraph.substr(0, kMarkBytes)) != std::string::npos) return true;
    }
    return false;
  }
  bool is_in(const LogRecord& record) const {
    bool found = is_in(record.key) || is_in(record.value.value_or(""));
    for (const stream::OwnedHeader& header : record.headers) found |= is_in(header.value);
    return found;
  }
};

class Takedown : public tests::kafka::BrokerTest {
 protected:
  void SetUp() override {
    BrokerTest::SetUp();
    if (tests::kafka::bootstrap().empty()) return;
    dateline_ = std::make_unique<Installation>(
        InstallationOptions{.name = "takedown",
                            .partitions = kPartitions,
                            .binary = DATELINE_CRASH_BINARY,
                            .settings = {{"workers.clean", "1"}, {"workers.version", "1"}}});
    site_ = benchmarks::make_site(3);
    known_ = tell("known", 41);
    forgotten_ = tell("forgotten", 42);
    other_ = tell("other", 43);
  }

  Told tell(const std::string& name, std::uint64_t seed) const {
    return {"https://" + site_.host + "/news/" + name,
            benchmarks::make_story({.seed = seed, .words = 260})};
  }

  void crawl(const Told& told, std::int64_t hours) {
    const benchmarks::PagePlace place{site_, told.url, kMonday - kHour,
                                      static_cast<std::uint64_t>(hours)};
    tests::kafka::produce(
        dateline_->raw,
        {{.key = site_.host,
          .value = benchmarks::make_event(told.url, kMonday + hours * kHour,
                                          benchmarks::make_dump(told.story, place), "text"),
          .partition = base::partition_for_key(site_.host, kPartitions),
          .headers = {}}});
  }

  int run_takedown(std::vector<std::string> arguments) {
    arguments.push_back("--execute");
    return run_verb(std::move(arguments));
  }
  int run_verb(const std::vector<std::string>& arguments) {
    std::vector<std::string> verb{"takedown"};
    verb.insert(verb.end(), arguments.begin(), arguments.end());
    const auto ended = dateline_->start_verb(verb)->await(seconds(60));
    return ended ? ended->code : -1;
  }

  std::vector<LogRecord> all(const std::string& topic) const {
    std::vector<LogRecord> records;
    dateline_->each_record(topic, [&](LogRecord record) { records.push_back(std::move(record)); });
    return records;
  }
  std::size_t count_in(const std::string& topic, const Told& told) const {
    std::size_t count = 0;
    for (const LogRecord& record : all(topic)) count += told.is_in(record) ? 1 : 0;
    return count;
  }

  void await_published(const Told& told) {
    ASSERT_TRUE(process::await(seconds(60), [&] {
      return count_in(dateline_->versions, told) > 0;
    })) << dateline_->log();
  }
  void await_removed() {
    ASSERT_TRUE(process::await(seconds(60), [&] {
      for (const LogRecord& record : all(dateline_->versions)) {
        if (record.header("dateline-verdict") == "removed") return true;
      }
      return false;
    })) << dateline_->log();
  }

  // Kept for ever, but the log of candidates has dropped it.
  void order_long_ago(const Told& told) const {
    news::Candidate order;
    order.kind = news::CandidateKind::Takedown;
    order.site = site_.host;
    order.fetched_at.value = kMonday;
    order.reason = "court order 1";
    order.addresses = {{news::AddressKind::Fetched, told.url}};
    tests::kafka::produce(
        dateline_->takedowns,
        {{.key = told.url, .value = news::encode::to_bytes(order), .partition = 0, .headers = {}}});
  }

  // Of three articles one by an order of today, and one by an order of long ago.
  void take_down_in_the_first_one() {
    const Told copy{"https://" + site_.host + "/print/known", known_.story};
    dateline_->start();
    dateline_->await_ready();
    crawl(known_, 1);
    await_published(known_);
    crawl(copy, 2);
    crawl(forgotten_, 3);
    crawl(other_, 4);
    dateline_->await_drained(seconds(60));
    ASSERT_EQ(count_in(dateline_->versions, copy), 1u) << "at two addresses, but one article";
    ASSERT_EQ(run_takedown({known_.url, "--reason", "court order 7"}), 0)
        << dateline_->log_of("takedown");
    await_removed();
    dateline_->stop();
    order_long_ago(forgotten_);
  }

  void run_until_the_other_is_out(const Generation& generation) {
    const auto process = dateline_->start(generation);
    ASSERT_TRUE(process::await(seconds(60), [&] { return count_in(generation.clean, other_) > 0; }))
        << dateline_->log_of(generation.name);
    process->send(SIGTERM);
    const auto ended = process->await(seconds(60));
    ASSERT_TRUE(ended && ended->code == 0) << dateline_->log_of(generation.name);
  }

  void expect_only_the_other(const Generation& generation) const {
    EXPECT_EQ(count_in(dateline_->candidates, known_), 2u) << "the text is there to be read again";
    EXPECT_EQ(all(generation.clean).size(), 1u) << "the other one";
    for (const std::string& topic : {generation.clean, generation.versions, generation.changelog}) {
      EXPECT_EQ(count_in(topic, known_), 0u) << topic;
      EXPECT_EQ(count_in(topic, forgotten_), 0u) << topic;
    }
  }

  std::unique_ptr<Installation> dateline_;
  benchmarks::Site site_;
  Told known_, forgotten_, other_;
};

TEST_F(Takedown, LeavesTheTextOnlyWhereTheCommandSays) {
  const Told known = tell("known", 11), unknown = tell("unknown", 12), other = tell("other", 13);
  dateline_->start();
  dateline_->await_ready();
  crawl(known, 1);
  await_published(known);
  ASSERT_EQ(run_takedown({known.url + "?utm_source=x", "--reason", "court order 7"}), 0)
      << dateline_->log_of("takedown");
  ASSERT_EQ(run_takedown({unknown.url, "--reason", "court order 8"}), 0);
  const std::string said = dateline_->log_of("takedown");
  await_removed();

  // Everything again, from a store that is made anew.
  dateline_->stop();
  dateline_->delete_state();
  dateline_->start();
  dateline_->await_ready();
  crawl(known, 2);
  crawl(unknown, 3);
  crawl(other, 4);
  await_published(other);
  dateline_->stop();

  EXPECT_NE(said.find("taken down: " + known.url), std::string::npos) << said;
  for (const std::string& topic : {dateline_->raw, dateline_->candidates, dateline_->clean,
                                   dateline_->versions, dateline_->dead}) {
    EXPECT_NE(said.find("  " + topic + " until "), std::string::npos) << said;
  }

  std::set<std::string> table;  // keys of the current articles
  std::size_t removed = 0;
  for (const LogRecord& record : all(dateline_->clean)) {
    if (record.value) {
      table.insert(record.key);
    } else {
      table.erase(record.key);
    }
    EXPECT_FALSE(unknown.is_in(record)) << record.place();
  }
  EXPECT_EQ(table.size(), 1u) << "the other one";
  for (const std::string& topic : {dateline_->clean, dateline_->versions}) {
    bool is_removed = false;
    for (const LogRecord& record : all(topic)) {
      EXPECT_FALSE(unknown.is_in(record)) << record.place();
      EXPECT_FALSE(is_removed && known.is_in(record)) << record.place();
      if (record.header("dateline-verdict") != "removed" || !record.value) continue;
      is_removed = true;
      ++removed;
      EXPECT_NE(record.value->find("court order 7"), std::string::npos);
      EXPECT_FALSE(known.is_in(record)) << record.place();
    }
    EXPECT_EQ(count_in(topic, known), 1u) << "as it was published";
  }
  EXPECT_EQ(removed, 2u) << "one a topic; of the unknown one nothing is to be said";

  // The text is known again where it must be, so that finding none elsewhere says something.
  for (const std::string& topic : {dateline_->raw, dateline_->candidates}) {
    EXPECT_EQ(count_in(topic, known), 2u);
    EXPECT_EQ(count_in(topic, unknown), 1u);
  }
  for (const std::string& topic : {dateline_->dead, dateline_->takedowns, dateline_->changelog}) {
    EXPECT_EQ(count_in(topic, known) + count_in(topic, unknown), 0u) << topic;
  }
  std::size_t rows = 0;
  for (const auto& [partition, store] : dateline_->stores()) {
    for (const auto& [key, row] : store) {
      ++rows;
      EXPECT_FALSE(known.is_in(row) || unknown.is_in(row) || other.is_in(row));
    }
  }
  EXPECT_GT(rows, 3u);
}

// Its log of candidates is that of the first one: the crawls come before the order, and of another
// order the retention has left nothing.
TEST_F(Takedown, HoldsInANewGenerationFromItsFirstRecordOn) {
  take_down_in_the_first_one();
  const Generation second = dateline_->make_generation("g2");
  run_until_the_other_is_out(second);
  expect_only_the_other(second);
  const std::vector<LogRecord> kept = all(dateline_->takedowns);
  ASSERT_EQ(kept.size(), 3u) << "two orders, and what the first one removed";
  EXPECT_EQ(std::count_if(kept.begin(), kept.end(),
                          [](const LogRecord& record) { return record.key.ends_with("#g1"); }),
            1);
}

TEST_F(Takedown, HoldsInANewGenerationThatDiesBeforeItsFirstCommit) {
  take_down_in_the_first_one();
  const Generation second = dateline_->make_generation("g2");
  for (const char* place : {"founded", "committed"}) {
    const auto process = dateline_->start(second, {{"DATELINE_CRASH_AT", place}});
    const auto ended = process->await(seconds(60));
    ASSERT_TRUE(ended && ended->signal == SIGKILL) << place << dateline_->log_of("g2");
  }
  run_until_the_other_is_out(second);
  expect_only_the_other(second);
}

TEST_F(Takedown, IsOnlyAPlanUntilItIsToBeCarriedOut) {
  const Told told = tell("story", 31);
  EXPECT_EQ(run_verb({told.url, "--reason", "why"}), 0) << dateline_->log_of("takedown");
  const std::string said = dateline_->log_of("takedown");
  EXPECT_NE(said.find("would be taken down: " + told.url), std::string::npos) << said;
  EXPECT_NE(said.find("do it with --execute"), std::string::npos) << said;
  EXPECT_TRUE(all(dateline_->candidates).empty());
  EXPECT_TRUE(all(dateline_->takedowns).empty());
}

TEST_F(Takedown, IsInBothTopicsOrInNone) {
  const Told told = tell("story", 21);
  EXPECT_EQ(run_takedown({told.url, "--reason", "why", "--set",
                          "topics.takedowns=" + dateline_->takedowns + "-missing"}),
            1)
      << dateline_->log_of("takedown");
  EXPECT_TRUE(all(dateline_->candidates).empty());
  EXPECT_EQ(run_takedown({told.url, "--reason", "why"}), 0) << dateline_->log_of("takedown");
  const std::vector<LogRecord> candidates = all(dateline_->candidates);
  const std::vector<LogRecord> kept = all(dateline_->takedowns);
  ASSERT_EQ(candidates.size(), 1u);
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(candidates[0].key, site_.host);
  EXPECT_EQ(candidates[0].partition, base::partition_for_key(site_.host, kPartitions));
  EXPECT_EQ(kept[0].key, told.url) << "each target keeps its own when the topic is compacted";
  EXPECT_EQ(kept[0].value, candidates[0].value);
}

TEST_F(Takedown, TakesSeveralAtOnceOrNone) {
  const Told one = tell("one", 41), two = tell("two", 42);
  EXPECT_EQ(run_takedown({one.url, "urn:dateline:nosite:1", "--reason", "why"}), 64)
      << dateline_->log_of("takedown");
  EXPECT_TRUE(all(dateline_->candidates).empty());
  EXPECT_EQ(run_takedown({one.url, two.url, "--reason", "why"}), 0)
      << dateline_->log_of("takedown");
  const std::string said = dateline_->log_of("takedown");
  EXPECT_NE(said.find("taken down: " + one.url + "\ntaken down: " + two.url), std::string::npos)
      << said;
  EXPECT_EQ(all(dateline_->candidates).size(), 2u);
  EXPECT_EQ(all(dateline_->takedowns).size(), 2u);
}

}  // namespace
}  // namespace e2e
