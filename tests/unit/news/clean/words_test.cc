#include "news/clean/words.h"

#include <gtest/gtest.h>

#include "news/clean/unicode.h"

namespace news::clean {
namespace {

TEST(Words, KnowsClassTokensAsWholes) {
  EXPECT_TRUE(is_in(WordList::ClassBad, "sidebar"));
  EXPECT_TRUE(is_in(WordList::ClassGood, "articlebody"));
  EXPECT_TRUE(is_in(WordList::ClassConsent, "gdpr"));
  EXPECT_EQ(lists_of("side"), 0u);
}

TEST(Words, FindsTheLongestPhraseAtALineStart) {
  const std::string line = fold("Related Articles: ferries");
  const PhraseMatch match = phrase_at_start(line, WordList::SectionHead);
  EXPECT_EQ(line.substr(0, match.bytes), "related articles");
  EXPECT_FALSE(phrase_at_start("relatedness of things", WordList::SectionHead));
  EXPECT_FALSE(phrase_at_start("", WordList::SectionHead));
}

TEST(Words, LabelsMayStickToChineseAndKoreanText) {
  EXPECT_TRUE(phrase_at_start(fold("发布时间：2026年3月2日"), WordList::DatePublished));
  EXPECT_TRUE(phrase_at_start(fold("입력 2026.03.02"), WordList::DatePublished));
}

TEST(Words, SomePhrasesCountAnywhere) {
  EXPECT_NE(phrases_in(fold("(c) Harbour Post. All rights reserved.")) & bit(WordList::Boilerplate),
            0u);
  EXPECT_EQ(phrases_in(fold("He said they would share this island")) & bit(WordList::Boilerplate),
            0u);
}

TEST(Words, NamesAgenciesByAllTheirSpellings) {
  EXPECT_EQ(agency_name("The Associated Press"), "AP");
  EXPECT_EQ(agency_name("연합뉴스"), "Yonhap");
  EXPECT_EQ(agency_name("YONHAP"), "Yonhap");
  EXPECT_EQ(agency_name("AA"), "Anadolu Agency");
  EXPECT_EQ(agency_name("aa"), "");
  EXPECT_EQ(agency_name("Harbour Post"), "");
}

TEST(Words, HaveAHash) { EXPECT_NE(word_lists_hash(), 0u); }

}  // namespace
}  // namespace news::clean
