#include "news/clean/unicode.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace news::clean {
namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> out;
  LineReader reader(text);
  for (std::string_view line; reader.next(line);) out.emplace_back(line);
  return out;
}

TEST(Unicode, ReadsInvalidBytesAsReplacementAndAlwaysMovesOn) {
  const std::string_view broken = "\xE2\x28\xFF\x80z";
  std::size_t pos = 0;
  std::vector<char32_t> codes;
  while (pos < broken.size()) codes.push_back(decode(broken, pos));
  EXPECT_EQ(codes, (std::vector<char32_t>{0xFFFD, '(', 0xFFFD, 0xFFFD, 'z'}));
}

TEST(Unicode, LinesEndAtEachOfTheFiveLineEnds) {
  EXPECT_EQ(lines_of("a\nb\rc\r\nd\xC2\x85"
                     "e\xE2\x80\xA8"
                     "f"),
            (std::vector<std::string>{"a", "b", "c", "d", "e", "f"}));
  EXPECT_EQ(lines_of("\n\n"), (std::vector<std::string>{"", ""}));
}

TEST(Unicode, LineOfNoBreakSpacesIsBlank) {
  EXPECT_EQ(trim("\xC2\xA0 \xE3\x80\x80\xEF\xBB\xBF\xE2\x80\x8B"), "");
  EXPECT_EQ(trim("\xEF\xBB\xBF x\xC2\xA0"), "x");
}

TEST(Unicode, PolishMakesOneSpaceAndDropsTheInvisible) {
  EXPECT_EQ(polish(" a\xC2\xAD"
                   "b \xC2\xA0\t c\xE2\x80\xAE\x01 "),
            "ab c");
  EXPECT_EQ(polish("e\xCC\x81t\xC3\xA9"), "\xC3\xA9t\xC3\xA9");
  EXPECT_EQ(polish("a\xFF"), "a\xEF\xBF\xBD");
}

// Sorting the marks of one character once took the time of their number squared.
TEST(Unicode, NormalizingKeepsThirtyMarksOfACharacter) {
  std::string heap = "a";
  for (int i = 0; i < 31; ++i) heap += i % 2 == 0 ? "\xCC\xA3" : "\xCC\x81";
  EXPECT_LT(count_code_points(polish(heap)), 32u);
  std::string mountain = "a";
  for (int i = 0; i < 200'000; ++i) mountain += "\xCC\x81\xCC\xA3";
  EXPECT_LE(count_code_points(polish(mountain)), 31u);
  EXPECT_LE(count_code_points(fold(mountain)), 31u);
}

TEST(Unicode, PreformattedTextKeepsItsLines) {
  EXPECT_EQ(polish_preformatted("one\n  two  \r\n\nthree\n"), "one\n  two\n\nthree");
}

TEST(Unicode, FoldForgetsCaseWidthAndPunctuation) {
  EXPECT_EQ(fold("  \"Night-Ferry\" Returns!"), "night ferry returns");
  EXPECT_EQ(fold("ＡＢＣ１２"), "abc12");
  EXPECT_EQ(fold("ΝΕΟΣ"), fold("νέος").substr(0, 0) + "νεοσ");
  EXPECT_EQ(fold("--- !"), "");
}

// What folding means for ASCII, a byte at a time; the product reads eight at once.
std::string fold_slowly(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter || (c >= '0' && c <= '9')) {
      out.push_back(letter ? static_cast<char>(c | 0x20) : c);
    } else if (!is_invisible(static_cast<char32_t>(c)) && !out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

TEST(Unicode, FoldIsTheSameWhereverEightBytesBegin) {
  std::string all;
  for (char c = 0; c < 127; ++c) all.push_back(c);
  for (const std::string& text :
       {all, std::string("The  Ferry Sails At 10  and at 22, said  MARA   Lindqvist of A-B"),
        std::string(" a b c d e f g h i j  k l m n o p "),
        std::string("PQRSTUVWXY0123456789 @[`{")}) {
    for (std::size_t begin = 0; begin < 9; ++begin) {
      for (std::size_t end = begin; end <= text.size(); ++end) {
        const std::string part = text.substr(begin, end - begin);
        ASSERT_EQ(fold(part), fold_slowly(part)) << part;
      }
    }
  }
}

TEST(Unicode, CountsWordsInEveryScript) {
  EXPECT_EQ(count_words("two words"), 200);
  EXPECT_EQ(count_words("\xC2\xA0"), 0);
  EXPECT_EQ(count_words("夜行船が戻る。"), 6 * 1000 / 17);
  EXPECT_EQ(count_words("สวัสดีครับ"), 250);
  EXPECT_EQ(count_words("밤배가 돌아온다"), 200);
}

TEST(Unicode, KnowsSentenceEndsBehindClosingMarks) {
  for (const char* text : {"It sailed.", "“It sailed.”", "It sailed!')", "船が出た。」", "चली गई।",
                           "وصل؟", "and then…", "she said.\xC2\xA0"}) {
    EXPECT_EQ(ending(text), Ending::Sentence) << text;
  }
  for (const char* text : {"Contents:", "(photo)", "“Night ferry”", "first,", "第一，"}) {
    EXPECT_EQ(ending(text), Ending::Mark) << text;
  }
  for (const char* text : {"Home", "", "24 October 2025"}) {
    EXPECT_EQ(ending(text), Ending::None) << text;
  }
}

TEST(Unicode, FortyThaiCharactersAreASentence) {
  std::string text;
  for (int i = 0; i < 39; ++i) text += "ก";
  EXPECT_EQ(ending(text), Ending::None);
  EXPECT_EQ(ending(text + "ก"), Ending::Sentence);
}

TEST(Unicode, DigitsOfAnyScriptHaveAValue) {
  std::size_t pos = 0;
  EXPECT_EQ(digit_value(decode("٣", pos)), 3);
  pos = 0;
  EXPECT_EQ(digit_value(decode("९", pos)), 9);
  EXPECT_EQ(digit_value('x'), -1);
}

TEST(Unicode, ValidatesUtf8) {
  EXPECT_TRUE(is_valid_utf8("aé漢😀"));
  EXPECT_FALSE(is_valid_utf8("\xED\xA0\x80"));
  EXPECT_FALSE(is_valid_utf8("\xC0\x80"));
  EXPECT_FALSE(is_valid_utf8("ab\xE6\xBC"));
}

}  // namespace
}  // namespace news::clean
