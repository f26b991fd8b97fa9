// What a worker does when nothing goes wrong, and each limit of a batch.
#include <gtest/gtest.h>

#include <algorithm>

#include "stream/overlay.h"
#include "unit/stream/asks.h"

namespace stream {
namespace {

using fakes::CommitFate;

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

TEST(Worker, TakesInNoMoreThanABatchHoweverSlowTheBrokerIs) {
  WorldOptions options = one_partition();
  options.worker.commit_records = 10;
  World world(options);
  for (int i = 0; i < 200; ++i) world.feed("k" + std::to_string(i), std::string(500, 'v'));
  Pod& pod = world.start();
  std::int64_t overlay_most = 0;
  pod.outbox.fate = [&] {
    overlay_most = std::max(overlay_most, meter_of(world).overlay_bytes);
    world.clock.advance(Millis(4'000));  // and in time, for the deadline is 5 s
    return fakes::CommitFate::Works;
  };
  ASSERT_TRUE(world.settle());
  const MeterSnapshot meter = meter_of(world);
  EXPECT_EQ(meter.commits_committed, 20u);
  EXPECT_EQ(meter.commit_records.counts[2], 20u) << "each of 5 to 16 records";
  EXPECT_GT(overlay_most, 0);
  EXPECT_LE(overlay_most, 10 * (4 + 700 + 2 * static_cast<std::int64_t>(Overlay::kRowBytes)));
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

TEST(Worker, TellsOfADeadLetterWhereItsRecordLiesAndNothingElse) {
  World world(one_partition());
  fakes::FakeJournal& journal = world.start().journal;
  const std::string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  world.feed("a", "bad");
  ASSERT_TRUE(world.settle());
  EXPECT_FALSE(journal.has("became a dead letter")) << "only who listens hears of single records";
  journal.debug = true;
  world.kafka.append("in", 0,
                     {"b", "bad", {{"traceparent", "00-" + trace + "-00f067aa0ba902b7-01"}}});
  world.kafka.append("in", 0, {"c", "bad", {{"traceparent", "00-" + trace + "-broken"}}});
  ASSERT_TRUE(world.settle());
  const std::string line = "a record became a dead letter topic=in partition=0 offset=";
  const auto told = [&](const std::string& end) {
    return std::find(journal.lines.begin(), journal.lines.end(), line + end) != journal.lines.end();
  };
  EXPECT_TRUE(told("1 code=bad_value trace_id=" + trace));
  EXPECT_TRUE(told("2 code=bad_value"));
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

}  // namespace
}  // namespace stream
