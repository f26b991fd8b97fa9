#include "adapters/clock/clock.h"

#include <gtest/gtest.h>

namespace adapters::clock {
namespace {

TEST(SystemClock, TellsAMomentOfThisCentury) {
  const SystemClock clock;
  EXPECT_GT(clock.now().value, 1'700'000'000'000);
  EXPECT_LT(clock.now().value, 4'102'444'800'000);
}

TEST(SystemClock, TicksNeverGoBack) {
  const SystemClock clock;
  const stream::Tick first = clock.tick();
  for (int i = 0; i < 1000; ++i) EXPECT_GE(clock.tick(), first);
}

}  // namespace
}  // namespace adapters::clock
