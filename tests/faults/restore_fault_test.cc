// Restores over what transactions and compaction leave in a log, and restores that are cut short.
#include <gtest/gtest.h>

#include "faults/engine.h"
#include "tests/kafka/foreign.h"

namespace faults {
namespace {

using std::chrono::milliseconds;
using tests::kafka::consume_all;
using tests::kafka::ends;
using tests::kafka::ForeignTransaction;
using tests::kafka::Isolation;
using tests::kafka::Received;
using tests::kafka::Sent;

class RestoreFault : public EngineTest {
 protected:
  void live_before(int records) {
    start("a");
    ASSERT_TRUE(await(seconds(30), [&] { return has_said("a", "live 4"); }));
    feed(records);
    await_drained();
    stop("a");
  }
  void restore_and_end() {
    delete_state("a");
    start("a");
    ASSERT_TRUE(await(seconds(30), [&] { return has_said("a", "live 4"); }));
    feed(300);
    await_drained();
    stop("a");
    check_all({"a"});
    expect_said("a", "count restores_full=4");
  }
  std::vector<Sent> junk(int partition) const {
    std::vector<Sent> rows;
    for (int i = 0; i < 50; ++i) rows.push_back({"k" + std::to_string(i), "never", partition, {}});
    return rows;
  }
};

TEST_F(RestoreFault, OfAnEmptyLogIsDoneAtOnce) {
  make_topics();
  EXPECT_TRUE(consume_all(changelog_, Isolation::ReadUncommitted).empty());
  start("a");
  ASSERT_TRUE(await(seconds(30), [&] { return has_said("a", "live 4"); }));
  feed(300);
  await_drained();
  stop("a");
  expect_said("a", "count restores_full=4");
  check_all({"a"});
}

TEST_F(RestoreFault, PassesOverAbortedRecords) {
  make_topics();
  live_before(500);
  for (int partition = 0; partition < kPartitions; ++partition) {
    ForeignTransaction aborted(name_ + ".other", milliseconds(60'000));
    aborted.send(changelog_, junk(partition));
    aborted.abort();
  }
  EXPECT_EQ(consume_all(changelog_, Isolation::ReadUncommitted).size(),
            consume_all(changelog_).size() + 50 * kPartitions);
  restore_and_end();
}

// Under transactions the last offset is a marker that no reader is ever given.
TEST_F(RestoreFault, EndsAtTheMarkersThatNobodyIsGiven) {
  make_topics();
  live_before(500);
  std::map<int, std::int64_t> last;
  for (const Received& record : consume_all(changelog_)) last[record.partition] = record.offset;
  for (const auto& [partition, end] : ends(changelog_, Isolation::ReadUncommitted)) {
    EXPECT_GT(end, last.at(partition) + 1) << "no marker at the end of " << partition;
  }
  restore_and_end();
}

TEST_F(RestoreFault, WaitsForATransactionThatSomebodyHasLeftOpen) {
  make_topics();
  live_before(500);
  delete_state("a");
  ForeignTransaction open(name_ + ".other", milliseconds(120'000));
  open.send(changelog_, junk(2));
  EXPECT_LT(ends(changelog_, Isolation::ReadCommitted).at(2),
            ends(changelog_, Isolation::ReadUncommitted).at(2));
  start("a");
  ASSERT_TRUE(await(seconds(30), [&] { return has_said("a", "live 3"); }));
  // The others go on meanwhile.
  feed(300);
  const auto wanted = ends(topic("in"), Isolation::ReadUncommitted);
  ASSERT_TRUE(await(seconds(30), [&] {
    auto done = tests::kafka::committed(name_, topic("in"));
    done[2] = wanted.at(2);
    return done == wanted;
  }));
  EXPECT_FALSE(has_said("a", "live 4"));
  open.abort();
  ASSERT_TRUE(await(seconds(30), [&] { return has_said("a", "live 4"); }));
  await_drained();
  stop("a");
  check_all({"a"});
}

TEST_F(RestoreFault, ReadsALogWithTheGapsOfCompaction) {
  make_topics({{"changelog",
                {{"segment.ms", "200"},
                 {"min.cleanable.dirty.ratio", "0.01"},
                 {"min.compaction.lag.ms", "0"}}}});
  start("a");
  ASSERT_TRUE(await(seconds(30), [&] { return has_said("a", "live 4"); }));
  EXPECT_TRUE(await(seconds(60), [&] {
    feed(200);
    std::map<int, std::int64_t> count, last;
    for (const Received& record : consume_all(changelog_)) {
      ++count[record.partition];
      last[record.partition] = record.offset;
    }
    // Half of a log is gone, of each partition.
    return count.size() == kPartitions &&
           std::all_of(count.begin(), count.end(),
                       [&](const auto& each) { return 2 * each.second < last[each.first]; });
  })) << "the broker has not compacted";
  await_drained();
  stop("a");
  restore_and_end();
}

// The one that joins asks for partitions that are still on their way to live.
TEST_F(RestoreFault, GivesUpWhatIsRevokedInTheMiddleOfIt) {
  make_topics();
  live_before(2000);
  delete_state("a");
  ForeignTransaction open(name_ + ".other", milliseconds(120'000));  // so that none can end
  for (int partition = 0; partition < kPartitions; ++partition) {
    open.send(changelog_, junk(partition));
  }
  start("a");
  ASSERT_TRUE(await(seconds(30), [&] { return has_said("a", "assigned 4"); }));
  start("b");
  ASSERT_TRUE(await(seconds(30), [&] { return has_said("b", "assigned 2"); }));
  expect_said("a", "revoked restoring=4");
  open.abort();
  feed(300);
  await_drained();
  for (const char* who : {"a", "b"}) stop(who);
  check_all({"a", "b"});
}

}  // namespace
}  // namespace faults
