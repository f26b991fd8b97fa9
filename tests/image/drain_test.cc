// The image, confined, on a real broker: SIGTERM ends it in the middle of its work within its grace
// period, and what it leaves behind is whole: nothing lost, doubled or reordered. Run by run.sh.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "e2e/verdict.h"

namespace image {
namespace {

using std::chrono::duration;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr int kPartitions = 4;
constexpr int kLives = 3;
constexpr std::size_t kEvents = 30'000;
constexpr seconds kGrace{60};  // as in the manifests
constexpr seconds kPatience{300};

class Image : public tests::kafka::BrokerTest {};

void end_under_load(e2e::Installation& dateline) {
  dateline.start();
  ASSERT_TRUE(e2e::await(kPatience, [&] { return dateline.commits() >= 2; })) << dateline.log();
  const auto begin = steady_clock::now();
  dateline.process().send(SIGTERM);
  const auto ended = dateline.process().await(kGrace);
  ASSERT_TRUE(ended) << dateline.log();
  EXPECT_EQ(ended->signal, 0);
  EXPECT_EQ(ended->code, 0) << dateline.log();
  EXPECT_GT(dateline.unread(), 0) << "too few events for a load";
  const duration<double> took = steady_clock::now() - begin;
  std::printf("ended under load in %.1f s, with 0\n", took.count());
}

// The image's own check of its health, asked inside the container, about the port of this test.
void expect_healthy(e2e::Installation& dateline) {
  const std::string image = std::getenv("DATELINE_TEST_IMAGE");
  const std::string answer = dateline.folder() + "/health";
  e2e::Process check(
      {"/usr/bin/env", "runc", "--root", image + "/containers", "exec", "--env",
       "DATELINE_HTTP_LISTEN=127.0.0.1:" + std::to_string(dateline.port()),
       "dateline-" + std::to_string(dateline.process().pid()), "dateline", "healthcheck"},
      {}, {.out = answer});
  const auto ended = check.await(kPatience);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->code, 0) << e2e::read_file(answer);
}

TEST_F(Image, EndsUnderLoadWithinItsGraceAndLosesNothing) {
  e2e::Installation dateline({.name = "image",
                              .partitions = kPartitions,
                              .binary = "",
                              .settings = {{"workers.clean", "1"}, {"workers.version", "1"}}});
  e2e::feed(dateline, kPartitions, kEvents, 1);
  for (int life = 0; life < kLives; ++life) {
    end_under_load(dateline);
    ASSERT_FALSE(HasFailure());
  }
  dateline.start();
  dateline.await_ready(kPatience);
  expect_healthy(dateline);
  dateline.await_drained(kPatience);
  dateline.stop();

  const e2e::Verdict verdict(dateline, kPartitions, e2e::Tables::Foreign);
  std::printf("%s\n", verdict.summary().c_str());
  for (const std::string& difference : verdict.differences()) ADD_FAILURE() << difference;
}

}  // namespace
}  // namespace image
