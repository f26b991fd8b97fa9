// What a new state begins with: in the first transaction or not at all, and only once.
#include <gtest/gtest.h>

#include "unit/stream/asks.h"

namespace stream {
namespace {

using fakes::CommitFate;

// "a" has been counted a hundred times before.
WorldOptions founded() {
  WorldOptions options = one_partition();
  options.founding[0] = {{"a", "100"}};
  return options;
}

std::int64_t rows_in_changelog(World& world) {
  std::int64_t rows = 0;
  for (const std::int64_t offset : world.kafka.log("changelog", 0).visible()) {
    rows += *world.kafka.log("changelog", 0).at(offset).message.key == "a" ? 1 : 0;
  }
  return rows;
}

TEST(Founding, ComesBeforeTheFirstRecord) {
  World world(founded());
  world.feed("a");
  world.start();
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(world.output(), std::vector<std::string>{"a:a#101"});
  EXPECT_EQ(drained_verdict(world), "");
}

TEST(Founding, IsCommittedWithTheFirstOffsetThoughThereIsNoRecord) {
  World world(founded());
  world.feed_aborted("in", 0, 2);
  world.start();
  go_live(world);
  EXPECT_EQ(meter_of(world).commits_committed, 1u);
  EXPECT_EQ(world.kafka.committed("dateline.fold.g1", {"in", 0}), 0);
  EXPECT_EQ(rows_in_changelog(world), 1);
  EXPECT_EQ(world.disks["pod-a"].at(0).rows.at("a"), "100");
  EXPECT_EQ(drained_verdict(world), "");
}

TEST(Founding, IsNotAskedForAgainOnceTheLogHasItsName) {
  World world(founded());
  world.feed("a");
  world.start();
  ASSERT_TRUE(world.settle());
  ASSERT_TRUE(world.drain());
  for (const bool loses_disk : {false, true}) {
    if (loses_disk) world.disks["pod-a"].clear();
    Pod& pod = world.start();
    go_live(world);
    EXPECT_EQ(pod.foundation.asked, 0);
    ASSERT_TRUE(world.drain());
  }
  EXPECT_EQ(rows_in_changelog(world), 2);
  EXPECT_EQ(world.verdict(), "");
}

TEST(Founding, IsWaitedForWhileOtherPartitionsWork) {
  WorldOptions options;
  options.founding[0] = {{"a", "100"}};
  World world(options);
  world.feed("a");
  world.feed("b");
  Pod& pod = world.start();
  pod.foundation.asks = 7;
  for (int i = 0; i < 6; ++i) {
    world.turn();
    EXPECT_LT(meter_of(world).live_partitions, 2);
  }
  ASSERT_TRUE(world.settle());
  EXPECT_GE(pod.foundation.asked, 14);
  EXPECT_EQ(drained_verdict(world), "");
}

TEST(Founding, IsTriedAgainWhenItCannotBeRead) {
  World world(founded());
  world.feed("a");
  Pod& pod = world.start();
  pod.foundation.fault = base::retry("kafka_away", "");
  for (int i = 0; i < 20; ++i) world.turn();
  EXPECT_EQ(meter_of(world).live_partitions, 0);
  EXPECT_GT(meter_of(world).retries, 0u);
  pod.foundation.fault.reset();
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(drained_verdict(world), "");
}

TEST(Founding, StopsTheWorkerIfItCannotBeUnderstood) {
  World world(founded());
  world.start().foundation.fault = base::stop("takedown_unreadable", "");
  for (int i = 0; i < 20 && world.stopped.empty(); ++i) world.turn();
  ASSERT_EQ(world.stopped.size(), 1u);
  EXPECT_EQ(world.stopped[0].code, "takedown_unreadable");
  EXPECT_TRUE(world.kafka.log("changelog", 0).visible().empty());
}

TEST(Founding, ComesAgainAfterATransactionThatFailed) {
  for (const CommitFate fate : {CommitFate::Lost, CommitFate::Aborted, CommitFate::Unseen,
                                CommitFate::Late, CommitFate::Doubled}) {
    World world(founded());
    world.feed("a");
    Pod& pod = world.start();
    int commits = 0;
    pod.outbox.fate = [&] { return ++commits == 1 ? fate : CommitFate::Works; };
    ASSERT_TRUE(world.settle());
    EXPECT_EQ(drained_verdict(world), "") << "fate " << static_cast<int>(fate);
  }
}

// Nobody but the broker knows yet that it is gone.
TEST(Founding, OutlivesTheLossOfAPartition) {
  WorldOptions options;
  options.founding[0] = {{"a", "100"}};
  options.founding[1] = {{"b", "100"}};
  World world(options);
  Pod& pod = world.start();
  bool is_lost = false;
  pod.journal.echo = [&](const std::string& line) {
    if (is_lost || !line.starts_with("a new state begins")) return;
    is_lost = true;
    world.kafka.lose("dateline.fold.g1", "pod-a", 1);
  };
  go_live(world);
  world.feed("a");
  world.feed("b");
  ASSERT_TRUE(world.settle());
  EXPECT_TRUE(is_lost);
  EXPECT_EQ(drained_verdict(world), "");
}

class FoundingCrash : public testing::TestWithParam<const char*> {};

TEST_P(FoundingCrash, LeavesAllOfItOrNothing) {
  World world(founded());
  world.start().crash.arm(GetParam(), 1);
  for (int i = 0; i < 40 && world.crashed.empty(); ++i) world.turn();
  ASSERT_EQ(world.crashed, std::vector<std::string>{GetParam()}) << "the point was not reached";
  EXPECT_EQ(world.judge_stores(), "");
  world.feed("a");
  world.start();
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(drained_verdict(world), "");
}

INSTANTIATE_TEST_SUITE_P(EveryPoint, FoundingCrash,
                         testing::Values("restored", "placed", "founded", "begun", "sent",
                                         "offsets", "end-sent", "committed", "half-applied",
                                         "applied"));

}  // namespace
}  // namespace stream
