#include "news/clean/references.h"

#include <gtest/gtest.h>

#include "news/clean/references_table.h"

namespace news::clean {
namespace {

std::string text(std::string_view raw) { return decode_references(raw, ReferenceIn::Text); }
std::string value(std::string_view raw) { return decode_references(raw, ReferenceIn::Attribute); }

TEST(References, KnowAllNamesOfHtml) {
  std::size_t names = 0, bare = 0;
  for (std::size_t i = 0; i < kReferenceCount; ++i) {
    const NamedReference& entry = kReferences[i];
    ++names;
    bare += entry.name.back() != ';';
    EXPECT_EQ(text('&' + std::string(entry.name)), entry.text) << entry.name;
  }
  EXPECT_EQ(names, 2231u);
  EXPECT_EQ(bare, 106u);
}

TEST(References, TakeTheLongestName) {
  EXPECT_EQ(text("&notin;"), "\xE2\x88\x89");
  EXPECT_EQ(text("&notit;"), "\xC2\xACit;");
  EXPECT_EQ(text("&not"), "\xC2\xAC");
  EXPECT_EQ(text("&ampamp;"), "&amp;");
  EXPECT_EQ(text("&CounterClockwiseContourIntegral;"), "\xE2\x88\xB3");
}

TEST(References, AreLeftAloneIfNobodyKnowsThem) {
  for (const std::string_view raw : {"&", "& ", "&;", "&x;", "&nosuchname;", "&#;", "&#x;", "&#xg;",
                                     "&AMPERSAND;x", "R&D", "&\xC3\xA9;"}) {
    const std::string expected = raw == "&AMPERSAND;x" ? "&ERSAND;x" : std::string(raw);
    EXPECT_EQ(text(raw), expected);
  }
}

TEST(References, ReadNumbersInBothBases) {
  EXPECT_EQ(text("&#8217;&#x2019;&#X2019&#8217."),
            "\xE2\x80\x99\xE2\x80\x99\xE2\x80\x99\xE2\x80\x99.");
  EXPECT_EQ(text("&#128512;"), "\xF0\x9F\x98\x80");
}

TEST(References, ReadOldNumbersAsWindows1252) {
  EXPECT_EQ(text("&#146;&#x80;&#150;"), "\xE2\x80\x99\xE2\x82\xAC\xE2\x80\x93");
}

TEST(References, ReplaceNumbersThatAreNoCharacter) {
  for (const std::string_view raw : {"&#0;", "&#xD800;", "&#xDFFF;", "&#x110000;",
                                     "&#99999999999999999999;", "&#xFFFFFFFFFFFFFFFF;"}) {
    EXPECT_EQ(text(raw), "\xEF\xBF\xBD") << raw;
  }
  EXPECT_EQ(text("&#x10FFFF;"), "\xF4\x8F\xBF\xBF");
}

TEST(References, InAddressesAreNotParameters) {
  EXPECT_EQ(value("/?a=1&copy=2&reg3&amp;b"), "/?a=1&copy=2&reg3&b");
  EXPECT_EQ(value("&copy 2&copy;"), "\xC2\xA9 2\xC2\xA9");
  EXPECT_EQ(text("&copy=2"), "\xC2\xA9=2");
}

TEST(References, AreDecodedOnce) { EXPECT_EQ(text("&amp;amp;lt;"), "&amp;lt;"); }

}  // namespace
}  // namespace news::clean
