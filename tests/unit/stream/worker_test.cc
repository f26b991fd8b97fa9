#include <gtest/gtest.h>

#include "base/hash.h"
#include "stream/overlay.h"
#include "unit/stream/world.h"

namespace stream {
namespace {

using fakes::CommitFate;

std::uint64_t count_of(const std::vector<NamedCount>& counts, std::string_view name) {
  for (const NamedCount& count : counts) {
    if (count.name == name) return count.count;
  }
  return 0;
}

MeterSnapshot meter_of(World& world) {
  return world.pod().worker.meter().snapshot(world.clock.now());
}

WorldOptions one_partition() {
  WorldOptions options;
  options.partitions = 1;
  return options;
}

// Turns until the worker has a live partition.
void go_live(World& world) {
  for (int i = 0; i < 100 && meter_of(world).live_partitions < world.options.partitions; ++i) {
    world.turn();
  }
  ASSERT_EQ(meter_of(world).live_partitions, world.options.partitions);
}

std::string drained_verdict(World& world) {
  while (!world.pods.empty()) {
    if (!world.drain(world.pods.begin()->first)) return "drain failed";
  }
  return world.verdict();
}

TEST(Worker, PublishesAndKeepsStateOnceForEachRecord) {
  World world;
  for (const char* key : {"a", "b", "a", "a"}) world.feed(key);
  world.start();
  ASSERT_TRUE(world.settle());
  std::vector<std::string> output = world.output();
  std::sort(output.begin(), output.end());
  EXPECT_EQ(output, (std::vector<std::string>{"a:a#1", "a:a#2", "a:a#3", "b:b#1"}));
  EXPECT_EQ(drained_verdict(world), "");
}

TEST(Worker, RunsAStageWithoutState) {
  WorldOptions options;
  options.has_state = false;
  World world(options);
  world.feed("a");
  world.feed("a", "bad");
  world.start();
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(drained_verdict(world), "");
}

TEST(Worker, CommitsABatchInWhichNothingIsPublished) {
  WorldOptions options = one_partition();
  World world(options);
  world.feed_aborted("in", 0, 3);
  world.feed("a", "bad");
  world.start().worker.meter();
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(world.kafka.committed("dateline.fold.g1", {"in", 0}), 5);
  EXPECT_EQ(drained_verdict(world), "");
}

TEST(Worker, CommitsWhenTheIntervalIsOverAndNotBefore) {
  World world(one_partition());
  world.start();
  go_live(world);
  world.feed("a");
  world.turn();  // one turn lasts no longer than an interval, and polls in vain half of it
  EXPECT_EQ(meter_of(world).commits_committed, 0u);
  const Tick before = world.clock.tick();
  ASSERT_TRUE(world.settle());
  EXPECT_LE(world.clock.tick() - before, Millis(101));
  EXPECT_EQ(meter_of(world).commits_committed, 1u);
}

TEST(Worker, CommitsAtTheRecordLimit) {
  WorldOptions options = one_partition();
  options.worker.commit_records = 3;
  World world(options);
  for (int i = 0; i < 7; ++i) world.feed("a");
  world.start();
  ASSERT_TRUE(world.settle());
  const MeterSnapshot meter = meter_of(world);
  EXPECT_EQ(meter.commits_committed, 3u);
  EXPECT_EQ(meter.commit_records.sum, 7);
  EXPECT_EQ(meter.commit_records.counts[1], 2u);  // two of 2 to 4 records
}

TEST(Worker, CommitsAtTheLimitOfConsumedBytes) {
  WorldOptions options = one_partition();
  options.worker.commit_bytes = 2 * (1 + 100);
  World world(options);
  for (int i = 0; i < 4; ++i) world.feed("a", std::string(100, 'v'));
  world.start();
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(meter_of(world).commits_committed, 2u);
}

TEST(Worker, CommitsAtTheLimitOfBytesToBeSent) {
  WorldOptions options = one_partition();
  options.worker.commit_bytes = 900;
  World world(options);
  for (int i = 0; i < 4; ++i) world.feed("a", "big:450");
  world.start();
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(meter_of(world).commits_committed, 2u);
}

TEST(Worker, CommitsAtTheOverlayLimit) {
  WorldOptions options = one_partition();
  // Two records with two rows each, to the byte.
  options.worker.overlay_bytes_max = 2 * (2 + 1 + 7 + 800 + 2 * Overlay::kRowBytes);
  World world(options);
  for (int i = 0; i < 6; ++i) world.feed("k" + std::to_string(i), "wide:800");
  world.start();
  ASSERT_TRUE(world.settle());
  const MeterSnapshot meter = meter_of(world);
  EXPECT_EQ(meter.commits_committed, 3u);
  EXPECT_EQ(count_of(meter.limits, "overlay_bytes_max"), 3u);
  EXPECT_EQ(meter.overlay_bytes, 0);
}

TEST(Worker, ReadsItsOwnUncommittedWrites) {
  World world(one_partition());
  for (int i = 0; i < 50; ++i) world.feed("a");
  world.start();
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(meter_of(world).commits_committed, 1u);
  EXPECT_EQ(world.output().back(), "a:a#50");
}

TEST(Worker, MakesADeadLetterOfWhatIsTooLargeToPublish) {
  World world(one_partition());
  world.start().outbox.bytes_max = 1000;
  // Key, value, and the header "n" with one digit.
  world.feed("a", "big:997");
  world.feed("b", "big:998");
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(world.output().size(), 1u);
  const fakes::FakeLog& dead = world.kafka.log("dead", 0);
  ASSERT_EQ(dead.visible().size(), 1u);
  EXPECT_EQ(dead.at(dead.visible()[0]).message.key, "b");
  EXPECT_EQ(count_of(meter_of(world).dead_letters, "oversize"), 1u);
  EXPECT_EQ(world.fold_changelog(0, 100).size(), 1u) << "nothing of b may be kept";
}

TEST(Worker, MakesADeadLetterOfWhatIsTooLargeToKeep) {
  World world(one_partition());
  world.start().outbox.bytes_max = 1000;
  world.feed("a", "wide:994");  // with its key "a/wide": 1000
  world.feed("b", "wide:995");
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(world.fold_changelog(0, 100).size(), 2u);
  EXPECT_EQ(count_of(meter_of(world).dead_letters, "oversize"), 1u);
  EXPECT_EQ(count_of(meter_of(world).limits, "record_bytes_max"), 1u);
}

TEST(Worker, KeepsADeadLetterBesideTheEffects) {
  World world(one_partition());
  world.feed("a", "both");
  world.start();
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(world.output(), std::vector<std::string>{"a:a#1"});
  EXPECT_EQ(count_of(meter_of(world).dead_letters, "kill_unresolved"), 1u);
  EXPECT_EQ(drained_verdict(world), "");
}

TEST(Worker, CountsOnlyWhatIsCommitted) {
  World world(one_partition());
  Pod& pod = world.start();
  int fates = 0;
  pod.outbox.fate = [&] { return ++fates <= 2 ? CommitFate::Aborted : CommitFate::Works; };
  for (int i = 0; i < 5; ++i) world.feed("a");
  world.feed("a", "drop");
  ASSERT_TRUE(world.settle());
  const MeterSnapshot meter = meter_of(world);
  EXPECT_GT(pod.stage.handled, 6);
  EXPECT_EQ(meter.consumed, (TopicCount{"in", 6, 5 * 2 + 5}));
  EXPECT_EQ(meter.tallies, (std::vector<std::uint64_t>{5, 1}));
  EXPECT_EQ(meter.produced[0].records, 6u);
  EXPECT_EQ(meter.produced[1].topic, "changelog");
  EXPECT_EQ(meter.produced[1].records, 2u);  // the incarnation, and one row written six times
  EXPECT_EQ(meter.commits_unknown, 2u);
  EXPECT_EQ(count_of(meter.rebuilds, "unknown"), 2u);
  EXPECT_EQ(meter.end_to_end[0].counts[1] + meter.end_to_end[0].counts[2] +
                meter.end_to_end[0].counts[0] + meter.end_to_end[0].counts[3] +
                meter.end_to_end[0].counts[4],
            6u);
}

TEST(Worker, FindsOutThatAnUnknownCommitHappened) {
  World world(one_partition());
  int fates = 0;
  world.start().outbox.fate = [&] { return ++fates == 1 ? CommitFate::Unseen : CommitFate::Works; };
  for (int i = 0; i < 5; ++i) world.feed("a");
  ASSERT_TRUE(world.settle());
  go_live(world);
  EXPECT_EQ(world.pod().stage.handled, 5) << "it happened: nothing is handled twice";
  world.feed("a");
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(world.output().back(), "a:a#6") << "and the store has followed";
  EXPECT_EQ(drained_verdict(world), "");
}

TEST(Worker, FindsOutThatAnUnknownCommitDidNotHappen) {
  World world(one_partition());
  int fates = 0;
  world.start().outbox.fate = [&] { return ++fates == 1 ? CommitFate::Lost : CommitFate::Works; };
  for (int i = 0; i < 5; ++i) world.feed("a");
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(world.pod().stage.handled, 10);
  EXPECT_EQ(world.pod().outbox.rebuilds, 2);
  EXPECT_EQ(drained_verdict(world), "");
}

TEST(Worker, WaitsForMarkersThatAreOnTheirWay) {
  World world(one_partition());
  int fates = 0;
  world.start().outbox.fate = [&] { return ++fates == 1 ? CommitFate::Unseen : CommitFate::Works; };
  world.kafka.marker_delay = Millis(700);
  for (int i = 0; i < 5; ++i) world.feed("a");
  ASSERT_TRUE(world.settle());
  world.feed("a");
  world.kafka.marker_delay = Millis(0);
  ASSERT_TRUE(world.settle());
  EXPECT_GT(meter_of(world).retries, 2u);
  EXPECT_EQ(drained_verdict(world), "");
}

TEST(Worker, ReadsTheChangelogWhenReportsHadNoOffsets) {
  World world(one_partition());
  Pod& pod = world.start();
  pod.outbox.reports_offsets = false;
  for (int i = 0; i < 5; ++i) world.feed("a");
  ASSERT_TRUE(world.settle());
  go_live(world);
  EXPECT_EQ(world.judge_stores(), "");
  EXPECT_EQ(pod.disk.at(0).rows, (fakes::Rows{{"a", "5"}}));
  EXPECT_EQ(drained_verdict(world), "");
}

TEST(Worker, BacksOffLongerAfterEachRebuildInARow) {
  World world(one_partition());
  world.start().outbox.fate = [] { return CommitFate::Aborted; };
  world.feed("a");
  go_live(world);
  std::vector<Tick> at;
  for (int commits = 0; commits < 11;) {
    world.turn();
    if (world.pod().outbox.commits == commits) continue;
    commits = world.pod().outbox.commits;
    at.push_back(world.clock.tick());
  }
  const auto gap = [&](std::size_t i) {
    return std::chrono::duration_cast<Millis>(at[i + 1] - at[i]).count();
  };
  // Between two commits lie the waits of the backoff and of the batch's own interval.
  EXPECT_LT(gap(0), 300);
  EXPECT_GE(gap(1), 100);
  EXPECT_GE(gap(4), 800);
  EXPECT_LT(gap(4), 1'300);
  EXPECT_GE(gap(9), 10'000) << "the most";
  EXPECT_LT(gap(9), 10'500);
}

TEST(Worker, HalvesTheBatchFromTheThirdRebuildInARow) {
  World world(one_partition());
  Pod& pod = world.start();
  for (int i = 0; i < 64; ++i) world.feed("a");
  std::vector<std::size_t> sizes;
  std::size_t handled = 0;
  pod.outbox.fate = [&] {
    sizes.push_back(static_cast<std::size_t>(pod.stage.handled) - handled);
    handled = static_cast<std::size_t>(pod.stage.handled);
    return sizes.size() <= 10 ? CommitFate::Aborted : CommitFate::Works;
  };
  ASSERT_TRUE(world.settle());
  sizes.resize(11);
  EXPECT_EQ(sizes, (std::vector<std::size_t>{64, 64, 64, 32, 16, 8, 4, 2, 1, 1, 1}));
  EXPECT_EQ(meter_of(world).dead_letters.size(), 0u) << "an outage is not a record's fault";
  EXPECT_EQ(drained_verdict(world), "");
}

TEST(Worker, HalvesDownToTheRecordThatTheBrokerRefuses) {
  World world(one_partition());
  Pod& pod = world.start();
  pod.outbox.refuses = [](const Outgoing& record) {
    return record.destination == Destination::Output && record.key == "k37";
  };
  for (int i = 0; i < 64; ++i) world.feed("k" + std::to_string(i));
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(world.output().size(), 63u);
  EXPECT_EQ(count_of(meter_of(world).dead_letters, "record_refused"), 1u);
  EXPECT_LE(pod.outbox.commits, 20) << "each half once";
  const fakes::FakeLog& dead = world.kafka.log("dead", 0);
  ASSERT_EQ(dead.visible().size(), 1u);
  EXPECT_EQ(dead.at(dead.visible()[0]).message.value, "v");
}

TEST(Worker, LeavesTheBodyOutWhenTheDeadLetterIsRefusedToo) {
  World world(one_partition());
  world.start().outbox.refuses = [](const Outgoing& record) {
    return record.key == "poison" && record.value != "" &&
           record.destination != Destination::Changelog;
  };
  for (const char* key : {"a", "poison", "b"}) world.feed(key);
  ASSERT_TRUE(world.settle());
  const fakes::FakeLog& dead = world.kafka.log("dead", 0);
  ASSERT_EQ(dead.visible().size(), 1u);
  EXPECT_EQ(dead.at(dead.visible()[0]).message.value, "");
}

TEST(Worker, StopsWhenEvenTheBareDeadLetterIsRefused) {
  World world(one_partition());
  world.start().outbox.refuses = [](const Outgoing& record) { return record.key == "poison"; };
  world.feed("poison");
  EXPECT_FALSE(world.settle());
  ASSERT_EQ(world.stopped.size(), 1u);
  EXPECT_EQ(world.stopped[0].code, "dead_letter_refused");
}

TEST(Worker, GoesOnAfterAPollThatMustBeRetried) {
  World world(one_partition());
  Pod& pod = world.start();
  go_live(world);
  pod.source.next_fault = base::retry("_TRANSPORT");
  world.feed("a");
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(meter_of(world).retries, 1u);
  EXPECT_EQ(pod.outbox.rebuilds, 1);
}

TEST(Worker, StopsWhenAPersonMustAct) {
  World world(one_partition());
  Pod& pod = world.start();
  go_live(world);
  world.feed("a");
  pod.source.next_fault = base::stop("bad_crc", "in/0/7");
  const Result<Done> done = [&] {
    for (;;) {
      if (auto turned = pod.worker.turn(); !turned) return turned;
    }
  }();
  EXPECT_EQ(done.fault().code, "bad_crc");
  EXPECT_TRUE(pod.journal.has("the worker stops code=bad_crc"));
  EXPECT_EQ(meter_of(world).phase, WorkerPhase::Ended);
  EXPECT_TRUE(world.output().empty()) << "nothing more is committed";
}

TEST(Worker, StopsWhenAStoreCannotBeWritten) {
  World world(one_partition());
  world.start().disk.at(0).apply_fault = base::stop("store_write", "no space left");
  world.feed("a");
  for (int i = 0; i < 20; ++i) world.turn();
  ASSERT_EQ(world.stopped.size(), 1u);
  EXPECT_EQ(world.stopped[0].code, "store_write");
  world.kill();
  world.start();
  world.feed("a");
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(drained_verdict(world), "") << "the changelog had it all";
}

TEST(Worker, WipesOnlyTheCorruptStoreAndGoesOn) {
  World world;
  for (int i = 0; i < 10; ++i) world.feed("k" + std::to_string(i));
  Pod& pod = world.start();
  ASSERT_TRUE(world.settle());
  const int partition = base::partition_for_key("k1", 2);
  pod.disk.at(partition).corrupt = true;
  world.feed("k1");
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(pod.disk.at(partition).wipes, 1);
  EXPECT_EQ(pod.disk.at(1 - partition).wipes, 0);
  EXPECT_EQ(count_of(meter_of(world).rebuilds, "store"), 1u);
  EXPECT_TRUE(pod.journal.has("reason=corrupt"));
  EXPECT_EQ(drained_verdict(world), "");
}

TEST(Worker, CommitsBeforeAPartitionIsTaken) {
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

TEST(Worker, DropsTheBatchWhenItsPartitionsAreLost) {
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

TEST(Worker, ReadsAgainWhatWasInOneBatchWithALostPartition) {
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

TEST(Worker, DropsRecordsFromBeforeTheirPlace) {
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

TEST(Worker, RebuildsWhenItCommitsAfterItWasPutOut) {
  World world(one_partition());
  Pod& pod = world.start();
  go_live(world);
  world.feed("a");
  // Put out between the poll and the commit: the member does not know yet.
  pod.outbox.refuses = [&](const Outgoing&) {
    if (pod.outbox.rebuilds == 1) world.kafka.put_out("dateline.fold.g1", "pod-a");
    return false;
  };
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(count_of(meter_of(world).rebuilds, "lost"), 1u);
  EXPECT_EQ(drained_verdict(world), "");
}

TEST(Worker, CommitsWhatItHasWhenAskedToStop) {
  WorldOptions options = one_partition();
  options.worker.commit_interval = Millis(60'000);
  World world(options);
  world.start();
  go_live(world);
  world.feed("a");
  world.turn();
  EXPECT_TRUE(world.output().empty());
  EXPECT_TRUE(world.drain());
  EXPECT_EQ(world.output(), std::vector<std::string>{"a:a#1"});
  EXPECT_EQ(world.disks["pod-a"].at(0).durable_rows, (fakes::Rows{{"a", "1"}}));
  EXPECT_FALSE(world.kafka.member("dateline.fold.g1", "pod-a").in_group);
}

TEST(Worker, RunEndsWhenItsTokenSaysSo) {
  World world(one_partition());
  std::stop_source stop;
  Pod& pod = world.start();
  world.feed("a");
  pod.outbox.fate = [&] {
    stop.request_stop();
    return CommitFate::Works;
  };
  EXPECT_TRUE(pod.worker.run(stop.get_token()));
  EXPECT_EQ(world.output().size(), 1u);
  EXPECT_EQ(meter_of(world).phase, WorkerPhase::Ended);
}

TEST(Worker, DrainsWithAProducerThatFails) {
  World world(one_partition());
  Pod& pod = world.start();
  go_live(world);
  world.feed("a");
  world.turn();
  pod.outbox.fate = [] { return CommitFate::Lost; };
  EXPECT_TRUE(world.drain()) << "the next owner does it again";
  EXPECT_FALSE(world.kafka.is_open("dateline.fold.g1.pod-a")) << "readers need not wait";
  world.start();
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(drained_verdict(world), "");
}

TEST(Worker, BeginsWhereItIsTold) {
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

TEST(Worker, StopsAtACutInput) {
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

TEST(Worker, GoesOnBehindACutIfToldTo) {
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

TEST(Worker, StopsWhenTheInputStaysShorterThanWhatWasCommitted) {
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

TEST(Worker, WarnsOfStateWithoutACommittedOffset) {
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

TEST(Worker, IsReadyWithoutAPartition) {
  World world(one_partition());
  world.start("pod-a");
  world.turn();
  world.start("pod-b");
  world.turn();
  const MeterSnapshot meter = world.pod("pod-b").worker.meter().snapshot(world.clock.now());
  EXPECT_TRUE(meter.had_assignment);
  EXPECT_EQ(meter.assigned_partitions, 0);
}

TEST(Worker, ShowsItsLag) {
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

TEST(Worker, ShowsNoLagInTimeWhenOnlyMarkersAreLeft) {
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

TEST(Worker, FlushesAStoreByAge) {
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

TEST(Worker, SaysAgainAndAgainThatAnIdleStoreIsWhole) {
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

}  // namespace
}  // namespace stream
