#include "news/clean/captions.h"

#include <gtest/gtest.h>

namespace news::clean {
namespace {

std::string read(std::string_view line) {
  const Caption found = read_caption(line);
  return found.has_credit() ? found.text + "|" + found.credit : "";
}

TEST(ReadCaption, FindsTheCreditAtTheVeryEnd) {
  EXPECT_EQ(read("The ferry leaves Northport at dawn. [KCNA]"),
            "The ferry leaves Northport at dawn.|KCNA");
  EXPECT_EQ(read("The ferry leaves Northport. (AP Photo/Jo Reyes)"),
            "The ferry leaves Northport.|AP Photo/Jo Reyes");
  EXPECT_EQ(read("The ferry leaves Northport. /Yonhap"), "The ferry leaves Northport.|Yonhap");
  EXPECT_EQ(read("The ferry leaves Northport. Photo: Jo Reyes"),
            "The ferry leaves Northport.|Jo Reyes");
  EXPECT_EQ(read("Die Fähre verlässt den Hafen (Foto: Jo Reyes)"),
            "Die Fähre verlässt den Hafen|Foto: Jo Reyes");
  EXPECT_EQ(read("Foto: Jo Reyes"), "|Jo Reyes");
}

TEST(ReadCaption, LeavesSentencesAlone) {
  for (const char* line :
       {"So said the Korean Central News Agency (KCNA).", "They left for the island [...]",
        "He called it \"a [sic]\" and left [laughs]", "It costs 5 euros (about 6 dollars)",
        "See https://a.example/b/c", "He said: the ferry sails at dawn", "and/or", "", "[2]"}) {
    EXPECT_EQ(read(line), "") << line;
  }
}

}  // namespace
}  // namespace news::clean
