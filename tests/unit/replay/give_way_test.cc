#include "replay/give_way.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace replay {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using stream::Tick;

// Two stages and a lane whose reader takes so many a second. How long live records wait follows
// from the pace; offsets show it as a real broker would.
class World final {
 public:
  explicit World(std::function<double(double pace)> wait) : wait_(std::move(wait)) {}

  void run(GiveWay& give_way, Tick length) {
    for (const Tick until = now_ + length; now_ < until; now_ += 130ms) {
      const double pace = std::min(give_way.pace() == 0 ? kUnlimited : give_way.pace(), kUnlimited);
      step(pace, 0.13);
      slowest = std::max(slowest, wait_(lane_taken_));
      give_way.look({{traffic(live_rate, raw_), traffic(live_rate + lane_taken_, judged_)},
                     {static_cast<std::int64_t>(lane_unread), static_cast<std::int64_t>(lane_)}},
                    now_);
    }
  }

  double live_rate = 200, lane_rate = 1e6, lane_unread = 0;
  double slowest = 0;  // wait, since it was set

 private:
  static constexpr std::uint64_t kUnlimited = 20'000;

  void step(double pace, double seconds) {
    lane_taken_ = std::min(lane_rate, pace + lane_unread / seconds);
    lane_ += pace * seconds;
    lane_unread = std::max(0.0, lane_unread + (pace - lane_taken_) * seconds);
    raw_ += live_rate * seconds;
    judged_ += (live_rate + lane_taken_) * seconds;
  }
  // Half of the wait at each stage.
  Traffic traffic(double rate, double end) const {
    return {static_cast<std::int64_t>(rate * wait_(lane_taken_) / 2),
            static_cast<std::int64_t>(end)};
  }

  const std::function<double(double)> wait_;
  Tick now_ = 1000s;
  double raw_ = 0, judged_ = 0, lane_ = 0, lane_taken_ = 0;
};

double always(double) { return 0.15; }
// A machine that is full at six thousand a second.
double busy(double pace) { return 0.15 / (1 - std::min(pace, 5'900.0) / 6'000); }

TEST(GiveWay, HasNoLimitWhereNobodyIsLive) {
  World world(always);
  world.live_rate = 0;
  GiveWay give_way;
  EXPECT_EQ(give_way.pace(), GiveWay::kPaceMin);
  world.run(give_way, 2s);
  EXPECT_EQ(give_way.pace(), 0u);
}

TEST(GiveWay, GoesFasterAsLongAsNobodyWaits) {
  World world(always);
  GiveWay give_way;
  world.run(give_way, 2s);
  EXPECT_EQ(give_way.pace(), GiveWay::kPaceMin) << "it only looks";
  world.run(give_way, 30s);
  EXPECT_GT(give_way.pace(), 10'000u);
  EXPECT_NEAR(give_way.quiet(), 0.15, 0.03);
}

TEST(GiveWay, UsesWhatIsLeftAndNoMore) {
  World world(busy);
  GiveWay give_way;
  world.run(give_way, 30s);
  world.slowest = 0;
  double slowest_pace = 1e9, fastest_pace = 0;
  for (int i = 0; i < 60; ++i) {
    world.run(give_way, 1s);
    slowest_pace = std::min(slowest_pace, static_cast<double>(give_way.pace()));
    fastest_pace = std::max(fastest_pace, static_cast<double>(give_way.pace()));
  }
  EXPECT_LT(world.slowest, 2 * 0.15);
  EXPECT_GT(slowest_pace, 700);
  EXPECT_LT(fastest_pace, 3'000);
}

TEST(GiveWay, FallsAtOnceAndStillEndsSomeDay) {
  double wait = 0.15;
  World world([&](double) { return wait; });
  GiveWay give_way;
  world.run(give_way, 20s);
  const std::uint64_t before = give_way.pace();
  wait = 0.6;
  world.run(give_way, 4s);
  EXPECT_LT(give_way.pace(), before / 2);
  world.run(give_way, 60s);
  EXPECT_EQ(give_way.pace(), GiveWay::kPaceMin);
  wait = 0.15;
  world.run(give_way, 20s);
  EXPECT_GT(give_way.pace(), before / 2);
}

TEST(GiveWay, DoesNotRunAheadOfTheLane) {
  World world(always);
  world.lane_rate = 2'000;
  GiveWay give_way;
  world.run(give_way, 60s);
  EXPECT_LT(world.lane_unread, 8'000);
  EXPECT_GT(give_way.pace(), 1'500u);
}

TEST(GiveWay, LearnsTheQuietTimeOnlyWhenTheLaneIsQuiet) {
  double wait = 0.5;
  World world([&](double) { return wait; });
  world.lane_rate = 3'000;
  world.lane_unread = 12'000;  // of the replay before it
  GiveWay give_way;
  world.run(give_way, 4s);
  EXPECT_EQ(give_way.quiet(), 0);
  wait = 0.15;
  world.run(give_way, 5s);
  EXPECT_NEAR(give_way.quiet(), 0.15, 0.05);
}

TEST(GiveWay, ABreakOfLiveTrafficIsNotItsEnd) {
  World world(always);
  GiveWay give_way;
  world.run(give_way, 10s);
  world.live_rate = 0;
  world.run(give_way, 3s);
  EXPECT_GT(give_way.pace(), 0u);
  world.run(give_way, 10s);
  EXPECT_EQ(give_way.pace(), 0u);
  world.live_rate = 200;
  world.run(give_way, 6s);
  EXPECT_GT(give_way.pace(), 0u);
}

}  // namespace
}  // namespace replay
