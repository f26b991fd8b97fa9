// `dateline dead` on a real broker: what died is listed, counted, shown byte by byte, and brought
// in again.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "benchmarks/page.h"
#include "benchmarks/story.h"
#include "benchmarks/workload.h"
#include "e2e/installation.h"

namespace e2e {
namespace {

using std::chrono::seconds;

constexpr std::int64_t kMonday = 1'741'000'000'000;
constexpr int kFound = 2;
// Line ends and a byte that is no character: it is kept as it came.
const std::string kBroken = "{\"url\":\n\xff";
const std::string kEmpty =
    R"({"url":"https://www.harbourpost.example/a","fetched_at":"2026-03-02T07:00:00Z"})";
const std::string kNameless = R"({"fetched_at":"2026-03-02T07:00:00Z","text":"One line."})";

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

class Dead : public tests::kafka::BrokerTest {
 protected:
  void SetUp() override {
    BrokerTest::SetUp();
    if (IsSkipped()) return;
    dateline_ = std::make_unique<Installation>(InstallationOptions{
        .name = "dead",
        .partitions = 2,
        .binary = DATELINE_BINARY,
        .settings = {{"workers.clean", "1"}, {"workers.version", "1"}, {"workers.backfill", "1"}},
        .has_lane = true});
    dateline_->start();
    dateline_->await_ready();
  }

  static tests::kafka::Sent good(int story) {
    const benchmarks::Site site = benchmarks::make_site(1);
    const std::string url = "https://" + site.host + "/news/story-" + std::to_string(story);
    const benchmarks::PagePlace place{site, url, kMonday - 3'600'000, 1};
    const auto text =
        benchmarks::make_story({.seed = static_cast<std::uint64_t>(story) + 1, .words = 260});
    return {site.host,
            benchmarks::make_event(url, kMonday, benchmarks::make_dump(text, place), "text"),
            story % 2,
            {}};
  }
  // Three that die for a reason each, two that live.
  void feed() {
    tests::kafka::produce(dateline_->raw, {{"k-1", kBroken, 0, {{"traceparent", "00-1"}}},
                                           good(0),
                                           {"k-2", kEmpty, 1, {}},
                                           good(1),
                                           {"k-3", kNameless, 0, {}}});
    dateline_->await_drained(seconds(60));
  }

  // Its exit code; what it said is in said().
  int run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "dead");
    arguments.insert(arguments.end(), {"--set", "http.listen="});
    read_ = dateline_->log_of("dead").size();
    const auto ended = dateline_->start_verb(arguments)->await(seconds(60));
    return ended ? ended->code : -1;
  }
  std::string said() const { return dateline_->log_of("dead").substr(read_); }

  std::vector<LogRecord> letters(const std::string& reason) const {
    std::vector<LogRecord> found;
    dateline_->each_record(dateline_->dead, [&](LogRecord each) {
      if (each.header("dateline-reason") == reason) found.push_back(std::move(each));
    });
    return found;
  }
  static std::string place_of(const LogRecord& letter) {
    return std::to_string(letter.partition) + "/" + std::to_string(letter.offset);
  }

  std::unique_ptr<Installation> dateline_;
  std::size_t read_ = 0;
};

TEST_F(Dead, IsListedCountedAndShown) {
  feed();
  ASSERT_EQ(run({"list", "--format", "json"}), 0) << said();
  EXPECT_EQ(count_of(said(), "{\"place\":"), 3u) << said();
  for (const char* reason : {"bad_json", "no_content", "no_address"}) {
    EXPECT_EQ(count_of(said(), "\"reason\":\"" + std::string(reason) + '"'), 1u) << said();
  }
  ASSERT_EQ(run({"list", "--site", "harbourpost.example"}), 0);
  EXPECT_NE(said().find("no_content"), std::string::npos) << said();
  EXPECT_NE(said().find("1 of 1 dead letter\n"), std::string::npos) << said();
  ASSERT_EQ(run({"list", "--stage", "version"}), 0);
  EXPECT_NE(said().find("0 of 0 dead letters\n"), std::string::npos) << said();
  ASSERT_EQ(run({"list", "--until", "-1h"}), 0);
  EXPECT_NE(said().find("0 of 0 dead letters\n"), std::string::npos) << said();
  ASSERT_EQ(run({"list", "--since", "-1h", "--limit", "2"}), 0);
  EXPECT_NE(said().find("2 of 3 dead letters\n"), std::string::npos) << said();

  const std::string values = dateline_->folder() + "/values";
  ASSERT_EQ(run({"list", "--by", "reason", "--format", "json", "--out", values}), 0);
  EXPECT_EQ(count_of(said(), "\"count\":1}"), 3u) << said();
  const std::string kept = process::read_file(values);
  EXPECT_EQ(std::count(kept.begin(), kept.end(), '\n'), 6) << kept;
  EXPECT_NE(kept.find("\n" + kEmpty + "\n"), std::string::npos) << kept;
  EXPECT_EQ(count_of(kept, "{\"dateline-dead\":{"), 3u) << kept;

  const auto broken = letters("bad_json");
  ASSERT_EQ(broken.size(), 1u);
  ASSERT_EQ(run({"show", place_of(broken[0])}), 0);
  EXPECT_NE(said().find("dateline-reason: bad_json\n"), std::string::npos) << said();
  EXPECT_NE(said().find("key: k-1\n"), std::string::npos) << said();
  EXPECT_TRUE(said().ends_with("\n\n" + kBroken)) << said();
  EXPECT_EQ(run({"show", "0/100000"}), kFound);
  EXPECT_EQ(run({"show", "7/0"}), kFound);
}

