// The one way back, from each thing that can go wrong.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/hash.h"
#include "unit/stream/asks.h"

namespace stream {
namespace {

using fakes::CommitFate;

TEST(Recovery, FindsOutThatAnUnknownCommitHappened) {
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

TEST(Recovery, FindsOutThatAnUnknownCommitDidNotHappen) {
  World world(one_partition());
  int fates = 0;
  world.start().outbox.fate = [&] { return ++fates == 1 ? CommitFate::Lost : CommitFate::Works; };
  for (int i = 0; i < 5; ++i) world.feed("a");
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(world.pod().stage.handled, 10);
  EXPECT_EQ(world.pod().outbox.rebuilds, 2);
  EXPECT_EQ(drained_verdict(world), "");
}

TEST(Recovery, WaitsForMarkersThatAreOnTheirWay) {
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

TEST(Recovery, ReadsTheChangelogWhenReportsHadNoOffsets) {
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

TEST(Recovery, CountsARowOfRebuildsFromTheLastCommit) {
  WorldOptions options = one_partition();
  options.worker.commit_records = 2;
  World world(options);
  world.start().outbox.reports_offsets = false;
  for (int i = 0; i < 10; ++i) world.feed("a");
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(count_of(meter_of(world).rebuilds, "unknown"), 5u);
  EXPECT_FALSE(world.pod().journal.has("in_row=2")) << "each of them followed a commit";
}

TEST(Recovery, StopsWhenTheChangelogIsMadeAgainUnderIt) {
  World world(one_partition());
  for (int i = 0; i < 10; ++i) world.feed("k" + std::to_string(i));
  world.start();
  ASSERT_TRUE(world.settle());
  world.kafka.remake_topic("changelog");
  world.feed("a");
  for (int i = 0; i < 20 && world.stopped.empty(); ++i) world.turn();
  ASSERT_EQ(world.stopped.size(), 1u);
  EXPECT_EQ(world.stopped[0].code, "changelog_short");
}

TEST(Recovery, BacksOffLongerAfterEachRebuildInARow) {
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

TEST(Recovery, HalvesTheBatchFromTheThirdRebuildInARow) {
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
  for (const NamedCount& reason : meter_of(world).dead_letters) {
    EXPECT_EQ(reason.count, 0u) << reason.name << ": an outage is not a record's fault";
  }
  EXPECT_EQ(drained_verdict(world), "");
}

TEST(Recovery, HalvesDownToTheRecordThatTheBrokerRefuses) {
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

// Found by the simulator: whichever came first made the other one forgotten, for ever.
TEST(Recovery, FindsTwoRefusedRecordsThatComeByTurns) {
  World world;
  world.start().outbox.refuses = [](const Outgoing& record) {
    return record.destination == Destination::Output && fakes::is_poison(record.value);
  };
  for (int i = 0; i < 10; ++i) world.feed("k" + std::to_string(i), "poison");
  ASSERT_TRUE(world.settle(2'000));
  EXPECT_EQ(count_of(meter_of(world).dead_letters, "record_refused"), 10u);
  EXPECT_EQ(drained_verdict(world), "");
}

TEST(Recovery, LeavesTheBodyOutWhenTheDeadLetterIsRefusedToo) {
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

TEST(Recovery, StopsWhenEvenTheBareDeadLetterIsRefused) {
  World world(one_partition());
  world.start().outbox.refuses = [](const Outgoing& record) { return record.key == "poison"; };
  world.feed("poison");
  EXPECT_FALSE(world.settle());
  ASSERT_EQ(world.stopped.size(), 1u);
  EXPECT_EQ(world.stopped[0].code, "dead_letter_refused");
}

TEST(Recovery, GoesOnAfterAPollThatMustBeRetried) {
  World world(one_partition());
  Pod& pod = world.start();
  go_live(world);
  pod.source.next_fault = base::retry("_TRANSPORT");
  world.feed("a");
  ASSERT_TRUE(world.settle());
  EXPECT_EQ(meter_of(world).retries, 1u);
  EXPECT_EQ(pod.outbox.rebuilds, 1);
}

TEST(Recovery, StopsEvenIfTheSamePollHasLostAPartition) {
  WorldOptions options;
  options.worker.commit_interval = Millis(60'000);
  World world(options);
  Pod& pod = world.start();
  go_live(world);
  for (int i = 0; i < 10; ++i) world.feed("k" + std::to_string(i));
  for (int i = 0; i < 3; ++i) world.turn();
  world.kafka.lose("dateline.fold.g1", "pod-a", 0);
  pod.source.next_fault = base::stop("kafka_fatal", "told once");
  world.turn();
  ASSERT_EQ(world.stopped.size(), 1u);
  EXPECT_EQ(world.stopped[0].code, "kafka_fatal");
}

TEST(Recovery, StopsWhenAPersonMustAct) {
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

TEST(Recovery, StopsWhenAStoreCannotBeWritten) {
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

TEST(Recovery, WipesOnlyTheCorruptStoreAndGoesOn) {
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

TEST(Recovery, RebuildsWhenItCommitsAfterItWasPutOut) {
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

TEST(Recovery, DrainsWithAProducerThatFails) {
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

TEST(Recovery, SaysWhatItWaitsForOnlyWhenItTakesLong) {
  World world(one_partition());
  Pod& pod = world.start();
  pod.changelog.faults = [] { return std::optional(base::retry("kafka_away", "no leader")); };
  const auto wait = [&](Millis time) {
    const Tick until = world.clock.tick() + time;
    while (world.clock.tick() < until) world.turn();
  };
  const auto notes = [&] {
    return std::count(pod.journal.lines.begin(), pod.journal.lines.end(),
                      "trying again, for some time now code=kafka_away detail=no leader");
  };
  wait(Millis(9'000));
  EXPECT_EQ(notes(), 0);
  wait(Millis(52'000));
  EXPECT_GE(notes(), 5);
  EXPECT_LE(notes(), 6);
  pod.changelog.faults = nullptr;
  go_live(world);
}

}  // namespace
}  // namespace stream
