// Partitions that come and go, where they begin, and what is done for them once they are live.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>

#include "sim/forward.h"
#include "unit/stream/asks.h"

namespace stream {
namespace {

TEST(OwnedPartitions, CommitsBeforeAPartitionIsTaken) {
  WorldOptions options;
  options.worker.commit_interval = Millis(60'000);
  World world(options);
  world.start();
  go_live(world);
  for (int i = 0; i < 10; ++i) world.feed("k" + std::to_string(i));
  for (int i = 0; i < 3; ++i) world.pod().worker.turn().operator bool();
  EXPECT_TRUE(world.output().empty());
  world.start("pod-b");
  world.pod().worker.turn().operator bool();
  EXPECT_EQ(world.output().size(), 10u);
  EXPECT_EQ(meter_of(world).rebalances_revoked, 1u);
  EXPECT_EQ(meter_of(world).assigned_partitions, 1);
  EXPECT_FALSE(world.disks["pod-a"].at(1).open);
  EXPECT_GE(world.disks["pod-a"].at(1).flushes, 1);
  EXPECT_EQ(drained_verdict(world), "");
}

TEST(OwnedPartitions, DropsTheBatchWhenItsPartitionsAreLost) {
  WorldOptions options;
  options.worker.commit_interval = Millis(60'000);
  World world(options);
  world.start();
  go_live(world);
  for (int i = 0; i < 10; ++i) world.feed("k" + std::to_string(i));
  for (int i = 0; i < 3; ++i) world.turn();
  world.kafka.put_out("dateline.fold.g1", "pod-a");
  world.turn();
  EXPECT_EQ(meter_of(world).rebalances_lost, 1u);
  EXPECT_EQ(world.pod().outbox.commits, 0) << "nothing was sent";
  EXPECT_EQ(world.pod().outbox.rebuilds, 1) << "no transaction was open";
  EXPECT_TRUE(world.output().empty());
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(drained_verdict(world), "");
}

TEST(OwnedPartitions, ReadsAgainWhatWasInOneBatchWithALostPartition) {
  WorldOptions options;
  options.worker.commit_interval = Millis(60'000);
  World world(options);
  world.start();
  go_live(world);
  for (int i = 0; i < 10; ++i) world.feed("k" + std::to_string(i));
  for (int i = 0; i < 3; ++i) world.turn();
  world.kafka.lose("dateline.fold.g1", "pod-a", 0);
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(count_of(meter_of(world).rebuilds, "lost"), 1u);
  EXPECT_EQ(drained_verdict(world), "");
}

TEST(OwnedPartitions, DropsRecordsFromBeforeTheirPlace) {
  World world(one_partition());
  world.feed("a");
  world.start();
  ASSERT_TRUE(world.settle());
  ASSERT_TRUE(world.drain());
  world.start();
  go_live(world);
  for (int i = 0; i < 3; ++i) world.turn();
  EXPECT_EQ(meter_of(world).dropped_records, 1u);
  EXPECT_EQ(world.pod().stage.handled, 0);
  EXPECT_EQ(drained_verdict(world), "");
}

TEST(OwnedPartitions, BeginsWhereItIsTold) {
  WorldOptions options = one_partition();
  options.worker.start_at = StartAt::Latest;
  World world(options);
  for (int i = 0; i < 3; ++i) world.feed("old");
  world.start();
  go_live(world);
  world.feed("new");
  for (int i = 0; i < 10; ++i) world.turn();
  EXPECT_EQ(world.output(), std::vector<std::string>{"new:new#1"});
}

TEST(OwnedPartitions, StopsAtACutInput) {
  World world(one_partition());
  for (int i = 0; i < 10; ++i) world.feed("a");
  world.kafka.commit("dateline.fold.g1", {"in", 0}, 3);
  world.kafka.log("in", 0).cut(5);
  world.start();
  EXPECT_FALSE(world.settle());
  ASSERT_EQ(world.stopped.size(), 1u);
  EXPECT_EQ(world.stopped[0].code, "input_cut");
  EXPECT_EQ(world.stopped[0].detail, "in/0: wanted 3, log starts at 5");
}

TEST(OwnedPartitions, GoesOnBehindACutIfToldTo) {
  WorldOptions options = one_partition();
  options.worker.on_cut = OnCut::Continue;
  World world(options);
  for (int i = 0; i < 10; ++i) world.feed("a");
  world.kafka.commit("dateline.fold.g1", {"in", 0}, 3);
  world.kafka.log("in", 0).cut(5);
  world.start();
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(world.output().size(), 5u);
  EXPECT_EQ(count_of(meter_of(world).limits, "on_cut"), 1u);
}

TEST(OwnedPartitions, StopsWhenTheInputStaysShorterThanWhatWasCommitted) {
  World world(one_partition());
  world.feed("a");
  world.kafka.commit("dateline.fold.g1", {"in", 0}, 9);
  world.start();
  const Tick before = world.clock.tick();
  for (int i = 0; i < 5'000 && world.stopped.empty(); ++i) world.turn();
  ASSERT_EQ(world.stopped.size(), 1u);
  EXPECT_EQ(world.stopped[0].code, "input_short");
  EXPECT_GE(world.clock.tick() - before, Millis(60'000));
}

TEST(OwnedPartitions, WarnsOfStateWithoutACommittedOffset) {
  World world(one_partition());
  world.feed("a");
  world.start();
  ASSERT_TRUE(world.settle());
  ASSERT_TRUE(world.drain());
  world.kafka.forget_offsets("dateline.fold.g1");
  world.start();
  for (int i = 0; i < 10; ++i) world.turn();
  EXPECT_TRUE(world.pod().journal.has("state without a committed offset"));
}

TEST(OwnedPartitions, IsReadyWithoutAPartition) {
  World world(one_partition());
  world.start("pod-a");
  world.turn();
  world.start("pod-b");
  world.turn();
  const MeterSnapshot meter = world.pod("pod-b").worker.meter().snapshot(world.clock.now());
  EXPECT_TRUE(meter.had_assignment);
  EXPECT_EQ(meter.assigned_partitions, 0);
}

TEST(OwnedPartitions, ShowsItsLag) {
  WorldOptions options = one_partition();
  options.worker.measure_interval = Millis(0);
  options.worker.commit_interval = Millis(60'000);
  World world(options);
  world.start();
  go_live(world);
  for (int i = 0; i < 4; ++i) world.feed("a");
  world.turn();
  world.clock.advance(Millis(7'000));
  world.turn();
  MeterSnapshot meter = meter_of(world);
  ASSERT_EQ(meter.partitions.size(), 1u);
  EXPECT_EQ(meter.partitions[0].lag_records, 4);
  EXPECT_GE(meter.partitions[0].lag, Millis(7'000));
  EXPECT_LT(meter.partitions[0].lag, Millis(8'000));
  world.clock.advance(Millis(60'000));
  ASSERT_TRUE(world.settle());
  world.turn();
  world.turn();
  meter = meter_of(world);
  EXPECT_EQ(meter.partitions[0].lag_records, 0);
  EXPECT_EQ(meter.partitions[0].lag, Millis(0));
}

TEST(OwnedPartitions, ShowsNoLagInTimeWhenOnlyMarkersAreLeft) {
  WorldOptions options = one_partition();
  options.worker.measure_interval = Millis(0);
  World world(options);
  world.start();
  world.feed("a");
  ASSERT_TRUE(world.settle());
  world.feed_aborted("in", 0, 0 + 1);
  world.clock.advance(Millis(9'000));
  for (int i = 0; i < 3; ++i) world.turn();
  const MeterSnapshot meter = meter_of(world);
  EXPECT_EQ(meter.partitions[0].lag_records, 2);
  EXPECT_EQ(meter.partitions[0].lag, Millis(0));
}

TEST(OwnedPartitions, FlushesAStoreByAge) {
  WorldOptions options = one_partition();
  options.worker.flush_interval = Millis(5'000);
  World world(options);
  Pod& pod = world.start();
  world.feed("a");
  ASSERT_TRUE(world.settle());
  world.turn();
  const int flushes = pod.disk.at(0).flushes;
  world.clock.advance(Millis(3'000));
  world.turn();
  EXPECT_EQ(pod.disk.at(0).flushes, flushes);
  world.clock.advance(Millis(3'000));
  world.turn();
  EXPECT_EQ(pod.disk.at(0).flushes, flushes + 1);
  EXPECT_EQ(pod.disk.at(0).durable_rows, (fakes::Rows{{"a", "1"}}));
}

TEST(OwnedPartitions, SaysAgainAndAgainThatAnIdleStoreIsWhole) {
  World world(one_partition());
  Pod& pod = world.start();
  world.feed("a");
  ASSERT_TRUE(world.settle());
  const Timestamp before = pod.disk.at(0).meta.as_of;
  world.clock.advance(Millis(299'000));
  world.turn();
  EXPECT_EQ(pod.disk.at(0).meta.as_of, before);
  world.clock.advance(Millis(2'000));
  world.turn();
  EXPECT_GE(pod.disk.at(0).meta.as_of.value, before.value + 300'000);
  EXPECT_EQ(world.judge_stores(), "");
}

// A process that slept for a week owns nothing any more, and does not know it yet. If it said that
// its store is whole, deletions that came and went meanwhile would never be seen.
TEST(OwnedPartitions, DoesNotSayThatAStoreIsWholeAfterASleep) {
  World world(one_partition());
  world.start("pod-a");
  world.feed("a");
  world.feed("b");
  ASSERT_TRUE(world.settle());
  world.turn();
  const Timestamp before = world.disks["pod-a"].at(0).meta.as_of;
  world.kafka.put_out("dateline.fold.g1", "pod-a", false);
  world.start("pod-b");
  world.feed("a", "drop");
  while (!world.is_settled()) world.turn("pod-b");
  world.clock.advance(Millis(700'000'000));
  world.turn("pod-a");
  EXPECT_EQ(world.disks["pod-a"].at(0).meta.as_of, before);
  EXPECT_EQ(drained_verdict(world), "");
}

class AwayForOne final : public sim::ForwardChangelog {
 public:
  explicit AwayForOne(Changelog& to) : ForwardChangelog(to) {}
  Result<ChangelogRange> range(Partition partition, Millis timeout) override {
    if (partition.value == 0) return base::retry("kafka_away");
    return to_.range(partition, timeout);
  }
};

TEST(OwnedPartitions, AWaitingOneDoesNotHoldUpTheOthers) {
  WorldOptions options;
  options.partitions = 3;
  options.wrap = [](sim::Engine& engine, sim::Ports& ports) {
    const auto away = std::make_shared<AwayForOne>(engine.changelog);
    ports.changelog = away.get();
    engine.wrappers.push_back(away);
  };
  World world(options);
  world.start();
  for (int i = 0; i < 10; ++i) world.turn();
  EXPECT_EQ(meter_of(world).live_partitions, 2);
}

// Each question waits for its whole time.
class SlowAndAway final : public sim::ForwardChangelog {
 public:
  SlowAndAway(Changelog& to, fakes::FakeClock& clock) : ForwardChangelog(to), clock_(clock) {}
  Result<ChangelogRange> range(Partition partition, Millis timeout) override {
    asked.insert(partition);
    if (!is_away) return to_.range(partition, timeout);
    clock_.advance(timeout);
    return base::retry("kafka_away", "no leader");
  }
  std::set<Partition> asked;
  bool is_away = true;

 private:
  fakes::FakeClock& clock_;
};

TEST(OwnedPartitions, ABrokerThatIsAwayDoesNotKeepTheWorkerFromPolling) {
  WorldOptions options;
  options.partitions = 20;
  fakes::FakeClock* clock = nullptr;
  std::shared_ptr<SlowAndAway> slow;
  options.wrap = [&](sim::Engine& engine, sim::Ports& ports) {
    slow = std::make_shared<SlowAndAway>(engine.changelog, *clock);
    ports.changelog = slow.get();
  };
  World world(options);
  clock = &world.clock;
  world.start();
  for (int i = 0; i < 100; ++i) {
    const Tick before = world.clock.tick();
    world.turn();
    EXPECT_LT(world.clock.tick() - before, 2 * options.worker.call_timeout);
  }
  EXPECT_EQ(slow->asked.size(), 20u) << "each has its turn";
  slow->is_away = false;
  go_live(world);
}

TEST(OwnedPartitions, ClientsOfWhichNothingIsWantedAreListenedTo) {
  World world(one_partition());
  Pod& pod = world.start();
  go_live(world);
  const int listened = pod.outbox.listened, reads = pod.changelog.reads;
  constexpr int kSeconds = 60;
  for (int i = 0; i < kSeconds; ++i) {
    world.clock.advance(Millis(1'000));
    world.turn();
  }
  EXPECT_GE(pod.outbox.listened - listened, kSeconds);
  EXPECT_GE(pod.changelog.reads - reads, kSeconds);
}

}  // namespace
}  // namespace stream
