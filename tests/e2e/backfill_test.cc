// Live traffic and a backfill of the same week at once, by the real processes on a real broker:
// whatever the two lanes do to the order of arrival, readers end with the articles that one run
// over everything gives them, and all of it a second time changes nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "benchmarks/draw.h"
#include "benchmarks/workload.h"
#include "e2e/heads.h"
#include "e2e/installation.h"
#include "news/encode/candidate.h"

namespace e2e {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kPartitions = 3;
constexpr std::size_t kEvents = 6000;
constexpr std::int64_t kWeek = 7 * 86'400'000;
constexpr std::size_t kPieces = 12;  // of the live part
constexpr const char* kId = "week";

using Events = std::vector<tests::kafka::Sent>;

// A week of crawls. Stories that repeat a text of their own site are left out: which of two
// addresses with one text is the article is decided by the one that comes first, and only that.
Events make_week() {
  benchmarks::Workload workload({.seed = 7,
                                 .sites = 20,
                                 .html_per_mille = 50,
                                 .broken_per_mille = 5,
                                 .step_ms = kWeek / static_cast<std::int64_t>(kEvents)});
  std::map<std::pair<std::uint32_t, std::uint64_t>, std::uint32_t> story_of;  // site, text
  Events events;
  while (events.size() < kEvents) {
    benchmarks::WorkloadEvent event = workload.next();
    const benchmarks::Happening& happening = workload.happening();
    if (event.kind != benchmarks::EventKind::Broken) {
      const auto [known, is_new] =
          story_of.try_emplace({happening.site, happening.story.seed}, happening.number);
      if (known->second != happening.number) continue;
    }
    const int partition = base::partition_for_key(event.key, kPartitions);
    events.push_back({std::move(event.key), std::move(event.value), partition, {}});
  }
  return events;
}

// What was seen live, what is in the archive: half of the week each, drawn event by event, and a
// tenth in both.
struct Split {
  Events live, past;
};

Split split(const Events& week) {
  benchmarks::Draw draw(11);
  Split parts;
  for (const tests::kafka::Sent& event : week) {
    const std::uint64_t drawn = draw.below(100);
    if (drawn < 55) parts.live.push_back(event);
    if (drawn >= 45) parts.past.push_back(event);
  }
  return parts;
}

class Backfill : public tests::kafka::BrokerTest {
 protected:
  static std::unique_ptr<Installation> make(const std::string& name) {
    return std::make_unique<Installation>(InstallationOptions{
        .name = name,
        .partitions = kPartitions,
        .binary = DATELINE_BINARY,
        .settings = {{"workers.clean", "1"}, {"workers.version", "1"}, {"workers.backfill", "1"}},
        .has_lane = true});
  }

  static std::size_t count(const Installation& dateline, const std::string& topic) {
    std::size_t records = 0;
    dateline.each_record(topic, [&](const LogRecord&) { ++records; });
    return records;
  }

  // Reason and value of each, once.
  static std::set<std::string> dead(const Installation& dateline) {
    std::set<std::string> all;
    dateline.each_record(dateline.dead, [&](const LogRecord& record) {
      all.insert(std::string(record.header("dateline-reason")) + ' ' + record.value.value_or(""));
    });
    return all;
  }

  // How often the log of candidates goes from one lane to the other.
  static std::size_t lane_changes(const Installation& dateline) {
    std::map<int, news::Lane> last;
    std::size_t changes = 0;
    dateline.each_record(dateline.candidates, [&](const LogRecord& record) {
      const auto read = news::encode::read_unopened(*record.value);
      ASSERT_TRUE(read);
      const auto [lane, is_first] = last.try_emplace(record.partition, read->candidate.lane);
      if (!is_first && lane->second != read->candidate.lane) ++changes;
      lane->second = read->candidate.lane;
    });
    return changes;
  }

  // Of the archive; what has been copied so far.
  static std::int64_t copied(const Installation& dateline, const std::string& archive) {
    std::int64_t sum = 0;
    for (const auto& [partition, offset] :
         tests::kafka::committed(dateline.group_of_replay(kId), archive)) {
      sum += std::max<std::int64_t>(offset, 0);
    }
    return sum;
  }

