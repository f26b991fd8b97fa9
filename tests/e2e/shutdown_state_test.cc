// SIGTERM in every state that the service can be in, its broker's states too: it leaves within its
// limit, with the exit code that says how, and what it leaves behind is whole.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <thread>

#include "base/hash.h"
#include "benchmarks/workload.h"
#include "e2e/installation.h"
#include "tests/kafka/foreign.h"
#include "tests/kafka/private_broker.h"

namespace e2e {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using tests::kafka::Isolation;

constexpr int kPartitions = 2;
// Beside the limit itself: the start of a process under load, the destruction of what is left.
constexpr seconds kGrace{15};

class ShutdownState : public tests::kafka::BrokerTest {
 protected:
  void install(const std::string& limit = "30s") {
    limit_ = seconds(std::stoi(limit));
    dateline_ = std::make_unique<Installation>(InstallationOptions{
        .name = "shutdown",
        .partitions = kPartitions,
        .binary = DATELINE_BINARY,
        .settings = {{"workers.clean", "1"},
                     {"workers.version", "1"},
                     {"shutdown_timeout", limit},
                     // One that did not say goodbye is missed sooner than in production.
                     {"kafka.consumer_properties.session.timeout.ms", "4000"},
                     {"kafka.consumer_properties.heartbeat.interval.ms", "500"}}});
  }
  void feed(std::size_t events) {
    benchmarks::Workload workload({.seed = ++fed_, .html_per_mille = 50, .broken_per_mille = 2});
    std::vector<tests::kafka::Sent> batch;
    for (std::size_t i = 0; i < events; ++i) {
      benchmarks::WorkloadEvent event = workload.next();
      const int partition = base::partition_for_key(event.key, kPartitions);
      batch.push_back({std::move(event.key), std::move(event.value), partition, {}});
    }
    tests::kafka::produce(dateline_->raw, batch);
  }
  double metric(const std::string& name, const std::string& labels = "") const {
    return read_metric(dateline_->metrics(), name, labels);
  }
  bool has_logged(const std::string& text) const {
    return dateline_->log().find(text) != std::string::npos;
  }
  // The exit code; -1: it did not leave in time.
  int leave(Process& process, int signal = SIGTERM) {
    process.send(signal);
    const auto ended = process.await(limit_ + kGrace);
    if (!ended || ended->signal != 0) return -1;
    return ended->code;
  }
  bool is_stable(const std::string& topic) const {
    return tests::kafka::ends(topic, Isolation::ReadCommitted) ==
           tests::kafka::ends(topic, Isolation::ReadUncommitted);
  }
  void expect_nothing_hangs() const {
    for (const std::string& topic : {dateline_->candidates, dateline_->clean, dateline_->versions,
                                     dateline_->dead, dateline_->changelog}) {
      EXPECT_TRUE(await(seconds(5), [&] { return is_stable(topic); })) << topic;
    }
  }

