#include "news/versions/timeline.h"

#include <gtest/gtest.h>

#include "tests/unit/news/versions/sightings.h"

namespace news::versions {
namespace {

TEST(Timeline, HoldsSixtyFourSightingsWithoutForgetting) {
  Story story;
  for (int i = 0; i < 64; ++i) {
    const Placement placement = story.tell({.minute = i, .text = 1u + i % 2});
    EXPECT_EQ(placement.forgotten, Forgotten{}) << i;
  }
  EXPECT_EQ(story.head.sightings.size(), kSightingsMax);
  EXPECT_FALSE(story.head.floor.has_value());
}

TEST(Timeline, ForgetsTheOldestInnerSightingOfTheLongestRunFirst) {
  Story story;
  story.tell({.minute = 0, .text = 9});
  for (int i = 1; i < 64; ++i) story.tell({.minute = i, .text = 1});
  const Placement placement = story.tell({.minute = 64, .text = 2});
  EXPECT_EQ(placement.forgotten.sightings, 1u);
  EXPECT_EQ(story.head.sightings.size(), kSightingsMax);
  EXPECT_FALSE(story.head.floor.has_value());
  EXPECT_EQ(story.head.sightings[1].fetched_at.value, kStart + 1 * kMinute);
  EXPECT_EQ(story.head.sightings[2].fetched_at.value, kStart + 3 * kMinute);
}

TEST(Timeline, ForgetsTheOldestRunWhenNoneHasInnerSightings) {
  Story story;
  for (int i = 0; i < 65; ++i) story.tell({.minute = i, .text = 1u + i % 2});
  EXPECT_EQ(story.head.sightings.size(), kSightingsMax);
  EXPECT_EQ(story.head.floor, Timestamp{kStart});
  EXPECT_EQ(in_words(story.tell({.minute = 0, .text = 1})), "older 3b");
}

TEST(Timeline, HoldsThirtyTwoValuesAndForgetsTheOldestRunBeyond) {
  Story story;
  for (int i = 0; i < 32; ++i) story.tell({.minute = i, .text = 1u + i});
  EXPECT_EQ(story.head.values.size(), kValuesMax);
  EXPECT_FALSE(story.head.floor.has_value());
  const Placement placement = story.tell({.minute = 32, .text = 33});
  EXPECT_EQ(in_words(placement), "revised 12 -> 33");
  EXPECT_EQ(placement.forgotten.values, 1u);
  EXPECT_EQ(story.head.values.size(), kValuesMax);
  EXPECT_EQ(story.head.floor, Timestamp{kStart});
  EXPECT_EQ(in_words(story.tell({.minute = 0, .text = 1})), "older 3b");
}

TEST(Timeline, NeverForgetsTheHead) {
  Story story;
  story.tell({.minute = 0, .text = 1});
  for (int i = 1; i < 80; ++i) story.tell({.minute = i, .text = 100u + i, .partial = true});
  const History now = history(story.head);
  ASSERT_EQ(now.runs.size(), 1u);
  EXPECT_EQ(now.runs[0].value.content_hash.low, 1u);
  EXPECT_LE(story.head.values.size(), kValuesMax);
}

TEST(Timeline, TiesOfTimeAreBrokenByTheValueNotByArrival) {
  Story a, b;
  a.tell({.minute = 0, .text = 1});
  a.tell({.minute = 0, .text = 2});
  b.tell({.minute = 0, .text = 2});
  b.tell({.minute = 0, .text = 1});
  EXPECT_EQ(a.head.sightings, b.head.sightings);
  EXPECT_EQ(history(a.head), history(b.head));
}

TEST(Timeline, ValuesNobodySeesAnyMoreAreDropped) {
  Story story;
  story.tell({.minute = 0, .text = 1, .raw = 5, .cleaner = 1});
  story.tell({.minute = 0, .text = 2, .raw = 5, .cleaner = 2});
  ASSERT_EQ(story.head.values.size(), 1u);
  EXPECT_EQ(story.head.values[0].value.content_hash.low, 2u);
}

TEST(Timeline, AnAbsenceOfAnHourCountsAndOneOfLessDoesNot) {
  Story story;
  story.tell({.minute = 0, .text = 1});
  story.tell({.minute = 10, .status = Status::Missing});
  story.tell({.minute = 69, .status = Status::Missing});
  EXPECT_EQ(history(story.head).runs.size(), 1u);
  story.tell({.minute = 70, .status = Status::Missing});
  EXPECT_EQ(history(story.head).runs.size(), 2u);
  story.tell({.minute = 40, .text = 1});
  EXPECT_EQ(history(story.head).runs.size(), 1u);
}

// What a reader of the whole history sees: "1 2 x": texts, and x for what was taken away.
std::string in_history(const std::vector<Sight>& sights) {
  HeadRow row;
  for (const Sight& sight : sights) insert(row, see(sight));
  std::string text;
  for (const Run& run : history(row).runs) {
    if (!text.empty()) text += ' ';
    const bool usable = run.value.status == Status::Usable;
    text += usable ? std::to_string(run.value.content_hash.low) : "x";
  }
  return text;
}

constexpr Status kGone = Status::Gone, kMissing = Status::Missing;

TEST(History, Rule1AnOldAliasMayDie) {
  const Sight text{.minute = 0, .text = 1, .address = 1};
  EXPECT_EQ(in_history({text, {.minute = 100, .status = kGone, .address = 2}}), "1");
  EXPECT_EQ(in_history({text, {.minute = 100, .status = kGone, .address = 1}}), "1 x");
  const Sight missing{.minute = 100, .status = kMissing, .raw = 1, .address = 2};
  EXPECT_EQ(in_history({text, missing, {.minute = 200, .status = kMissing, .address = 2}}), "1");
  EXPECT_EQ(in_history({text, {.minute = 100, .status = Status::Deleted, .address = 2}}), "1 x");
  // The last usable sighting before it counts, not the first.
  EXPECT_EQ(in_history({text,
                        {.minute = 50, .text = 1, .address = 2},
                        {.minute = 100, .status = kGone, .address = 2}}),
            "1 x");
  EXPECT_EQ(in_history({{.minute = 0, .status = kGone, .address = 2}}), "x") << "nothing before";
}

TEST(History, Rule2CutTextsCountOnlyWhileThereIsNoWholeOne) {
  const Sight cut{.minute = 10, .text = 1, .partial = true};
  EXPECT_EQ(in_history({cut, {.minute = 20, .text = 2, .partial = true}}), "1 2");
  EXPECT_EQ(in_history({cut, {.minute = 0, .text = 3}}), "3");
  EXPECT_EQ(in_history({cut, {.minute = 20, .text = 3}}), "3");
}

TEST(History, Rule3EqualNeighboursFormARun) {
  HeadRow row;
  for (const std::int64_t minute : {0, 10, 20}) insert(row, see({.minute = minute, .text = 1}));
  const History all = history(row);
  ASSERT_EQ(all.runs.size(), 1u);
  EXPECT_EQ(all.runs[0].first, 0u);
  EXPECT_EQ(all.runs[0].last, 2u);
}

TEST(History, Rule4AnAbsenceOfAnHourIsAWithdrawal) {
  const Sight text{.minute = 0, .text = 1};
  const Sight missing{.minute = 10, .status = kMissing};
  EXPECT_EQ(in_history({text, missing, {.minute = 69, .status = kMissing}}), "1");
  EXPECT_EQ(in_history({text, missing, {.minute = 70, .status = kMissing}}), "1 x");
  EXPECT_EQ(in_history({text, {.minute = 10, .status = kGone}}), "1 x") << "gone needs no hour";
}

TEST(History, Rule5WhatIsLeftJoins) {
  EXPECT_EQ(in_history({{.minute = 0, .text = 1},
                        {.minute = 10, .status = kMissing},
                        {.minute = 20, .text = 1},
                        {.minute = 30, .text = 2}}),
            "1 2");
  EXPECT_EQ(in_history({{.minute = 0, .text = 1},
                        {.minute = 10, .status = kGone},
                        {.minute = 20, .status = Status::Deleted},
                        {.minute = 30, .status = Status::Canceled}}),
            "1 x");
}

TEST(History, Rule6ADifferenceAcrossCleanersIsNoNews) {
  const Sight first{.minute = 0, .text = 1, .cleaner = 1};
  EXPECT_EQ(in_history({first, {.minute = 10, .text = 2, .cleaner = 2}}), "2");
  EXPECT_EQ(in_history({first, {.minute = 10, .text = 2, .cleaner = 1}}), "1 2");
  // The last of the same cleaner in the run says whether it is news.
  const Sight other{.minute = 10, .text = 2, .cleaner = 2};
  EXPECT_EQ(in_history({first, other, {.minute = 20, .text = 1, .cleaner = 1}}), "1");
  EXPECT_EQ(in_history({first, other, {.minute = 20, .text = 3, .cleaner = 1}}), "2 3");
  EXPECT_EQ(in_history({first, {.minute = 10, .text = 2, .cleaner = 2, .correction = true}}),
            "1 2");
}

}  // namespace
}  // namespace news::versions
