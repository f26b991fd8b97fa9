// Death at every named point of the loop, at random points, and among rebalances: what is left
// behind is always exactly what the input says.
#include <gtest/gtest.h>

#include <random>

#include "unit/stream/world.h"

namespace stream {
namespace {

constexpr const char* kPoints[] = {
    "polled",   "handled",          "begun",         "half-sent", "committed", "half-applied",
    "applied",  "flushing",         "rebuilt",       "asked",     "placed",    "slice",
    "restored", "revoke-committed", "revoke-closed", "stop-1",    "stop-2",    "stop-3",
    "stop-4"};

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
  world.start().crash.arm(point, count);
  const std::string_view name(point);
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

// ---- At random, two workers and sometimes a third ----

class Chaos {
 public:
  explicit Chaos(unsigned seed) : random_(seed), world_(options()) {}

  void run() {
    for (const char* name : {"pod-a", "pod-b"}) begin(name);
    const int steps = pick(20, 60);
    for (int i = 0; i < steps; ++i) {
      disturb();
      world_.turn();
      if (!compacted_) {
        ASSERT_EQ(world_.judge_stores(), "");
      }
      ASSERT_TRUE(world_.stopped.empty()) << world_.stopped.front().code;
    }
    calm();
    ASSERT_TRUE(world_.settle()) << "does not end";
    while (!world_.pods.empty()) ASSERT_TRUE(world_.drain(world_.pods.begin()->first));
    world_.kafka.time_out("dateline.fold.g1.pod-c");
    EXPECT_EQ(world_.verdict(compacted_), "");
  }
  int crashes() const { return static_cast<int>(world_.crashed.size()); }

 private:
  WorldOptions options() {
    WorldOptions options;
    options.partitions = pick(2, 5);
    options.worker.commit_records = static_cast<std::size_t>(pick(1, 12));
    options.worker.commit_interval = Millis(pick(1, 100));
    options.worker.flush_after = static_cast<std::size_t>(pick(1, 4000));
    options.worker.restore_slice_bytes = static_cast<std::size_t>(pick(1, 200));
    options.worker.overlay_bytes_max = static_cast<std::size_t>(pick(100, 3000));
    options.worker.measure_interval = Millis(pick(0, 200));
    return options;
  }

  int pick(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  bool chance(int percent) { return pick(1, 100) <= percent; }

  void begin(const std::string& name) {
    if (world_.pods.contains(name)) return;
    if (chance(40)) world_.disks[name].clear();
    Pod& pod = world_.start(name);
    if (chance(60)) pod.crash.arm("*", pick(1, 150));
    pod.outbox.fate = [this] {
      if (calm_ || !chance(8)) return fakes::CommitFate::Works;
      const fakes::CommitFate fates[] = {fakes::CommitFate::Lost, fakes::CommitFate::Unseen,
                                         fakes::CommitFate::Aborted};
      return fates[pick(0, 2)];
    };
    pod.outbox.reports_offsets = !chance(5);
  }

  void feed() {
    for (int i = pick(0, 12); i > 0; --i) {
      const int kind = pick(1, 100);
      world_.feed("k" + std::to_string(pick(0, 7)), kind <= 6    ? "bad"
                                                    : kind <= 14 ? "drop"
                                                    : kind <= 18 ? "both"
                                                                 : "v");
    }
    if (chance(10)) world_.feed_aborted("in", pick(0, world_.options.partitions - 1), pick(1, 3));
    if (chance(5)) world_.feed_aborted("changelog", pick(0, world_.options.partitions - 1), 2);
  }

  void disturb() {
    feed();
    world_.kafka.marker_delay = Millis(chance(20) ? pick(1, 60) : 0);
    if (chance(10)) world_.kafka.rebalance(kGroup);
    if (chance(8)) begin("pod-a");
    if (chance(8)) begin("pod-b");
    if (chance(5)) begin("pod-c");
    if (chance(4) && world_.pods.contains("pod-c")) leave();
    if (chance(5) && !world_.pods.empty()) world_.kafka.put_out(kGroup, any());
    if (chance(3)) compact();
  }

  void leave() {
    Pod& pod = world_.pod("pod-c");
    pod.crash.arm("");
    EXPECT_TRUE(world_.drain("pod-c"));
  }

  void compact() {
    compacted_ = true;
    for (int p = 0; p < world_.options.partitions; ++p) world_.kafka.log("changelog", p).compact();
  }

  const std::string& any() {
    auto pod = world_.pods.begin();
    std::advance(pod, pick(0, static_cast<int>(world_.pods.size()) - 1));
    return pod->first;
  }

  void calm() {
    calm_ = true;
    world_.kafka.marker_delay = Millis(0);
    for (const char* name : {"pod-a", "pod-b"}) begin(name);
    for (auto& [name, pod] : world_.pods) {
      pod->crash.arm("");
      pod->outbox.reports_offsets = true;
    }
    if (!world_.pods.contains("pod-c")) world_.kafka.time_out("dateline.fold.g1.pod-c");
    world_.kafka.rebalance(kGroup);
  }

  static constexpr const char* kGroup = "dateline.fold.g1";
  std::mt19937 random_;
  World world_;
  bool calm_ = false, compacted_ = false;
};

TEST(Crash, AtRandomAmongRebalancesIsExactlyOnce) {
  int crashes = 0;
  for (unsigned seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Chaos chaos(seed);
    chaos.run();
    crashes += chaos.crashes();
    if (HasFailure()) return;
  }
  EXPECT_GT(crashes, 200);
}

}  // namespace
}  // namespace stream
