#include "base/time.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace base {
namespace {

TEST(Rfc3339, ReadsWhatTheStandardAllows) {
  EXPECT_EQ(read_rfc3339("1970-01-01T00:00:00Z"), Timestamp{0});
  EXPECT_EQ(read_rfc3339("1985-04-12T23:20:50.52Z"), Timestamp{482'196'050'520});
  EXPECT_EQ(read_rfc3339("1996-12-19T16:39:57-08:00"), read_rfc3339("1996-12-20T00:39:57Z"));
  EXPECT_EQ(read_rfc3339("1937-01-01T12:00:27.87+00:20"), read_rfc3339("1937-01-01t11:40:27.870z"));
  EXPECT_EQ(read_rfc3339("2026-03-02 06:40:00Z"), read_rfc3339("2026-03-02T06:40:00Z"));
  EXPECT_EQ(read_rfc3339("2026-03-02T06:40:00.1239999Z"), read_rfc3339("2026-03-02T06:40:00.123Z"));
  EXPECT_EQ(read_rfc3339("1990-12-31T23:59:60Z"), read_rfc3339("1990-12-31T23:59:59Z"));
  EXPECT_EQ(read_rfc3339("2024-02-29T00:00:00Z"), Timestamp{1'709'164'800'000});
}

TEST(Rfc3339, RefusesEverythingElse) {
  for (const char* bad :
       {"", "2026-03-02", "2026-03-02T06:40Z", "2026-03-02T06:40:00", "2026-13-02T06:40:00Z",
        "2023-02-29T00:00:00Z", "2026-03-02T24:00:00Z", "2026-03-02T06:60:00Z",
        "2026-03-02T06:40:61Z", "2026-03-02T06:40:00.Z", "2026-03-02T06:40:00+0100",
        "2026-03-02T06:40:00+24:00", "2026-03-02T06:40:00Z ", " 2026-03-02T06:40:00Z",
        "2026-3-02T06:40:00Z", "2026/03/02T06:40:00Z", "20260302T064000Z"}) {
    EXPECT_FALSE(read_rfc3339(bad)) << bad;
  }
}

TEST(Rfc3339, PrintsMillisecondsOnlyIfThereAreAny) {
  EXPECT_EQ(to_rfc3339(Timestamp{0}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_rfc3339(Timestamp{7}), "1970-01-01T00:00:00.007Z");
  EXPECT_EQ(to_rfc3339(Timestamp{-1}), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(to_rfc3339(Timestamp{1'709'164'800'000}), "2024-02-29T00:00:00Z");
}

TEST(Rfc3339, StaysWithinFourDigitsOfYears) {
  EXPECT_EQ(to_rfc3339(Timestamp{253'402'300'799'000}), "9999-12-31T23:59:59Z");
  EXPECT_EQ(to_rfc3339(Timestamp{INT64_MAX / 2}).substr(0, 5), "9999-");
  EXPECT_EQ(to_rfc3339(Timestamp{INT64_MIN / 2}).substr(0, 5), "0000-");
}

TEST(Rfc3339, ComesBackAsTheSameInstant) {
  for (std::int64_t day = -800'000; day < 2'900'000; day += 997) {
    const Timestamp when{day * 86'400'000 / 3 + 123};
    EXPECT_EQ(read_rfc3339(to_rfc3339(when)), when) << to_rfc3339(when);
  }
}

TEST(CivilTime, KnowsWhichDatesExist) {
  EXPECT_TRUE(is_valid({2024, 2, 29, 23, 59, 59}));
  EXPECT_FALSE(is_valid({2023, 2, 29, 0, 0, 0}));
  EXPECT_FALSE(is_valid({1900, 2, 29, 0, 0, 0}));
  EXPECT_TRUE(is_valid({2000, 2, 29, 0, 0, 0}));
  EXPECT_FALSE(is_valid({2024, 0, 1, 0, 0, 0}));
  EXPECT_FALSE(is_valid({2024, 1, 0, 0, 0, 0}));
  EXPECT_FALSE(is_valid({2024, 1, 1, 24, 0, 0}));
  EXPECT_FALSE(is_valid({2024, 1, 1, 0, 0, 60}));
  EXPECT_FALSE(is_valid({10000, 1, 1, 0, 0, 0}));
}

TEST(CivilTime, IsAheadOfUtcByItsOffset) {
  const CivilTime seoul{2025, 10, 24, 9, 31, 0};
  EXPECT_EQ(to_rfc3339(to_timestamp(seoul, 9 * 60)), "2025-10-24T00:31:00Z");
  EXPECT_EQ(to_civil(to_timestamp(seoul, 9 * 60), 9 * 60), seoul);
  EXPECT_EQ(to_civil(Timestamp{-1}, 0), (CivilTime{1969, 12, 31, 23, 59, 59}));
}

}  // namespace
}  // namespace base
