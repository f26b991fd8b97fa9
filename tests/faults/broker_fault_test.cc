// A broker of our own goes away in different ways. Nobody leaves because of that, nothing grows,
// and everything goes on when it is back.
#include <gtest/gtest.h>
#include <signal.h>

#include <cstdlib>

#include "faults/engine.h"
#include "tests/kafka/private_broker.h"

namespace faults {
namespace {

using tests::kafka::PrivateBroker;

class BrokerFault : public EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    if (!can_start_broker()) return;
    broker_ = std::make_unique<PrivateBroker>(folder_ + "/broker");
    make_topics();
  }
  void TearDown() override {
    EngineTest::TearDown();
    broker_.reset();
  }
  void start_both() {
    for (const char* who : {"a", "b"}) start(who);
    for (const char* who : {"a", "b"}) {
      ASSERT_TRUE(await(seconds(30), [&] { return has_said(who, "live 2"); }));
    }
  }
  void end() {
    feed(300);
    await_drained(seconds(120));
    for (const char* who : {"a", "b"}) stop(who);
    check_all({"a", "b"});
  }

  std::unique_ptr<PrivateBroker> broker_;
};

// DATELINE_OUTAGE_SECONDS: how long (10)
TEST_F(BrokerFault, AKilledBrokerIsWaitedForWithoutExitOrGrowth) {
  const char* given = std::getenv("DATELINE_OUTAGE_SECONDS");
  const seconds outage(given == nullptr ? 10 : std::atoi(given));
  start_both();
  feed(20'000);
  // Drained first: a single broker that starts again forgets the markers it owed (Kafka 4.3: while
  // it is fenced its partitions have no leader, "likely deleted already and hence can be skipped").
  await_drained();
  broker_->kill();
  for (const char* who : {"a", "b"}) {
    ASSERT_TRUE(await(seconds(30), [&] { return has_said(who, "error _TRANSPORT"); }));
  }
  const long before = memory_kib("a");
  ASSERT_GT(before, 0);
  const auto until = std::chrono::steady_clock::now() + outage;
  const auto has_left = [&] { return !is_running("a") || !is_running("b"); };
  await(2 * outage, [&] { return has_left() || std::chrono::steady_clock::now() > until; });
  ASSERT_FALSE(has_left());
  EXPECT_LT(memory_kib("a", "VmHWM") - before, 64 << 10) << "KiB more while nothing came";
  broker_->start();
  end();
}

// In mid-transaction, with nobody to answer: the deadline ends it, and a new epoch settles it. It
// sleeps there until the broker is frozen, or it might have had nothing to do just then.
TEST_F(BrokerFault, AFrozenBrokerEndsATransactionByItsDeadline) {
  start("a", {{"at", "offsets:3:stop"}, {"transaction_ms", "4000"}});
  start("b", {{"transaction_ms", "4000"}});
  for (const char* who : {"a", "b"}) {
    ASSERT_TRUE(await(seconds(30), [&] { return has_said(who, "live 2"); }));
  }
  ASSERT_TRUE(await(seconds(60), [&] {
    feed(200);
    return is_frozen("a");
  }));
  broker_->freeze();
  process("a").send(SIGCONT);
  ASSERT_TRUE(await(seconds(60), [&] { return has_said("a", "rebuilding the producer"); }));
  for (const char* who : {"a", "b"}) EXPECT_TRUE(is_running(who));
  broker_->thaw();
  end();
}

// The commit's answer never comes: the transaction is done, or it is not, and Kafka knows. Alone,
// and asleep until the broker has leaders again, for the reason given above.
TEST_F(BrokerFault, AKilledBrokerMayTakeTheAnswerToACommitWithIt) {
  start("a", {{"at", "offsets:3:stop"},
              {"transaction_ms", "60000"},
              {"consumer.session.timeout.ms", "30000"}});
  ASSERT_TRUE(await(seconds(60), [&] {
    feed(200);
    return is_frozen("a");
  }));
  broker_->kill();
  process("a").send(SIGCONT);
  ASSERT_TRUE(await(seconds(30), [&] { return has_said("a", "error _TRANSPORT"); }));
  process("a").send(SIGSTOP);
  broker_->start();
  process("a").send(SIGCONT);
  ASSERT_TRUE(await(seconds(90), [&] { return has_said("a", "rebuilding the producer"); }));
  start("b");
  end();
}

}  // namespace
}  // namespace faults
