#include "cli/text.h"

#include <gtest/gtest.h>

namespace cli {
namespace {

using Lines = std::vector<std::string>;

TEST(Text, WrapsBetweenWordsAndInWordsThatAreTooLong) {
  EXPECT_EQ(wrap("one two three", 7), (Lines{"one two", "three"}));
  EXPECT_EQ(wrap("one  two", 4), (Lines{"one", "two"}));
  EXPECT_EQ(wrap("abcdefghij", 4), (Lines{"abcd", "efgh", "ij"}));
  EXPECT_EQ(wrap("a\n\nb", 9), (Lines{"a", "", "b"}));
  EXPECT_EQ(wrap("", 9), Lines{});
}

TEST(Text, CountsCharactersNotBytes) {
  EXPECT_EQ(width_of("Lüttenort"), 9u);
  EXPECT_EQ(pad("Aue ö", 7), "Aue ö  ");
  EXPECT_EQ(pad_left("7", 3), "  7");
  EXPECT_EQ(cut("Lüttenort", 6), "Lütte…");
  EXPECT_EQ(cut("Aue", 3), "Aue");
  EXPECT_EQ(wrap("öööö öö", 4), (Lines{"öööö", "öö"}));
}

TEST(Text, WideCharactersHaveTwoColumns) {
  EXPECT_EQ(width_of("夜 ferry"), 8u);
  EXPECT_EQ(cut("夜间渡轮", 8), "夜间渡轮");
  EXPECT_EQ(cut("夜间渡轮", 7), "夜间渡…");
  EXPECT_EQ(cut("夜间渡轮", 6), "夜间…");
  EXPECT_EQ(wrap("夜间渡轮", 4), (Lines{"夜间", "渡轮"}));
}

TEST(Text, PartsStayWhole) {
  EXPECT_EQ(wrap_parts({"8 new", "2 older", "1 gone"}, 15), (Lines{"8 new, 2 older,", "1 gone"}));
  EXPECT_EQ(wrap_parts({}, 15), Lines{});
}

TEST(Text, NumbersReadWell) {
  EXPECT_EQ(with_commas(999), "999");
  EXPECT_EQ(with_commas(1234567), "1,234,567");
  EXPECT_EQ(count_of(1, "dump", "dumps"), "1 dump");
  EXPECT_EQ(count_of(0, "dump", "dumps"), "0 dumps");
}

TEST(Text, PaintsOnlyWithColours) {
  EXPECT_EQ(Paint(false)(Ink::Strong, "x"), "x");
  EXPECT_EQ(Paint(true)(Ink::Strong, "x"), "\x1b[1mx\x1b[0m");
  EXPECT_EQ(Paint(true)(Ink::Plain, "x"), "x");
}

}  // namespace
}  // namespace cli
