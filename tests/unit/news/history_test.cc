#include "news/history.h"

#include <gtest/gtest.h>

namespace news {
namespace {

constexpr char kText[] = "urn:dateline:harbourpost.example:1d4ee55ed8f878fb79d714f24ac4edf7";

TEST(Urn, NamesAnArticleOfASite) {
  const auto urn = read_urn(kText);
  ASSERT_TRUE(urn);
  EXPECT_EQ(urn->site, "harbourpost.example");
  EXPECT_EQ(to_hex(urn->id), "1d4ee55ed8f878fb79d714f24ac4edf7");
  EXPECT_EQ(to_urn(urn->site, urn->id), kText);
}

TEST(Urn, IsNothingElse) {
  for (const char* text : {"", "urn:dateline:", "urn:dateline:1d4ee55ed8f878fb79d714f24ac4edf7",
                           "urn:dateline::1d4ee55ed8f878fb79d714f24ac4edf7",
                           "urn:dateline:harbourpost.example:1d4ee55ed8f878fb79d714f24ac4edf",
                           "urn:dateline:harbourpost.example:1D4EE55ED8F878FB79D714F24AC4EDF7",
                           "urn:newsml:harbourpost.example:1d4ee55ed8f878fb79d714f24ac4edf7",
                           "https://harbourpost.example/night-ferry"}) {
    EXPECT_FALSE(read_urn(text)) << text;
  }
}

}  // namespace
}  // namespace news
