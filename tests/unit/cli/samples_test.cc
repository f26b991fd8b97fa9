#include "cli/watch/samples.h"

#include <gtest/gtest.h>

namespace cli::watch {
namespace {

Sample sample_of(const std::string& site, std::size_t bytes = 10) {
  Sample sample;
  sample.site = site;
  sample.event = std::make_shared<const std::string>(bytes, 'x');
  return sample;
}

TEST(Samples, TheOldestGoWhenTheirNumberIsReached) {
  Samples samples({.count_max = 3, .bytes_max = 1 << 20});
  for (const char* site : {"a", "b", "c", "d"}) samples.add(sample_of(site));
  const auto lines = samples.lines();
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines.front().site, "d") << "newest first";
  EXPECT_EQ(lines.back().site, "b");
  EXPECT_FALSE(samples.find(1));
  EXPECT_EQ(samples.find(2)->site, "b");
}

TEST(Samples, TheOldestGoWhenTheirBytesAreReached) {
  Samples samples({.count_max = 100, .bytes_max = 64'000});
  EXPECT_TRUE(samples.has_room_for(16'000));
  EXPECT_FALSE(samples.has_room_for(16'001)) << "more than a quarter is too much for one";
  for (int i = 0; i < 50; ++i) samples.add(sample_of("s", 15'000));
  EXPECT_EQ(samples.lines().size(), 4u);
  EXPECT_EQ(samples.lines().front().id, 50u);
}

TEST(Samples, WhatTheJudgeAddsCountsToo) {
  Samples samples({.count_max = 100, .bytes_max = 64'000});
  for (int i = 0; i < 4; ++i) samples.add(sample_of("s", 15'000), "candidate");
  samples.judge("candidate", {"new", "1", std::make_shared<const std::string>(15'000, 'v')});
  EXPECT_EQ(samples.lines().size(), 3u);
  EXPECT_EQ(samples.lines().front().version, "1") << "the newest of equal ones";
}

TEST(Samples, NoneAreKeptWhenSwitchedOff) {
  Samples samples({.count_max = 0, .bytes_max = 1 << 20});
  EXPECT_FALSE(samples.is_on());
  EXPECT_FALSE(samples.has_room_for(1));
  samples.add(sample_of("a"), "candidate");
  EXPECT_TRUE(samples.lines().empty());
}

TEST(Samples, TheJudgeKnowsThemAgain) {
  Samples samples({.count_max = 100, .bytes_max = 1 << 20});
  EXPECT_FALSE(samples.knows(""));
  EXPECT_FALSE(samples.knows("candidate 1"));
  samples.add(sample_of("a"), "candidate 1");
  samples.add(sample_of("b"), "candidate 2");
  EXPECT_TRUE(samples.knows("candidate 1"));
  EXPECT_FALSE(samples.knows("candidate 3")) << "one of the same size";
  samples.judge("candidate 1", {"duplicate", "", nullptr});
  samples.judge("candidate 3", {"new", "1", nullptr});
  EXPECT_EQ(samples.lines()[1].outcome, "duplicate");
  EXPECT_EQ(samples.lines()[0].outcome, "cleaned") << "not judged yet";
}

TEST(Samples, ADeadLetterShowsItsReason) {
  Samples samples({});
  Sample sample = sample_of("a");
  sample.reason = "no_article";
  samples.add(std::move(sample));
  EXPECT_TRUE(samples.lines().front().is_dead);
  EXPECT_EQ(samples.lines().front().outcome, "no_article");
}

}  // namespace
}  // namespace cli::watch
