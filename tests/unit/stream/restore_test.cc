#include "stream/restore.h"

#include <gtest/gtest.h>

#include "stream/incarnation.h"
#include "unit/stream/asks.h"

namespace stream {
namespace {

bool is_live(World& world) { return meter_of(world).live_partitions == world.options.partitions; }

// A drained pod with ten keys, each written twice.
void fill(World& world) {
  for (int i = 0; i < 20; ++i) world.feed("k" + std::to_string(i % 10));
  world.start();
  ASSERT_TRUE(world.settle());
  ASSERT_TRUE(world.drain());
}

std::string go_on_and_judge(World& world) {
  for (int i = 0; i < 5; ++i) world.feed("k" + std::to_string(i));
  if (!world.settle()) return "does not end";
  if (!world.drain()) return "drain failed";
  return world.verdict();
}

fakes::DiskStore& store(World& world) { return world.disks["pod-a"].at(0); }

void change_meta(World& world, const std::function<void(StoreMeta&)>& change) {
  change(store(world).meta);
  change(store(world).durable_meta);
}

TEST(Restore, ReadsNothingWhenTheStoreIsUpToDate) {
  World world(one_partition());
  fill(world);
  world.start();
  go_live(world);
  const MeterSnapshot meter = meter_of(world);
  EXPECT_EQ(meter.restored_records, 0u);
  EXPECT_EQ(meter.restores_tail, 1u);
  EXPECT_EQ(world.pod().changelog.opens, 2)
      << "the incarnation, then the marker behind the last row";
  EXPECT_EQ(go_on_and_judge(world), "");
}

TEST(Restore, ReadsTheTailThatWasNotFlushed) {
  World world(one_partition());
  fill(world);
  world.start();
  for (int i = 0; i < 3; ++i) world.feed("k" + std::to_string(i));
  ASSERT_TRUE(world.settle());
  world.kill();
  EXPECT_EQ(store(world).rows.at("k0"), "2");
  world.start();
  go_live(world);
  EXPECT_EQ(meter_of(world).restored_records, 3u);
  EXPECT_EQ(meter_of(world).restores_full, 0u);
  EXPECT_EQ(store(world).rows.at("k0"), "3");
  EXPECT_EQ(go_on_and_judge(world), "");
}

TEST(Restore, FillsANewStoreFromTheStart) {
  World world(one_partition());
  fill(world);
  world.disks["pod-a"].clear();
  world.start();
  go_live(world);
  EXPECT_EQ(meter_of(world).restores_full, 1u);
  EXPECT_EQ(store(world).rows.size(), 10u);
  EXPECT_EQ(store(world).durable_rows.size(), 10u) << "flushed at its end";
  EXPECT_EQ(go_on_and_judge(world), "");
}

TEST(Restore, GoesOnPollingBetweenSlices) {
  WorldOptions options = one_partition();
  options.worker.restore_slice_bytes = 1;
  World world(options);
  fill(world);
  world.disks["pod-a"].clear();
  Pod& pod = world.start();
  int slices = 0;
  while (!is_live(world)) {
    const int before = pod.crash.reached["slice"];
    world.turn();
    EXPECT_LE(pod.crash.reached["slice"] - before, 1);
    slices = pod.crash.reached["slice"];
  }
  EXPECT_GE(slices, 10) << "one record a slice";
  EXPECT_EQ(go_on_and_judge(world), "");
}

TEST(Restore, TellsHowFastItIsAndHowLongItWillTake) {
  WorldOptions options = one_partition();
  options.worker.restore_slice_bytes = 1;
  options.worker.progress_interval = Millis(2'000);
  World world(options);
  fill(world);
  world.disks["pod-a"].clear();
  Pod& pod = world.start();
  for (int i = 0; i < 8; ++i) {
    world.turn();
    world.clock.advance(Millis(500));
  }
  const MeterSnapshot meter = meter_of(world);
  EXPECT_EQ(meter.restore_rate, 2) << "a record a turn, two turns a second";
  EXPECT_EQ(meter.restore_remaining, meter.partitions[0].restore_remaining);
  EXPECT_GT(meter.restore_remaining, 0);
  EXPECT_TRUE(pod.journal.has("restoring state from the changelog partitions=1"));
  EXPECT_TRUE(pod.journal.has("records_per_second=2 seconds_left="));
  go_live(world);
  EXPECT_EQ(meter_of(world).restore_remaining, 0);
}

TEST(Restore, KeepsWhatItReadBeforeTheReaderFailed) {
  World world(one_partition());
  fill(world);
  world.disks["pod-a"].clear();
  Pod& pod = world.start();
  pod.changelog.fault_after = 7;
  while (pod.changelog.fault_after) world.turn();
  EXPECT_EQ(store(world).meta.position.value, 6);
  go_live(world);
  EXPECT_EQ(store(world).rows.size(), 10u);
  EXPECT_EQ(go_on_and_judge(world), "");
}

TEST(Restore, EndsOverATailOfAbortedRecordsAndMarkers) {
  World world(one_partition());
  fill(world);
  world.feed_aborted("changelog", 0, 5);
  const std::int64_t end = world.kafka.log("changelog", 0).end();
  world.start();
  go_live(world);
  EXPECT_EQ(store(world).meta.position.value, end);
  EXPECT_EQ(go_on_and_judge(world), "");
}

TEST(Restore, WaitsForAPredecessorsOpenTransaction) {
  World world(one_partition());
  fill(world);
  const auto epoch = world.kafka.init("zombie").epoch;
  world.kafka.produce("zombie", epoch, {"changelog", 0}, {"zombie", "row", {}});
  world.start();
  for (int i = 0; i < 50; ++i) world.turn();
  EXPECT_FALSE(is_live(world));
  EXPECT_EQ(meter_of(world).restoring_partitions, 1);
  EXPECT_GT(meter_of(world).partitions[0].restore_remaining, 0);
  world.kafka.time_out("zombie");
  go_live(world);
  EXPECT_FALSE(store(world).rows.contains("zombie"));
  EXPECT_EQ(go_on_and_judge(world), "");
}

TEST(Restore, ReadsACompactedLog) {
  World world(one_partition());
  fill(world);
  for (int i = 0; i < 3; ++i) {
    world.start();
    for (int k = 0; k < 10; ++k) world.feed("k" + std::to_string(k), k == 4 ? "drop" : "v");
    ASSERT_TRUE(world.settle());
    ASSERT_TRUE(world.drain());
  }
  world.compact();
  world.disks["pod-a"].clear();
  world.start();
  go_live(world);
  EXPECT_EQ(store(world).rows.size(), 9u);
  EXPECT_EQ(store(world).rows.at("k1"), "5");
  ASSERT_TRUE(world.drain());
  EXPECT_EQ(world.verdict(), "");
}

// A reader tells the end of its log once. Found by the simulator: such a partition hung for ever.
TEST(Restore, EndsWhereverTheReaderFalters) {
  for (int at = 1; at <= 30; ++at) {
    World world(one_partition());
    fill(world);
    world.disks["pod-a"].clear();
    int calls = 0;
    world.start().changelog.faults = [&]() -> std::optional<Fault> {
      if (++calls != at) return std::nullopt;
      return base::retry("kafka_away");
    };
    go_live(world);
    EXPECT_EQ(store(world).rows.size(), 10u) << at;
    EXPECT_EQ(go_on_and_judge(world), "") << at;
  }
}

struct WipeCase {
  const char* reason;
  std::function<void(World&)> spoil;
};

class Wipes : public testing::TestWithParam<WipeCase> {};

TEST_P(Wipes, AndRestoresFromTheStart) {
  World world(one_partition());
  fill(world);
  GetParam().spoil(world);
  Pod& pod = world.start();
  go_live(world);
  EXPECT_EQ(store(world).wipes, 1);
  EXPECT_TRUE(pod.journal.has(std::string("reason=") + GetParam().reason));
  EXPECT_EQ(meter_of(world).restores_full, 1u);
  for (const NamedCount& wipe : meter_of(world).store_wipes) {
    EXPECT_EQ(wipe.count, wipe.name == GetParam().reason ? 1u : 0u) << wipe.name;
  }
  EXPECT_EQ(go_on_and_judge(world), "");
}

const WipeCase kWipes[] = {
    {"format", [](World& w) { change_meta(w, [](StoreMeta& meta) { meta.format = 2; }); }},
    {"cluster",
     [](World& w) { change_meta(w, [](StoreMeta& meta) { meta.cluster_id = "other"; }); }},
    {"topic", [](World& w) { change_meta(w, [](StoreMeta& meta) { meta.topic = "other"; }); }},
    {"position",
     [](World& w) { change_meta(w, [](StoreMeta& meta) { meta.position.value = 999; }); }},
    {"aged", [](World& w) { w.clock.advance(Millis(302'400'000)); }},
    {"aged",
     [](World& w) { change_meta(w, [](StoreMeta& meta) { meta.as_of.value += 4'000'000; }); }},
    {"incarnation",
     [](World& w) { change_meta(w, [](StoreMeta& meta) { meta.incarnation = "another"; }); }},
    {"incarnation",
     [](World& w) { change_meta(w, [](StoreMeta& meta) { meta.incarnation_at.value = 1; }); }},
};

INSTANTIATE_TEST_SUITE_P(ForEachReason, Wipes, testing::ValuesIn(kWipes), [](const auto& info) {
  return std::string(info.param.reason) + std::to_string(info.index);
});

TEST(Restore, TellsATopicThatWasMadeAgain) {
  World world(one_partition());
  fill(world);
  const std::string before = store(world).meta.incarnation;
  // As long as the old one, and written by somebody like us.
  world.kafka.remake_topic("changelog");
  world.kafka.append("changelog", 0,
                     {std::string(kIncarnationKey), write_incarnation("x-y-z"), {}});
  for (int i = 0; i < 20; ++i) {
    world.kafka.append("changelog", 0, {"k" + std::to_string(i), "7", {}});
  }
  Pod& pod = world.start();
  go_live(world);
  EXPECT_TRUE(pod.journal.has("reason=incarnation"));
  EXPECT_EQ(store(world).meta.incarnation, "x-y-z");
  EXPECT_NE(before, "x-y-z");
  EXPECT_EQ(store(world).rows, world.fold_changelog(0, 100));
}

// Or its state would begin anew in the middle of the input, and everything known would be new.
TEST(Restore, StopsAtALogOfWhichNothingIsLeft) {
  World world(one_partition());
  fill(world);
  world.kafka.log("changelog", 0).cut(world.kafka.log("changelog", 0).end());
  world.start();
  world.feed("k1");
  EXPECT_FALSE(world.settle());
  ASSERT_EQ(world.stopped.size(), 1u);
  EXPECT_EQ(world.stopped[0].code, "changelog_foreign");
}

TEST(Restore, TellsOfACommittedOffsetWithoutState) {
  World world(one_partition());
  fill(world);
  world.kafka.remake_topic("changelog");
  world.start();
  go_live(world);
  EXPECT_TRUE(world.pod().journal.has("a committed offset without state"));
  ASSERT_TRUE(world.drain());
  world.recreate();
  world.start();
  go_live(world);
  EXPECT_FALSE(world.pod().journal.has("a committed offset without state"));
}

TEST(Restore, TakesAStartThatWasNotedDownForABeginning) {
  for (const bool is_noted : {true, false}) {
    World world(one_partition());
    for (int i = 0; i < 3; ++i) world.feed("k" + std::to_string(i));
    const fakes::ClientNames names = world.names("pod-a");
    if (is_noted) {
      world.kafka.make_start(names.group, {names.input, 0}, 1);
    } else {
      world.kafka.commit(names.group, {names.input, 0}, 1);
    }
    world.start();
    go_live(world);
    EXPECT_NE(world.pod().journal.has("a committed offset without state"), is_noted);
  }
}

// A store that has read a log without a single row knows its length, but not which log it was.
TEST(Restore, ForgetsTheLengthOfAnUnnamedLogThatWasMadeAgain) {
  World world(one_partition());
  world.feed_aborted("changelog", 0, 4);
  world.start();
  go_live(world);
  ASSERT_EQ(store(world).meta.position.value, 5);
  ASSERT_TRUE(world.drain());
  world.kafka.remake_topic("changelog");
  world.feed("k1");
  world.start();
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(go_on_and_judge(world), "");
}

TEST(Restore, NamesAnEmptyLogOnceAndFirst) {
  World world(one_partition());
  fill(world);
  fill(world);
  const fakes::FakeLog& log = world.kafka.log("changelog", 0);
  int names = 0;
  for (const std::int64_t offset : log.visible()) {
    names += log.at(offset).message.key == kIncarnationKey;
  }
  EXPECT_EQ(names, 1);
  EXPECT_EQ(log.at(0).message.key, kIncarnationKey);
  EXPECT_EQ(store(world).meta.incarnation_at.value, 0);
}

TEST(Restore, NamesALogThatHoldsOnlyAbortedRecords) {
  World world(one_partition());
  world.feed_aborted("changelog", 0, 4);
  fill(world);
  EXPECT_EQ(store(world).meta.incarnation_at.value, 5);
  world.start();
  EXPECT_EQ(go_on_and_judge(world), "");
}

TEST(Restore, StopsAtALogThatIsNotOurs) {
  World world(one_partition());
  world.kafka.append("changelog", 0, {"row", "of another", {}});
  world.start();
  EXPECT_FALSE([&] {
    world.feed("a");
    return world.settle();
  }());
  ASSERT_EQ(world.stopped.size(), 1u);
  EXPECT_EQ(world.stopped[0].code, "changelog_foreign");
}

TEST(Restore, StopsAtAnIncarnationItDoesNotKnow) {
  World world(one_partition());
  world.kafka.append("changelog", 0, {std::string(kIncarnationKey), "\x08\x02", {}});
  world.start();
  for (int i = 0; i < 20; ++i) world.turn();
  ASSERT_EQ(world.stopped.size(), 1u);
  EXPECT_EQ(world.stopped[0].code, "incarnation_format");
}

// Found by the simulator: the row was read, its deletion came and went while the process slept.
TEST(Restore, BeginsAgainAfterASleepInItsMiddle) {
  WorldOptions options = one_partition();
  options.worker.restore_slice_bytes = 1;
  World world(options);
  fill(world);
  world.disks["pod-a"].clear();
  world.start("pod-a");
  for (int i = 0; i < 8; ++i) world.turn("pod-a");
  ASSERT_EQ(meter_of(world).restoring_partitions, 1);
  ASSERT_TRUE(store(world).rows.contains("k0"));
  const auto epoch = world.kafka.init("other");
  world.kafka.produce("other", epoch.epoch, {"changelog", 0}, {"k0", std::nullopt, {}});
  world.kafka.end("other", epoch.epoch, fakes::TxnState::Committed);
  world.compact();
  world.clock.advance(Millis(700'000'000));
  world.compact();
  go_live(world);
  EXPECT_TRUE(world.pod().journal.has("reason=aged"));
  EXPECT_FALSE(store(world).rows.contains("k0"));
}

TEST(Restore, GivesAPartitionAwayInItsMiddle) {
  WorldOptions options;
  options.partitions = 2;
  options.worker.restore_slice_bytes = 1;
  World world(options);
  fill(world);
  world.disks["pod-a"].clear();
  world.start();
  for (int i = 0; i < 4; ++i) world.turn();
  ASSERT_GT(meter_of(world).restoring_partitions, 0);
  world.start("pod-b");
  EXPECT_TRUE([&] {
    for (int i = 0; i < 20; ++i) world.feed("k" + std::to_string(i % 10));
    return world.settle();
  }());
  for (const char* name : {"pod-a", "pod-b"}) EXPECT_TRUE(world.drain(name));
  EXPECT_EQ(world.verdict(), "");
}

TEST(Restore, FlushesEachPieceOfALongRestore) {
  WorldOptions options = one_partition();
  options.worker.restore_flush_after = 10;
  options.worker.restore_slice_bytes = 1;
  World world(options);
  fill(world);
  world.disks["pod-a"].clear();
  world.start();
  go_live(world);
  EXPECT_GE(store(world).flushes, 3);
}

TEST(ReasonToWipe, TakesTheLimitsThemselves) {
  const StoreCheck check{.format = 1,
                         .cluster_id = "c",
                         .topic = "t",
                         .log = {ChangelogPosition{5}, ChangelogPosition{9}},
                         .now = Timestamp{1'000},
                         .as_of_age_max = Millis(100)};
  const StoreMeta good{.format = 1,
                       .cluster_id = "c",
                       .topic = "t",
                       .incarnation = "i",
                       .incarnation_at = ChangelogPosition{5},
                       .position = ChangelogPosition{5},
                       .as_of = Timestamp{901}};
  EXPECT_EQ(reason_to_wipe(good, check), std::nullopt);
  StoreMeta meta = good;
  meta.position = ChangelogPosition{9};
  EXPECT_EQ(reason_to_wipe(meta, check), std::nullopt);
  meta.position = ChangelogPosition{10};
  EXPECT_EQ(reason_to_wipe(meta, check), "position");
  meta.position = ChangelogPosition{4};
  EXPECT_EQ(reason_to_wipe(meta, check), "log_start");
  meta = good;
  meta.incarnation_at = ChangelogPosition{4};
  EXPECT_EQ(reason_to_wipe(meta, check), "log_start");
  meta = good;
  meta.as_of = Timestamp{900};
  EXPECT_EQ(reason_to_wipe(meta, check), "aged");
  EXPECT_EQ(reason_to_wipe(StoreMeta{}, check), std::nullopt) << "a new store";
}

}  // namespace
}  // namespace stream
