// Records that cannot be published, and logs that no longer have what is wanted.
#include <gtest/gtest.h>

#include "base/hash.h"
#include "faults/engine.h"

namespace faults {
namespace {

using tests::kafka::delete_records;
using tests::kafka::ends;
using tests::kafka::Isolation;

class RecordFault : public EngineTest {
 protected:
  void end() {
    await_drained();
    stop("a");
    check_all({"a"});
  }
};

TEST_F(RecordFault, WhatIsTooLargeForAnyTopicBecomesADeadLetterBeforeItsTransaction) {
  make_topics();
  feed(300);
  feed_one("large", "big:10485760", Expected::Dead);
  feed(300);
  start("a");
  end();
  expect_said("a", "count dead.oversize=1");
  expect_said("a", "count limits.record_bytes_max=1");
  EXPECT_FALSE(has_said("a", "count rebuilds."));
}

// The topic takes less than we believe: the record is found by halving the batch.
TEST_F(RecordFault, WhatTheBrokerRefusesIsFoundByHalvingAndBecomesADeadLetter) {
  make_topics({{"out", {{"max.message.bytes", "20000"}}}});
  feed(300);
  feed_one("poison", "big:50000", Expected::Dead);
  feed(300);
  start("a", {{"producer.compression.codec", "none"}});
  end();
  expect_said("a", "code=refused_by_broker");
  expect_said("a", "count dead.record_refused=1");
}

class InputCut : public RecordFault {
 protected:
  // A worker has gone away, and what it has not read yet is gone, too.
  void cut() {
    make_topics();
    start("a");
    ASSERT_TRUE(await(seconds(30), [&] { return has_said("a", "live 4"); }));
    feed(500);
    await_drained();
    stop("a");
    tests::kafka::produce(topic("in"), std::vector<tests::kafka::Sent>(10, {"gone", "v", 1, {}}));
    delete_records(topic("in"), 1, ends(topic("in"), Isolation::ReadUncommitted).at(1));
  }
};

TEST_F(InputCut, StopsTheWorkerWhichSaysWhereTheLogBegins) {
  cut();
  start("a");
  expect_stop("a", "input_cut");
  expect_said("a", "log starts at");
}

TEST_F(InputCut, IsCountedAndPassedOverIfThatIsWanted) {
  cut();
  feed(200);
  start("a", {{"on_cut", "continue"}});
  end();
  expect_said("a", "count limits.on_cut=1");
}

// Under a live worker: what it wants next is gone while it is frozen.
TEST_F(InputCut, IsNoticedByALiveWorkerToo) {
  make_topics();
  start("a", {{"at", "applied:2:stop"}, {"consumer.session.timeout.ms", "30000"}});
  ASSERT_TRUE(await(seconds(30), [&] {
    feed(10);
    return is_frozen("a");
  }));
  // More than it can have fetched ahead in a moment; it is frozen.
  const std::string large(100'000, 'x');
  for (int i = 0; i < 8; ++i) {
    tests::kafka::produce(topic("in"),
                          std::vector<tests::kafka::Sent>(100, {"gone", large, 1, {}}));
  }
  delete_records(topic("in"), 1, ends(topic("in"), Isolation::ReadUncommitted).at(1));
  process("a").send(SIGCONT);
  expect_stop("a", "input_cut");
}

// At the start this is refused; under a running worker it must not become a stage without state.
TEST_F(RecordFault, AnInputThatGrowsBeyondItsChangelogStopsTheWorker) {
  make_topics();
  start("a", {{"consumer.topic.metadata.refresh.interval.ms", "500"}});
  ASSERT_TRUE(await(seconds(30), [&] { return has_said("a", "live 4"); }));
  feed(300);
  await_drained();
  tests::kafka::add_partitions(topic("in"), kPartitions + 1);
  expect_stop("a", "unknown_partition");
  expect_said("a", changelog_ + "/4");
}

}  // namespace
}  // namespace faults