  std::unique_ptr<Installation> dateline_;
  seconds limit_{0};
  std::uint64_t fed_ = 0;
};

// A cooperative member that joined and was never assigned: closing it would abort (librdkafka issue
// 4381).
TEST_F(ShutdownState, BeforeTheFirstAssignment) {
  install();
  dateline_->start();
  dateline_->await_ready();
  // The group waits for the frozen one, and the second process for the group.
  dateline_->process().send(SIGSTOP);
  const auto second = dateline_->start_beside("second");
  ASSERT_TRUE(await(seconds(30), [&] {
    return tests::kafka::group_state(dateline_->group("clean")) == "PreparingRebalance" &&
           tests::kafka::group_state(dateline_->group("version")) == "PreparingRebalance";
  }));
  EXPECT_EQ(leave(*second), 0) << dateline_->log_of("second");
  EXPECT_NE(dateline_->log_of("second").find("drained"), std::string::npos);
  dateline_->process().send(SIGCONT);
  EXPECT_EQ(leave(dateline_->process()), 0) << dateline_->log();
}

TEST_F(ShutdownState, WhileItRestores) {
  install();
  dateline_->start();
  dateline_->await_ready();
  feed(500);
  dateline_->await_drained(seconds(60));
  dateline_->stop();
  dateline_->delete_state();
  // A restore cannot end before what somebody has left open.
  tests::kafka::ForeignTransaction open(dateline_->changelog + ".other", milliseconds(120'000));
  for (int partition = 0; partition < kPartitions; ++partition) {
    open.send(dateline_->changelog, {{"k", "never", partition, {}}});
  }
  dateline_->start();
  ASSERT_TRUE(await(seconds(30), [&] {
    return metric("dateline_restoring_partitions", "version") == kPartitions;
  })) << dateline_->metrics();
  EXPECT_EQ(leave(dateline_->process()), 0) << dateline_->log();
  EXPECT_TRUE(has_logged("drained"));
  open.abort();
  dateline_->start();
  dateline_->await_ready();
  dateline_->stop();
  expect_nothing_hangs();
}

TEST_F(ShutdownState, WithRecordsOnTheirWay) {
  install();
  feed(4000);
  dateline_->start();
  ASSERT_TRUE(await(
      seconds(60), [&] { return metric("dateline_commits_total", "outcome=\"committed\"") >= 3; }));
  ASSERT_GT(dateline_->unread(), 0) << "everything was done already";
  EXPECT_EQ(leave(dateline_->process(), SIGINT), 0) << dateline_->log();
  expect_nothing_hangs();
}

class ShutdownWithoutBroker : public ShutdownState {
 protected:
  void SetUp() override {
    ShutdownState::SetUp();
    if (!can_start_broker()) return;
    broker_ = std::make_unique<tests::kafka::PrivateBroker>(testing::TempDir() +
                                                            tests::kafka::fresh_name("broker"));
    install("5s");
  }
  // It works, and has more to do.
  void run_busy() {
    feed(20'000);
    dateline_->start();
    ASSERT_TRUE(await(seconds(60), [&] {
      return metric("dateline_commits_total", "outcome=\"committed\"") >= 3;
    }));
  }
  // 0: drained. 1: something hung, and the limit ended it.
  void expect_left(int code) {
    EXPECT_TRUE(code == 0 || code == 1) << code << "\n" << dateline_->log();
    EXPECT_TRUE(has_logged(code == 0 ? "drained" : "the drain took longer")) << dateline_->log();
  }
  void expect_whole_after_a_restart() {
    dateline_->start();
    // A broker that was killed takes its time with the markers of the transactions it had open.
    dateline_->await_ready(seconds(180));
    dateline_->await_drained(seconds(180));
    dateline_->stop();
    expect_nothing_hangs();
  }

  std::unique_ptr<tests::kafka::PrivateBroker> broker_;
};

TEST_F(ShutdownWithoutBroker, WhenItsBrokerHasDied) {
  run_busy();
  // A single broker that is killed forgets the markers it owed (tests/faults/broker_fault_test.cc).
  dateline_->await_drained(seconds(120));
  broker_->kill();
  ASSERT_TRUE(await(seconds(30), [&] { return has_logged("_ALL_BROKERS_DOWN"); }))
      << dateline_->log();
  expect_left(leave(dateline_->process()));
  broker_->start();
  expect_whole_after_a_restart();
}

TEST_F(ShutdownWithoutBroker, InMidTransactionWhenItsBrokerIsFrozen) {
  run_busy();
  broker_->freeze();
  expect_left(leave(dateline_->process()));
  broker_->thaw();
  expect_whole_after_a_restart();
}

TEST_F(ShutdownWithoutBroker, BeforeItHasFoundABroker) {
  broker_->kill();
  dateline_->start();
  ASSERT_TRUE(await(seconds(60), [&] { return has_logged("waiting for brokers"); }));
  EXPECT_EQ(leave(dateline_->process()), 0) << dateline_->log();
}

class SecondSignal : public ShutdownWithoutBroker, public testing::WithParamInterface<int> {};

TEST_P(SecondSignal, EndsADrainAtOnceAndSaysWhichItWas) {
  run_busy();
  broker_->freeze();
  dateline_->process().send(SIGTERM);
  ASSERT_TRUE(await(seconds(30), [&] { return has_logged("draining"); }));
  dateline_->process().send(GetParam());
  const auto ended = dateline_->process().await(seconds(5));
  ASSERT_TRUE(ended) << dateline_->log();
  EXPECT_EQ(ended->code, 128 + GetParam());
  EXPECT_FALSE(has_logged("drained"));
}

INSTANTIATE_TEST_SUITE_P(Signals, SecondSignal, testing::Values(SIGTERM, SIGINT),
                         [](const auto& signal) {
                           return std::string(signal.param == SIGTERM ? "Term" : "Int");
                         });

}  // namespace
}  // namespace e2e
