#include "base/zone_table.h"

#include <gtest/gtest.h>

namespace base {
namespace {

Timestamp at(const char* text) { return *read_rfc3339(text); }

// An invented zone: an hour ahead, two from the last Sunday of March 2026 to that of October.
ZoneTable table() {
  ZoneTable made;
  made.zones["Harbour/Ellery"] = {{at("2020-01-01T00:00:00Z"), 60},
                                  {at("2026-03-29T01:00:00Z"), 120},
                                  {at("2026-10-25T01:00:00Z"), 60}};
  made.zones["Empty"] = {};
  return made;
}

TEST(ZoneTable, TellsTheOffsetOfAnInstant) {
  const ZoneTable zones = table();
  EXPECT_EQ(zones.offset_at("Harbour/Ellery", at("2026-03-29T00:59:59Z")), 60);
  EXPECT_EQ(zones.offset_at("Harbour/Ellery", at("2026-03-29T01:00:00Z")), 120);
  EXPECT_EQ(zones.offset_at("Harbour/Ellery", at("2026-10-25T01:00:00Z")), 60);
  // The first rule counts for all time before it.
  EXPECT_EQ(zones.offset_at("Harbour/Ellery", at("1999-01-01T00:00:00Z")), 60);
}

TEST(ZoneTable, FindsTheInstantThatAClockShows) {
  const ZoneTable zones = table();
  const auto instant = [&](const CivilTime& civil) {
    return to_rfc3339(*zones.to_instant("Harbour/Ellery", civil));
  };
  EXPECT_EQ(instant({2026, 1, 5, 9, 31, 0}), "2026-01-05T08:31:00Z");
  EXPECT_EQ(instant({2026, 7, 5, 9, 31, 0}), "2026-07-05T07:31:00Z");
  EXPECT_EQ(instant({2026, 3, 29, 3, 0, 0}), "2026-03-29T01:00:00Z");
}

TEST(ZoneTable, TakesTheEarlierOfTwoInstants) {
  const auto instant = table().to_instant("Harbour/Ellery", {2026, 10, 25, 2, 30, 0});
  EXPECT_EQ(to_rfc3339(*instant), "2026-10-25T00:30:00Z");
}

TEST(ZoneTable, TakesATimeThatWasSkippedAsIfTheClockHadNotChanged) {
  const auto instant = table().to_instant("Harbour/Ellery", {2026, 3, 29, 2, 30, 0});
  EXPECT_EQ(to_rfc3339(*instant), "2026-03-29T01:30:00Z");
}

TEST(ZoneTable, KnowsNothingOfOtherZones) {
  const ZoneTable zones = table();
  EXPECT_FALSE(zones.offset_at("Nowhere", Timestamp{0}));
  EXPECT_FALSE(zones.offset_at("Empty", Timestamp{0}));
  EXPECT_FALSE(zones.to_instant("Nowhere", {2026, 1, 5, 9, 31, 0}));
}

}  // namespace
}  // namespace base