  static std::unique_ptr<Process> replay(const Installation& dateline,
                                         std::vector<std::string> flags) {
    std::vector<std::string> arguments{"replay", "run", "--execute", "--set", "http.listen="};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    return dateline.start_verb(arguments);
  }
  static void expect_done(const Installation& dateline, Process& process) {
    const auto ended = process.await(seconds(120));
    ASSERT_TRUE(ended) << dateline.log_of("replay");
    ASSERT_EQ(ended->code, 0) << dateline.log_of("replay");
  }

  // The live part comes piece by piece, as the replay of the archive goes on.
  static void produce_beside(const Installation& dateline, const Split& parts,
                             const std::string& archive) {
    const std::size_t piece = parts.live.size() / kPieces + 1;
    for (std::size_t i = 0; i < parts.live.size(); i += piece) {
      const auto due = static_cast<std::int64_t>(i * parts.past.size() / parts.live.size());
      ASSERT_TRUE(process::await(seconds(120), [&] { return copied(dateline, archive) >= due; }))
          << dateline.log_of("replay");
      const auto begin = parts.live.begin() + static_cast<std::ptrdiff_t>(i);
      const auto left = std::min(piece, parts.live.size() - i);
      tests::kafka::produce(dateline.raw, Events(begin, begin + static_cast<std::ptrdiff_t>(left)));
    }
  }

  // Both lanes at once, until everything is judged.
  static void run_split(Installation& dateline, const Split& parts) {
    const std::string archive = dateline.raw + ".archive";
    tests::kafka::create_topics({{archive, kPartitions, {}}});
    tests::kafka::produce(archive, parts.past);
    dateline.start();
    dateline.await_ready();
    const auto process = replay(dateline, {"--topic", archive, "--id", kId, "--rate", "1000"});
    produce_beside(dateline, parts, archive);
    expect_done(dateline, *process);
    dateline.await_drained(seconds(120));
    dateline.stop();
  }

  static void run_whole(Installation& dateline, const Events& week) {
    tests::kafka::produce(dateline.raw, week);
    dateline.start();
    dateline.await_ready();
    dateline.await_drained(seconds(120));
    dateline.stop();
  }

  static std::string first_of(const std::vector<std::string>& lines) {
    std::string text = std::to_string(lines.size()) + " differ";
    for (std::size_t i = 0; i < std::min<std::size_t>(lines.size(), 8); ++i)
      text += '\n' + lines[i];
    return text;
  }
};

TEST_F(Backfill, BesideLiveTrafficEndsAsOneRunOverEverything) {
  const Events week = make_week();
  const Split parts = split(week);
  const auto mixed = make("mixed"), whole = make("whole");
  run_split(*mixed, parts);
  ASSERT_FALSE(HasFatalFailure());
  run_whole(*whole, week);

  const std::size_t sent = parts.live.size() + parts.past.size();
  EXPECT_EQ(count(*mixed, mixed->candidates) + count(*mixed, mixed->dead), sent);
  EXPECT_EQ(dead(*mixed), dead(*whole));
  const std::size_t changes = lane_changes(*mixed);
  EXPECT_GT(changes, kPieces) << "the two have not met";
  const Heads other = read_heads(*whole);
  const Heads heads = read_heads(*mixed);
  std::printf("%zu articles, the lanes changed %zu times, %zu and %zu wait for a text\n",
              heads.size(), changes, waiting(heads), waiting(other));
  EXPECT_GT(heads.size(), kEvents / 8);
  EXPECT_LE(waiting(heads) + waiting(other), heads.size() / 100);
  const auto differ = differences(heads, other);
  EXPECT_TRUE(differ.empty()) << first_of(differ);
  const auto replaced = replaced_by_older(*mixed);
  EXPECT_TRUE(replaced.empty()) << first_of(replaced);

  // The whole week once more, through the lane: the texts that were waited for, and nothing else.
  const std::size_t versions = count(*mixed, mixed->versions);
  const std::string all = mixed->raw + ".all";
  tests::kafka::create_topics({{all, kPartitions, {}}});
  tests::kafka::produce(all, week);
  mixed->start();
  mixed->await_ready();
  const auto again = replay(*mixed, {"--topic", all, "--id", "again"});
  expect_done(*mixed, *again);
  mixed->await_drained(seconds(120));
  mixed->stop();
  EXPECT_EQ(count(*mixed, mixed->versions), versions + waiting(heads));
  const Heads twice = read_heads(*mixed);
  EXPECT_EQ(waiting(twice), 0u);
  const auto changed = differences(twice, heads);
  EXPECT_TRUE(changed.empty()) << first_of(changed);
}

}  // namespace
}  // namespace e2e
