// Some runs of the whole service, raw events to versions, from as many seeds.
#include "sim/service.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

#include "e2e/stages.h"
#include "news/encode/rows.h"
#include "sim/defects.h"

namespace sim {
namespace {

constexpr std::uint64_t kSeeds = 60;
constexpr std::uint64_t kSeedsOfAges = 30;
constexpr std::uint64_t kStories = 5, kOrders = 6;
constexpr std::uint64_t kSeedsToCatch = 40;

TEST(Service, IsExactlyOnceWhateverHappens) {
  e2e::Stages stages({});
  std::map<std::string, int> seen;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    ServiceRun run(seed, {stages.clean(), stages.version()});
    EXPECT_EQ(run.run(), "") << "seed " << seed;
    for (const auto& [what, count] : run.seen()) seen[what] += count;
  }
  for (const char* what : {"died at a named point", "turns in the middle of a turn", "EndTxn late",
                           "EndTxn unseen", "put out of the group", "restore over a marker tail"}) {
    EXPECT_GT(seen[what], 0) << "never happened: " << what;
  }
}

// Months of news on articles that are remembered for three days: rows age, come due and go while
// everything dies.
TEST(Service, ForgetsExactlyOnceToo) {
  e2e::Stages stages({"versions.text_age=1d", "versions.head_age=3d", "state.format=2"});
  std::map<std::string, int> seen;
  for (std::uint64_t seed = 1; seed <= kSeedsOfAges; ++seed) {
    ServiceRun run(seed, {stages.clean(), stages.version()}, {}, {.step_ms = 12 * 3'600'000});
    EXPECT_EQ(run.run(), "") << "seed " << seed;
    for (const auto& [what, count] : run.seen()) seen[what] += count;
  }
  for (const char* what : {"forgotten: x", "forgotten: a", "forgotten: e", "forgotten: l",
                           "died at a named point", "EndTxn unseen"}) {
    EXPECT_GT(seen[what], 0) << "never happened: " << what;
  }
}

// What must not depend on the order of arrival: heads without their numbers, and what is shown.
std::map<std::string, std::string> heads_of(ServiceRun& run) {
  std::map<std::string, std::string> heads;
  for (const auto& [key, bytes] : run.rows()) {
    const auto id = news::encode::read_head_key(key);
    if (!id) continue;
    news::HeadRow head = *news::encode::read_head_row(*id, bytes);
    for (news::NumberedValue& value : head.values) value.first = value.last = std::nullopt;
    head.head_number = head.historic_count = 0;
    head.first_created = {};  // of the version that came first
    head.reverts.clear();
    head.aliases.clear();  // those of texts are of what was published
    head.own_key = false;  // or it is among the aliases
    heads[to_hex(*id)] = news::encode::to_bytes(head, news::encode::kNewestFormat);
  }
  for (const auto& [key, json] : run.articles()) {
    const std::size_t at = json.find("\"pubStatus\"");
    heads[key] += json.substr(at, json.find(',', at) - at);
  }
  return heads;
}

TEST(Service, EndsInTheSameHeadsInWhateverOrderThingsArrive) {
  e2e::Stages stages({"state.format=2"});
  int deaths = 0;
  for (std::uint64_t story = 1; story <= kStories; ++story) {
    const auto events = make_news(story, 150);
    std::map<std::string, std::string> expected;
    for (std::uint64_t seed = 1; seed <= kOrders; ++seed) {
      ServiceRun run(story * 100 + seed, {stages.clean(), stages.version()}, {},
                     {.events = events});
      ASSERT_EQ(run.run(), "") << "seed " << seed << " of " << story;
      const auto heads = heads_of(run);
      EXPECT_GT(heads.size(), 20u);
      if (expected.empty()) expected = heads;
      EXPECT_EQ(heads, expected) << "seed " << seed << " of " << story;
      const auto died = run.seen().find("died at a named point");
      deaths += died == run.seen().end() ? 0 : died->second;
    }
  }
  EXPECT_GT(deaths, 0);
}

// The oracle compares candidates, published records, stores and ends: a defect in each. Those that
// need a rarer chance are caught by the shorter runs of Chaos.
constexpr std::string_view kDefects[] = {
    "applies_before_the_commit", "commits_what_the_client_has_read",
    "commits_no_offsets",        "guesses_that_an_unknown_commit_worked",
    "restores_what_was_aborted", "loses_a_row"};

TEST(Service, SeesADefect) {
  e2e::Stages stages({});
  std::size_t tried = 0;
  for (const Defect& defect : defects()) {
    if (std::find(std::begin(kDefects), std::end(kDefects), defect.name) == std::end(kDefects)) {
      continue;
    }
    ++tried;
    std::string failure;
    for (std::uint64_t seed = 1; seed <= kSeedsToCatch && failure.empty(); ++seed) {
      failure = ServiceRun(seed, {stages.clean(), stages.version()}, defect.wrap).run();
    }
    std::printf("%s: %s\n", defect.name, failure.c_str());
    EXPECT_NE(failure, "") << defect.name;
  }
  EXPECT_EQ(tried, std::size(kDefects));
}

}  // namespace
}  // namespace sim
