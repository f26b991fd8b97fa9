#include "replay/generation.h"

#include <gtest/gtest.h>

namespace replay {
namespace {

GenerationRequest request(const std::string& from = "earliest") {
  return {.name = "g2",
          .running = "g1",
          .input = "raw",
          .from = from,
          .from_point = *read_point(from, {1'000'000'000}),
          .accepts_gap = false};
}

// From the raw events: the input is that of the first one, the candidates are its own.
FoundGeneration nothing_yet() {
  FoundGeneration found;
  found.groups = {{.group = "d.clean.g2",
                   .topic = "raw",
                   .partitions = {{.partition = 0, .start = 5, .end = 90},
                                  {.partition = 1, .start = 0, .end = 0}}},
                  {.group = "d.clean.backfill.g2",
                   .topic = "lane",
                   .partitions = {{.partition = 0, .start = 2, .end = 4}}},
                  {.group = "d.version.g2", .topic = "candidates.g2", .is_own_topic = true}};
  found.topics = {
      {.name = "candidates.g2", .is_input = true}, {.name = "clean.g2"}, {.name = "changelog.g2"}};
  return found;
}

std::vector<FoundStart> starts(const GenerationRequest& asked, std::int64_t from) {
  return {{0, from, digest_of(asked)}, {1, from, digest_of(asked)}};
}

std::string refusals(const GenerationPlan& plan) {
  std::string all;
  for (const std::string& refusal : plan.refusals) all += refusal + '\n';
  return all;
}

TEST(Generation, BeginsWhereItWasAskedTo) {
  const GenerationPlan plan = plan_generation(request(), nothing_yet(), {});
  EXPECT_EQ(refusals(plan), "");
  ASSERT_EQ(plan.groups.size(), 3u);
  EXPECT_EQ(plan.groups[0].rows[0].from, 5);
  EXPECT_EQ(plan.groups[0].rows[0].records, 85u);
  EXPECT_EQ(plan.groups[0].rows[1].from, 0);
  EXPECT_EQ(plan.groups[1].rows[0].from, 2);
  EXPECT_TRUE(plan.groups[2].rows.empty());
  EXPECT_EQ(plan.topics, (std::vector<std::string>{"candidates.g2", "clean.g2", "changelog.g2"}));
  EXPECT_FALSE(plan.is_made());
}

TEST(Generation, TakesAnOffsetForThatOfTheEventsOwnTopic) {
  const GenerationPlan plan = plan_generation(request("offset:40"), nothing_yet(), {});
  EXPECT_EQ(plan.groups[0].rows[0].from, 40);
  EXPECT_EQ(plan.groups[1].rows[0].from, 2) << "the lane has other ones";
}

TEST(Generation, GoesOnAfterADeathAtAnyStep) {
  FoundGeneration found = nothing_yet();
  found.topics[0].exists = true;
  found.groups[2].partitions = {{.partition = 0}, {.partition = 1}};
  EXPECT_EQ(refusals(plan_generation(request(), found, {})), "");
  found.groups[0].starts = starts(request(), 3);
  const GenerationPlan half = plan_generation(request(), found, {});
  EXPECT_EQ(refusals(half), "");
  EXPECT_TRUE(half.groups[0].is_made);
  EXPECT_FALSE(half.groups[1].is_made);
  EXPECT_EQ(half.groups[0].rows[0].from, 3) << "what was committed then, though it is cut by now";
  for (FoundGroup& group : found.groups) group.starts = starts(request(), 3);
  found.topics[1].exists = true;
  EXPECT_FALSE(plan_generation(request(), found, {}).is_made());
  found.topics[2].exists = true;
  EXPECT_TRUE(plan_generation(request(), found, {}).is_made());
}

FoundGeneration made() {
  FoundGeneration found = nothing_yet();
  for (OwnTopic& topic : found.topics) topic.exists = true;
  for (FoundGroup& group : found.groups) group.starts = starts(request(), 0);
  return found;
}

TEST(Generation, IsMadeThoughItWorksAlready) {
  FoundGeneration found = made();
  for (FoundGroup& group : found.groups) group.members = 2;
  for (OwnTopic& topic : found.topics) topic.has_records = true;
  const GenerationPlan plan = plan_generation(request(), found, {.articles = 9, .lost = 9});
  EXPECT_EQ(refusals(plan), "");
  EXPECT_TRUE(plan.is_made());
}

TEST(Generation, IsRefusedWhereOneOfOtherStartsIs) {
  for (GenerationRequest other : {request("offset:7"), request("1970-01-05")}) {
    EXPECT_NE(refusals(plan_generation(other, made(), {})).find("made with other starts"),
              std::string::npos);
  }
  GenerationRequest other = request();
  other.input = "candidates";
  EXPECT_NE(refusals(plan_generation(other, made(), {})).find("made with other starts"),
            std::string::npos);
}

TEST(Generation, IsRefusedWhereAGroupHasWorkedUnderItsName) {
  FoundGeneration found = nothing_yet();
  found.groups[0].starts = {{0, std::nullopt, ""}};
  EXPECT_EQ(refusals(plan_generation(request(), found, {})),
            "d.clean.g2 has worked before: choose another name\n");
}

TEST(Generation, IsRefusedWhileSomebodyRunsIt) {
  FoundGeneration found = nothing_yet();
  found.groups[1].members = 1;
  EXPECT_EQ(refusals(plan_generation(request(), found, {})),
            "d.clean.backfill.g2 has members: stop them first\n");
}

TEST(Generation, IsRefusedOnWhatIsLeftOfAnEarlierOne) {
  FoundGeneration found = nothing_yet();
  found.topics[1] = {.name = "clean.g2", .exists = true, .has_records = true};
  EXPECT_NE(refusals(plan_generation(request(), found, {})).find("clean.g2 has records already"),
            std::string::npos);
}

TEST(Generation, IsRefusedUnderTheNameOfTheRunningOne) {
  GenerationRequest same = request();
  same.name = "g1";
  EXPECT_NE(refusals(plan_generation(same, nothing_yet(), {})).find("g1 is the generation of"),
            std::string::npos);
}

TEST(Generation, NeedsAWordForWhatItCannotKnow) {
  const Gap gap{.articles = 10, .lost = 3, .unsure = 2, .cut_short = 1};
  GenerationRequest asked = request();
  EXPECT_EQ(refusals(plan_generation(asked, nothing_yet(), gap)),
            "it cannot know all that g1 knows: 3 articles are lost, 2 may be, 1 are cut short "
            "(--accept-gap to go on)\n");
  asked.accepts_gap = true;
  EXPECT_EQ(refusals(plan_generation(asked, nothing_yet(), gap)), "");
}

TEST(Generation, NeedsAWordForAStartThatIsCut) {
  GenerationRequest asked = request("offset:3");
  EXPECT_EQ(refusals(plan_generation(asked, nothing_yet(), {})),
            "raw partition 0: asked offset 3, log starts at 5 (retention) (--accept-gap to begin "
            "there)\n");
  asked.accepts_gap = true;
  EXPECT_EQ(refusals(plan_generation(asked, nothing_yet(), {})), "");
}

TEST(Generation, HasOneDigestForOneCommand) {
  EXPECT_EQ(digest_of(request()), digest_of(request()));
  GenerationRequest accepting = request();
  accepting.accepts_gap = true;
  EXPECT_EQ(digest_of(request()), digest_of(accepting)) << "a word given later";
  EXPECT_NE(digest_of(request()), digest_of(request("offset:1")));
}

}  // namespace
}  // namespace replay