TEST_F(Dead, CountsForItsSiteThoughItsValueIsNotKept) {
  tests::kafka::produce(
      dateline_->raw,
      {{"k-4",
        R"({"url":"https://www.harbourpost.example/b","fetched_at":"2026-03-02T07:00:00Z",)"
        R"("status":503,"text":"Come back later."})",
        0,
        {}}});
  dateline_->await_drained(seconds(60));
  ASSERT_EQ(letters("http_status").size(), 1u);
  EXPECT_EQ(letters("http_status")[0].value, "");
  ASSERT_EQ(run({"list", "--by", "site", "--format", "json"}), 0);
  EXPECT_NE(said().find("harbourpost.example"), std::string::npos) << said();
  ASSERT_EQ(run({"replay", "--reason", "http_status", "--execute"}), 0) << said();
  EXPECT_NE(said().find("done: 0 copied, 1 left out"), std::string::npos) << said();
}

TEST_F(Dead, ComesInAgainAndDiesAgainOnce) {
  feed();
  ASSERT_EQ(run({"replay", "--reason", "bad_json"}), 0) << said();
  EXPECT_NE(said().find("Nothing was sent; do it with --execute."), std::string::npos) << said();
  EXPECT_EQ(letters("bad_json").size(), 1u);

  ASSERT_EQ(run({"replay", "--reason", "bad_json", "--execute"}), 0) << said();
  EXPECT_NE(said().find("done: 1 copied, 2 left out"), std::string::npos) << said();
  dateline_->await_drained(seconds(60));
  const auto broken = letters("bad_json");
  ASSERT_EQ(broken.size(), 2u);
  const bool second = broken[1].header("dateline-attempts") == "2";
  const LogRecord &first = broken[second ? 0 : 1], &again = broken[second ? 1 : 0];
  EXPECT_EQ(first.header("dateline-attempts"), "1");
  EXPECT_EQ(again.header("dateline-attempts"), "2");
  EXPECT_EQ(again.key, "k-1");
  EXPECT_EQ(again.value, kBroken);
  EXPECT_EQ(again.header("traceparent"), "00-1");
  EXPECT_EQ(again.header("dateline-origin-time"), first.header("dateline-origin-time"));
  EXPECT_EQ(again.header("dateline-origin"), first.header("dateline-origin"));
  EXPECT_EQ(std::count_if(again.headers.begin(), again.headers.end(),
                          [](const auto& header) { return header.key == "dateline-reason"; }),
            1);
  EXPECT_EQ(letters("no_content").size(), 1u);
  EXPECT_EQ(letters("no_address").size(), 1u);
  ASSERT_EQ(run({"list", "--reason", "bad_json"}), 0);
  EXPECT_NE(said().find("(attempt 2)"), std::string::npos) << said();
  ASSERT_EQ(run({"list", "--reason", "bad_json", "--max-attempts", "1"}), 0);
  EXPECT_EQ(said().find("(attempt 2)"), std::string::npos) << said();

  // As a schedule does: the letter of the first death is in the range once more, that of the second
  // is not brought in.
  ASSERT_EQ(run({"replay", "--max-attempts", "1", "--reason", "bad_json", "--execute"}), 0)
      << said();
  EXPECT_NE(said().find("done: 1 copied, 3 left out"), std::string::npos) << said();
}

// Repair: the letters into a file, an editor, and the file into the lane.
TEST_F(Dead, IsMendedInAFileAndDiesAgainOnlyIfItWasNot) {
  feed();
  const std::string path = dateline_->folder() + "/letters";
  ASSERT_EQ(run({"list", "--out", path}), 0) << said();
  std::string file = process::read_file(path);
  EXPECT_NE(file.find("\"reason\":\"no_content\""), std::string::npos) << file;
  const std::string mended = kEmpty.substr(0, kEmpty.size() - 1) + R"(,"status":410})";
  file.replace(file.find(kEmpty), kEmpty.size(), mended);
  std::ofstream(path, std::ios::binary | std::ios::trunc) << file;
  const auto replay = [&](const std::string& id) {
    const auto ended = dateline_
                           ->start_verb({"replay", "run", "--file", path, "--id", id, "--execute",
                                         "--set", "http.listen="})
                           ->await(seconds(60));
    EXPECT_EQ(ended ? ended->code : -1, 0) << dateline_->log_of("replay");
    dateline_->await_drained(seconds(60));
  };
  replay("mended");
  EXPECT_EQ(letters("no_content").size(), 1u) << "it lives now";
  const auto attempts = [&](const std::string& reason) {
    std::vector<std::string> all;
    for (const LogRecord& each : letters(reason)) {
      all.emplace_back(each.header("dateline-attempts"));
      EXPECT_EQ(each.key, reason == "bad_json" ? "k-1" : "k-3");
      EXPECT_EQ(each.header("traceparent"), reason == "bad_json" ? "00-1" : "");
    }
    std::sort(all.begin(), all.end());
    return all;
  };
  EXPECT_EQ(attempts("bad_json"), (std::vector<std::string>{"1", "2"})) << "and that is all";
  EXPECT_EQ(attempts("no_address"), (std::vector<std::string>{"1", "2"}));
  // What died twice is written with its count, and so are its next deaths.
  ASSERT_EQ(run({"list", "--reason", "no_address", "--out", path}), 0) << said();
  replay("again");
  EXPECT_EQ(attempts("no_address"), (std::vector<std::string>{"1", "2", "2", "3"}));
  std::vector<std::string> first, origins;
  for (const LogRecord& each : letters("no_address")) {
    first.emplace_back(each.header("dateline-origin-time"));
    origins.emplace_back(each.header("dateline-origin"));
  }
  EXPECT_EQ(first, std::vector<std::string>(4, first[0])) << "clocks are judged as they were";
  EXPECT_EQ(origins, std::vector<std::string>(4, origins[0]));
}

}  // namespace
}  // namespace e2e
