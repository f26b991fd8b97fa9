// How the process ends when a worker does not: a thread hangs where a call of the client could.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "e2e/installation.h"

namespace e2e {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr seconds kPatience{60};

class Shutdown : public tests::kafka::BrokerTest {
 protected:
  // Hangs in the drain of the first worker that comes there.
  static std::unique_ptr<Installation> start_hanging(const std::string& shutdown_timeout) {
    auto dateline = std::make_unique<Installation>(
        InstallationOptions{.name = "end",
                            .partitions = 1,
                            .binary = DATELINE_CRASH_BINARY,
                            .settings = {{"workers.clean", "1"},
                                         {"workers.version", "1"},
                                         {"shutdown_timeout", shutdown_timeout}}});
    dateline->start({{"DATELINE_HANG_AT", "stop-2:1"}});
    dateline->await_ready();
    return dateline;
  }
  static bool await_log(const Installation& dateline, const std::string& text) {
    return await(kPatience, [&] { return dateline.log().find(text) != std::string::npos; });
  }
};

TEST_F(Shutdown, IsCutAfterItsTimeout) {
  const auto dateline = start_hanging("1s");
  dateline->process().send(SIGTERM);
  const auto ended = dateline->process().await(kPatience);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->code, 1);
  EXPECT_EQ(ended->signal, 0);
  EXPECT_NE(dateline->log().find("the drain took longer than shutdown_timeout"), std::string::npos);
}

TEST_F(Shutdown, EndsAtOnceWithASecondSignal) {
  for (const auto& [signal, code] : {std::pair{SIGTERM, 143}, {SIGINT, 130}}) {
    const auto dateline = start_hanging("10m");
    dateline->process().send(SIGTERM);
    ASSERT_TRUE(await_log(*dateline, "hangs at stop-2:1"));
    EXPECT_FALSE(dateline->process().await(std::chrono::milliseconds(0)));
    dateline->process().send(signal);
    const auto ended = dateline->process().await(kPatience);
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->code, code);
  }
}

TEST_F(Shutdown, TellsItsStatusWhenAskedAndGoesOn) {
  Installation dateline({.name = "usr",
                         .partitions = 1,
                         .binary = DATELINE_CRASH_BINARY,
                         .settings = {{"workers.clean", "1"}, {"workers.version", "1"}}});
  dateline.start();
  dateline.await_ready();
  dateline.process().send(SIGUSR1);
  ASSERT_TRUE(await_log(dateline, "\\\"ready\\\":true")) << dateline.log();
  // librdkafka's own figures come now and then.
  ASSERT_TRUE(await(kPatience, [&] {
    return read_metric(dateline.metrics(), "dateline_kafka_brokers_up", "") == 1;
  }));
  dateline.stop();
}

}  // namespace
}  // namespace e2e
