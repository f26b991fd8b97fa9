// Two that believe they own the same thing, and transactions that end otherwise than their owner
// thinks.
#include <gtest/gtest.h>
#include <signal.h>

#include "faults/engine.h"

namespace faults {
namespace {

using tests::kafka::ends;
using tests::kafka::Isolation;

class GroupFault : public EngineTest {
 protected:
  bool is_stable(const std::string& which) const {
    return ends(topic(which), Isolation::ReadCommitted) ==
           ends(topic(which), Isolation::ReadUncommitted);
  }
  // Feeds until the worker has frozen itself in mid-transaction.
  void freeze(const std::string& who) {
    ASSERT_TRUE(await(seconds(60), [&] {
      feed(200);
      return is_frozen(who);
    }));
    expect_said(who, "fired ");
    ASSERT_FALSE(is_stable("changelog")) << "there is no open transaction";
  }
  void end(const std::vector<std::string>& all) {
    feed(300);
    await_drained();
    for (const std::string& who : all) stop(who);
    check_all(all);
  }
};

TEST_F(GroupFault, OfTwoTwinsOneStopsAndTheOtherGoesOn) {
  make_topics();
  start("a");
  ASSERT_TRUE(await(seconds(30), [&] { return has_said("a", "live 4"); }));
  feed(500);
  start("twin", {{"instance", "a"}});
  ASSERT_TRUE(await(seconds(90), [&] {
    feed(20);
    return !is_running("a") || !is_running("twin");
  }));
  // Whether the one that stays was ever fenced is chance: it may have had no transaction open.
  const std::string stopped = is_running("a") ? "twin" : "a",
                    other = is_running("a") ? "a" : "twin";
  expect_stop(stopped, "instance_used_twice");
  expect_said(stopped, "code=fenced");
  feed(300);
  await_drained();
  stop(other);
  check_all({"a", "twin"});
}

// Awakened before the broker gives up on its transaction: only the group knows that it is too late.
TEST_F(GroupFault, AZombieWhosePartitionsAreAnothersCommitsNothing) {
  make_topics();
  start("b");
  ASSERT_TRUE(await(seconds(30), [&] { return has_said("b", "live 4"); }));
  start("zombie", {{"at", "sent:3:stop"}, {"transaction_ms", "60000"}});
  freeze("zombie");
  // The other one owns them all now, and waits for what the zombie has left open.
  ASSERT_TRUE(await(seconds(30), [&] { return has_said_after("b", "revoked", "assigned 4"); }));
  process("zombie").send(SIGCONT);
  ASSERT_TRUE(await(seconds(30), [&] { return has_said("zombie", "code=lost"); })) << log("zombie");
  end({"b", "zombie"});
  expect_said("zombie", "count lost=");
}

class FrozenTransaction : public GroupFault, public testing::WithParamInterface<const char*> {};

// The other one goes on as soon as the broker has aborted what the zombie left open.
TEST_P(FrozenTransaction, OfAZombieIsAbortedAndItsWorkDoneByTheOther) {
  make_topics();
  start("b");
  ASSERT_TRUE(await(seconds(30), [&] { return has_said("b", "live 4"); }));
  start("zombie", {{"at", std::string(GetParam()) + ":3:stop"}, {"transaction_ms", "3000"}});
  freeze("zombie");
  await_drained();
  ASSERT_TRUE(is_frozen("zombie"));
  process("zombie").send(SIGCONT);
  ASSERT_TRUE(await(seconds(30), [&] {
    return has_said("zombie", "rebuilding the producer") && has_said("zombie", "assigned 2");
  }));
  end({"b", "zombie"});
}

// It never left its group: only its transaction is gone.
TEST_P(FrozenTransaction, ThatTimedOutIsDoneAgain) {
  make_topics();
  start("a", {{"at", std::string(GetParam()) + ":3:stop"},
              {"transaction_ms", "2000"},
              {"consumer.session.timeout.ms", "30000"}});
  freeze("a");
  ASSERT_TRUE(await(seconds(30), [&] { return is_stable("changelog") && is_stable("out"); }));
  ASSERT_TRUE(is_frozen("a"));
  process("a").send(SIGCONT);
  ASSERT_TRUE(await(seconds(30), [&] { return has_said("a", "rebuilding the producer"); }));
  end({"a"});
  EXPECT_FALSE(has_said("a", "count lost="));
}

INSTANTIATE_TEST_SUITE_P(Kafka, FrozenTransaction, testing::Values("sent", "offsets"),
                         [](const auto& point) { return std::string(point.param); });

// Each transaction begins before the broker is done with the one before it.
TEST_F(GroupFault, AStormOfConcurrentTransactionsOnlyCostsTime) {
  make_topics();
  start("a", {{"commit_ms", "1"},
              {"commit_records", "1"},
              {"kafka.debug", "eos"},
              {"watch", "another concurrent operation on the same transaction"}});
  ASSERT_TRUE(await(seconds(30), [&] { return has_said("a", "live 4"); }));
  feed(100);
  await_drained();
  EXPECT_TRUE(await(seconds(30), [&] {
    feed(20);
    return has_said("a", "saw another concurrent");
  })) << "no transaction met another one";
  end({"a"});
}

}  // namespace
}  // namespace faults
