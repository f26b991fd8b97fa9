#include "news/identity/keys.h"

#include <gtest/gtest.h>

#include <string>

namespace news::identity {
namespace {

TEST(Keys, GiveTheIdsThatAreWrittenDown) {
  EXPECT_EQ(
      to_hex(article_id("example.com", KeyKind::Address, "https://example.com/world/story-2")),
      "1d4ee55ed8f878fb79d714f24ac4edf7");
  EXPECT_EQ(to_hex(article_id("example.com", KeyKind::Guid, "urn:newsml:example.com:20251024:A1")),
            "afa25a13e82b03f4a0eae81404a7ada5");
}

TEST(Keys, NameAliasRowsByTwelveBytesOfSiteKindAndKey) {
  const std::string row = alias_row_key("example.com", KeyKind::Address, "https://example.com/a");
  EXPECT_EQ(row.size(), 13u);
  EXPECT_EQ(row[0], 'a');
  EXPECT_EQ(base::to_hex(std::string_view(row).substr(1)), "3e2343c03f4007f2c10ae947");
  EXPECT_EQ(row,
            alias_row_key(alias_hash("example.com", KeyKind::Address, "https://example.com/a")));
  EXPECT_EQ(alias_hash("example.com", KeyKind::Address, "k").low & 0xffffffff, 0u);
  EXPECT_NE(alias_row_key("a", KeyKind::Guid, "k"), alias_row_key("a", KeyKind::Address, "k"));
  EXPECT_NE(alias_row_key("a", KeyKind::Guid, "k"), alias_row_key("b", KeyKind::Guid, "k"));
}

TEST(Keys, GuardAgainstCanonicalsThatNameASection) {
  for (const char* home :
       {"https://example.com/", "https://example.com", "https://example.com/world",
        "https://example.com:8443/Sport", "https://example.com/%EB%89%B4"}) {
    EXPECT_TRUE(is_home_like(home)) << home;
  }
  for (const char* page :
       {"https://example.com/world/a", "https://example.com/?id=3",
        "https://example.com/world?id=3", "https://example.com/a-b", "https://example.com/12",
        "https://example.com/#!/a", "https://example.com/%2F", "world"}) {
    EXPECT_FALSE(is_home_like(page)) << page;
  }
}

TEST(Keys, TakeAGuidOnlyIfItIsLongEnoughAndNoAddress) {
  EXPECT_TRUE(is_guid_key("tag:3.14"));
  EXPECT_FALSE(is_guid_key("tag:3.1"));
  EXPECT_FALSE(is_guid_key("HTTPS://example.com/?p=3"));
  EXPECT_FALSE(is_guid_key("http://example.com/?p=3"));
  EXPECT_FALSE(is_guid_key("//example.com/?p=3"));
}

}  // namespace
}  // namespace news::identity
