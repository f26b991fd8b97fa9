#include "adapters/clock/zones.h"

#include <gtest/gtest.h>

namespace adapters::clock {
namespace {

const base::ZoneTable& zones() {
  static const base::Result<base::ZoneTable> table = read_zones();
  return *table;
}

TEST(Zones, KnowSeoulWithoutSummerTime) {
  const base::CivilTime wall{2025, 10, 24, 9, 31, 0};
  ASSERT_TRUE(zones().to_instant("Asia/Seoul", wall));
  EXPECT_EQ(base::to_rfc3339(*zones().to_instant("Asia/Seoul", wall)), "2025-10-24T00:31:00Z");
}

TEST(Zones, KnowSummerTime) {
  EXPECT_EQ(base::to_rfc3339(*zones().to_instant("Europe/Berlin", {2026, 7, 1, 12, 0, 0})),
            "2026-07-01T10:00:00Z");
  EXPECT_EQ(base::to_rfc3339(*zones().to_instant("Europe/Berlin", {2026, 1, 1, 12, 0, 0})),
            "2026-01-01T11:00:00Z");
}

TEST(Zones, GiveTheEarlierOfTwoInstantsInAutumn) {
  EXPECT_EQ(base::to_rfc3339(*zones().to_instant("Europe/Berlin", {2025, 10, 26, 2, 30, 0})),
            "2025-10-26T00:30:00Z");
}

TEST(Zones, ReadTheGapOfSpringAsIfTheClockHadNotMoved) {
  EXPECT_EQ(base::to_rfc3339(*zones().to_instant("Europe/Berlin", {2025, 3, 30, 2, 30, 0})),
            "2025-03-30T01:30:00Z");
}

TEST(Zones, KnowHalfHours) {
  EXPECT_EQ(zones().offset_at("Asia/Kolkata", base::Timestamp{1'760'000'000'000}), 330);
}

TEST(Zones, DoNotKnowAnInventedPlace) {
  EXPECT_FALSE(zones().to_instant("Middle/Earth", {2025, 1, 1, 0, 0, 0}));
}

}  // namespace
}  // namespace adapters::clock
