// Death at every named point of the loop: what is left behind is always exactly what the input
// says. At random, among everything else that can go wrong: tests/sim.
#include <gtest/gtest.h>

#include <algorithm>

#include "unit/stream/asks.h"

namespace stream {
namespace {

constexpr const char* kPoints[] = {
    "polled",        "handled",  "begun",     "half-sent",    "sent",     "offsets",
    "end-sent",      "end-lost", "committed", "half-applied", "applied",  "flushing",
    "rebuilt",       "asked",    "placed",    "slice",        "restored", "revoke-committed",
    "revoke-closed", "stop-1",   "stop-2",    "stop-3",       "stop-4"};

WorldOptions small_batches() {
  WorldOptions options;
  options.worker.commit_records = 7;
  options.worker.flush_after = 200;
  options.worker.measure_interval = Millis(0);
  return options;
}

void feed_mixture(World& world, int from, int count) {
  for (int i = from; i < from + count; ++i) {
    const std::string key = "k" + std::to_string(i % 5);
    world.feed(key, i % 11 == 3 ? "bad" : i % 13 == 5 ? "drop" : i % 17 == 7 ? "both" : "v");
  }
}

class CrashAt : public testing::TestWithParam<std::tuple<const char*, int, bool>> {};

TEST_P(CrashAt, LosesNothingAndDoublesNothing) {
  const auto [point, count, wipe_disk] = GetParam();
  World world(small_batches());
  feed_mixture(world, 0, 40);
  world.start();
  ASSERT_TRUE(world.settle());
  // The second life has a changelog to restore, and gives a partition away.
  world.kill();
  if (wipe_disk) world.disks["pod-a"].clear();
  feed_mixture(world, 40, 60);
  world.feed_aborted("in", 0, 2);
  Pod& pod = world.start();
  pod.crash.arm(point, count);
  const std::string_view name(point);
  if (name == "end-lost") pod.outbox.fate = [] { return fakes::CommitFate::Lost; };
  for (int i = 0; i < 3 && !world.pods.empty(); ++i) world.turn();
  if (name.starts_with("revoke")) world.start("pod-b");
  for (int i = 0; i < 40 && world.crashed.empty(); ++i) world.turn();
  if (world.crashed.empty()) {
    try {
      EXPECT_TRUE(world.drain());
    } catch (const fakes::Crash& crash) {
      world.crashed.push_back(crash.point);
      world.kill("pod-a");
    }
  }
  ASSERT_EQ(world.crashed, std::vector<std::string>{point}) << "the point was not reached";
  EXPECT_EQ(world.judge_stores(), "");
  feed_mixture(world, 100, 20);
  world.kafka.rebalance("dateline.fold.g1");
  world.start();
  ASSERT_TRUE(world.settle());
  while (!world.pods.empty()) EXPECT_TRUE(world.drain(world.pods.begin()->first));
  EXPECT_EQ(world.verdict(), "");
}

std::string name_of(const testing::TestParamInfo<CrashAt::ParamType>& info) {
  std::string name = std::get<0>(info.param);
  std::replace(name.begin(), name.end(), '-', '_');
  return name + std::to_string(std::get<1>(info.param)) + (std::get<2>(info.param) ? "wiped" : "");
}

INSTANTIATE_TEST_SUITE_P(EveryPoint, CrashAt,
                         testing::Combine(testing::ValuesIn(kPoints), testing::Values(1),
                                          testing::Bool()),
                         name_of);
INSTANTIATE_TEST_SUITE_P(SecondTime, CrashAt,
                         testing::Combine(testing::Values("handled", "begun", "half-sent",
                                                          "committed", "half-applied", "applied",
                                                          "flushing", "placed"),
                                          testing::Values(2), testing::Bool()),
                         name_of);

TEST(Crash, InTheMiddleOfAWipe) {
  World world(small_batches());
  feed_mixture(world, 0, 40);
  world.start();
  ASSERT_TRUE(world.settle());
  ASSERT_TRUE(world.drain());
  world.disks["pod-a"].at(0).meta.format = 9;
  world.disks["pod-a"].at(0).durable_meta.format = 9;
  world.start().crash.arm("wiped");
  for (int i = 0; i < 10 && world.crashed.empty(); ++i) world.turn();
  ASSERT_EQ(world.crashed, std::vector<std::string>{"wiped"});
  feed_mixture(world, 40, 20);
  world.start();
  ASSERT_TRUE(world.settle());
  ASSERT_TRUE(world.drain());
  EXPECT_EQ(world.verdict(), "");
}

}  // namespace
}  // namespace stream
