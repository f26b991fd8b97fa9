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

}  // namespace
}  // namespace news::versions
