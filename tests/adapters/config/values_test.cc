#include "adapters/config/values.h"

#include <gtest/gtest.h>

namespace adapters::config {
namespace {

std::string answer(const NumberOrComplaint& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  return std::get<std::string>(value);
}

TEST(Values, IntegerIsDecimalAndNothingElse) {
  EXPECT_EQ(answer(read_integer("0")), "0");
  EXPECT_EQ(answer(read_integer("20000")), "20000");
  EXPECT_EQ(answer(read_integer("9223372036854775807")), "9223372036854775807");
  EXPECT_EQ(answer(read_integer("9223372036854775808")), "'9223372036854775808' is too large");
  EXPECT_EQ(answer(read_integer("010")), "'010' is not a whole number in decimal, write 10");
  EXPECT_EQ(answer(read_integer("1_000")), "'1_000' is not a whole number in decimal, write 1000");
  EXPECT_EQ(answer(read_integer("0x1f")), "'0x1f' is not a whole number in decimal, write 31");
  EXPECT_EQ(answer(read_integer("1e3")), "'1e3' is not a whole number in decimal, write 1000");
  for (const char* wrong : {"", "-1", "+1", "0x", "0x1g", "1e", "e3", "1e10", "1.5", "ten"}) {
    EXPECT_EQ(answer(read_integer(wrong)),
              "'" + std::string(wrong) + "' is not a whole number in decimal");
  }
  for (const char* wrong : {"", "-1", "+1", "0x1f", "1e3", "1.5", "ten"}) {
    EXPECT_TRUE(std::holds_alternative<std::string>(read_integer(wrong))) << wrong;
  }
}

TEST(Values, BytesTakeBinaryUnitsOnly) {
  EXPECT_EQ(answer(read_bytes("8MiB")), "8388608");
  EXPECT_EQ(answer(read_bytes("1024")), "1024");
  EXPECT_EQ(answer(read_bytes("2GiB")), "2147483648");
  for (const char* wrong :
       {"", "8MB", "8 MiB", "MiB", "08MiB", "-1KiB", "1.5GiB", "8mib", "9223372036854775807KiB"}) {
    EXPECT_TRUE(std::holds_alternative<std::string>(read_bytes(wrong))) << wrong;
  }
}

TEST(Values, DurationNeedsAUnit) {
  EXPECT_EQ(answer(read_duration("200ms")), "200");
  EXPECT_EQ(answer(read_duration("45s")), "45000");
  EXPECT_EQ(answer(read_duration("7d")), "604800000");
  for (const char* wrong :
       {"", "200", "ms", "1.5s", "1 s", "01s", "1w", "-1s", "9223372036854775807d"}) {
    EXPECT_TRUE(std::holds_alternative<std::string>(read_duration(wrong))) << wrong;
  }
}

TEST(Values, AWrongUnitIsToldTheRightOne) {
  const auto ends = [](const NumberOrComplaint& value, const char* end) {
    EXPECT_TRUE(answer(value).ends_with(end)) << answer(value);
  };
  ends(read_bytes("8MB"), ", such as 8MiB");
  ends(read_bytes("8 GiB"), ", such as 8GiB");
  ends(read_bytes("8 apples"), "KiB, MiB or GiB");
  ends(read_duration("200"), "it needs a unit, 200ms or 200s");
  ends(read_duration("5 min"), ", such as 5m");
  ends(read_duration("3 days"), ", such as 3d");
  ends(read_duration("1w"), "with ms, s, m, h or d");
}

TEST(Values, BooleanIsTrueOrFalse) {
  EXPECT_EQ(answer(read_boolean("true")), "1");
  EXPECT_EQ(answer(read_boolean("false")), "0");
  for (const char* wrong : {"", "yes", "no", "on", "True", "1"}) {
    EXPECT_TRUE(std::holds_alternative<std::string>(read_boolean(wrong))) << wrong;
  }
}

TEST(Values, SpellingIsReadBackAsTheSameNumber) {
  for (const std::int64_t number : {0L, 1L, 1000L, 1024L, 1536L, 8388608L, 45000L, 86400000L}) {
    EXPECT_EQ(answer(read_bytes(spell_bytes(number))), std::to_string(number));
    EXPECT_EQ(answer(read_duration(spell_duration(number))), std::to_string(number));
  }
  EXPECT_EQ(spell_bytes(8 << 20), "8MiB");
  EXPECT_EQ(spell_duration(7 * 86'400'000L), "7d");
}

TEST(Values, EditDistanceCountsLetters) {
  EXPECT_EQ(edit_distance("kafka.brokerz", "kafka.brokers"), 1u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("abc", "abc"), 0u);
}

}  // namespace
}  // namespace adapters::config
