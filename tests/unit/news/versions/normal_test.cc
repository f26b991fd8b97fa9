// What is hashed and what is not: the text as the judge sees it.
#include "news/versions/normal.h"

#include <gtest/gtest.h>

#include "news/versions/headline.h"
#include "news/versions/volatile.h"

namespace news::versions {
namespace {

Article article(const std::string& headline, const std::vector<std::string>& paragraphs) {
  Article made;
  made.headline = headline;
  for (const std::string& paragraph : paragraphs) {
    made.blocks.push_back({BlockKind::Paragraph, 0, paragraph});
  }
  return made;
}

base::Hash128 hash(const std::vector<std::string>& paragraphs) {
  return text_features(article("H", paragraphs)).content_hash;
}

TEST(Normal, InvisibleCharactersQuotesDashesAndSpacesDoNotCount) {
  EXPECT_EQ(normalized("a\xC2\xAD\xE2\x80\x8B\xEF\xBB\xBF"
                       "b"),
            "ab");
  EXPECT_EQ(normalized("“a” – ‘b’ — c"), "\"a\" - 'b' - c");
  EXPECT_EQ(normalized("  a \t b\xC2\xA0 c  "), "a b c");
  EXPECT_EQ(normalized("日本 の 新聞"), "日本の新聞");
  EXPECT_EQ(normalized("한국 신문"), "한국 신문") << "Hangul has spaces between words";
  EXPECT_EQ(normalized("ﬁve ５"), "five 5");
}

TEST(Normal, HowAPageSplitsParagraphsIsNoContent) {
  EXPECT_EQ(hash({"One. Two.", "Three."}), hash({"One.", "Two. Three."}));
  EXPECT_NE(hash({"One. Two."}), hash({"One. Three."}));
}

TEST(Normal, HeadlineAndBodyDoNotRunIntoEachOther) {
  EXPECT_NE(text_features(article("One", {"two"})).content_hash,
            text_features(article("One two", {})).content_hash);
}

TEST(Normal, VolatileLinesAreNoContentButKeepTheirPlace) {
  EXPECT_EQ(hash({"Updated 9:31 AM", "One.", "3 min read"}), hash({"One."}));
  const TextFeatures features =
      text_features(article("H", {"Updated 9:31 AM", "One two.", "Three."}));
  EXPECT_EQ(features.sentences.size(), 2u);
  EXPECT_EQ(features.paragraph_starts, (std::vector<std::uint16_t>{0, 0, 1}));
  EXPECT_EQ(features.words, 3u);
}

TEST(Normal, FiguresAreNoContent) {
  Article with = article("H", {"One."});
  with.blocks.push_back({BlockKind::Figure, 0, "A ferry in the harbour"});
  EXPECT_EQ(text_features(with).content_hash, hash({"One."}));
}

TEST(Normal, DescribesFourHundredSentencesAndHashesAll) {
  std::vector<std::string> paragraphs;
  for (std::size_t i = 0; i < kSentencesMax; ++i) {
    paragraphs.push_back("Sentence " + std::to_string(i) + ".");
  }
  const TextFeatures full = text_features(article("H", paragraphs));
  EXPECT_EQ(full.sentences.size(), kSentencesMax);
  paragraphs.push_back("One more.");
  const TextFeatures more = text_features(article("H", paragraphs));
  EXPECT_EQ(more.sentences.size(), kSentencesMax);
  EXPECT_NE(more.content_hash, full.content_hash);
  EXPECT_EQ(more.words, full.words + 2);
}

TEST(Volatile, LinesAreLabelsWithDatesTimesAndCounts) {
  for (const char* line : {"Updated 9:31 AM", "Last modified: 3 March 2025", "3 min read",
                           "12 comments", "입력 2025.10.24", "更新 2025-10-24 09:31"}) {
    EXPECT_TRUE(is_volatile_line(normalized(line))) << line;
  }
  for (const char* line : {"Updated rules for ferries", "12 people were hurt on Monday.",
                           "The ferry sails at 9:31 AM", ""}) {
    EXPECT_FALSE(is_volatile_line(normalized(line))) << line;
  }
  EXPECT_TRUE(is_volatile_line("Updated " + std::string(kVolatileBytesMax - 8, '1')));
  EXPECT_FALSE(is_volatile_line("Updated " + std::string(kVolatileBytesMax - 7, '1')));
}

TEST(Headline, LosesTheMarksOfWiresInManyLanguages) {
  for (const char* marked : {"UPDATE 1-Ferry returns",   "UPDATE 2 - Ferry returns",
                             "CORRECTED-Ferry returns",  "CORRECTED-UPDATE 3-Ferry returns",
                             "KILL - Ferry returns",     "WITHDRAWN: Ferry returns",
                             "(LEAD) Ferry returns",     "(2nd LD) Ferry returns",
                             "[속보] Ferry returns",     "Ferry returns (종합2보)",
                             "[정정] Ferry returns",     "訂正:Ferry returns",
                             "更正:Ferry returns",       "(전문취소) Ferry returns",
                             "CORRECTIF-Ferry returns",  "CORRECCIÓN: Ferry returns",
                             "KORREKTUR: Ferry returns", "ANULA: Ferry returns",
                             "REFILE-Ferry returns",     "RPT-Ferry returns"}) {
    EXPECT_EQ(without_markers(normalized(marked)), "Ferry returns") << marked;
  }
}

TEST(Headline, KeepsWhatIsNoMark) {
  for (const char* plain :
       {"Update your ferry ticket", "KILL BILL returns", "Leading ferry returns", "UPDATE",
        "Ferry (of 1912) returns", "Correction officers strike"}) {
    EXPECT_EQ(without_markers(normalized(plain)), plain);
  }
}

}  // namespace
}  // namespace news::versions
