// Text on its way out, eight bytes at a time where it can be: it must read as if each byte had been
// looked at alone.
#include <gtest/gtest.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "benchmarks/draw.h"
#include "news/encode/json.h"
#include "news/encode/markup.h"
#include "news/encode/utf8.h"

namespace news::encode {
namespace {

// Some of each, of 0 to 40 pieces.
std::string draw_text(benchmarks::Draw& draw, const std::vector<std::string_view>& pieces) {
  std::string text;
  for (std::uint64_t left = draw.below(41); left > 0; --left) {
    text += pieces[draw.below(pieces.size())];
  }
  return text;
}

// ICU alone, over all of it.
std::size_t count_by_icu(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  UBreakIterator* const iterator = ubrk_open(UBRK_WORD, "", nullptr, 0, &error);
  UText* const utext =
      utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &error);
  ubrk_setUText(iterator, utext, &error);
  EXPECT_TRUE(U_SUCCESS(error));
  std::size_t count = 0;
  while (ubrk_next(iterator) != UBRK_DONE) {
    if (ubrk_getRuleStatus(iterator) >= UBRK_WORD_NONE_LIMIT) ++count;
  }
  utext_close(utext);
  ubrk_close(iterator);
  return count;
}

TEST(CountWords, CountsAsIcuDoes) {
  std::vector<std::string_view> pieces{"a",      "Word",   "x",    "7",      "2026",
                                       "é",      "한국",   "東京", "です",   "ไทยแลนด์",
                                       "\u0301", "\u200d", "א\"ב", "\u2019", "\u00b7"};
  std::string marks;
  for (char c = 1; c > 0; ++c) marks += c;
  for (const char& mark : marks) pieces.emplace_back(&mark, 1);
  for (int often = 0; often < 40; ++often) {
    for (const std::string_view one : {" ", "a", "5", ".", ",", "'", ":", ";", "_", "\n"}) {
      pieces.push_back(one);
    }
  }
  benchmarks::Draw draw(3);
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = draw_text(draw, pieces);
    ASSERT_EQ(count_words(text), count_by_icu(text)) << "\"" << text << "\"";
  }
}

TEST(Utf8, IsReplacedWhereItIsBrokenAndKeptElsewhere) {
  const std::vector<std::string_view> pieces{"plain ascii text", "a",       "é",    "東",
                                             "\xF0\x9F\x93\xB0", "\xFF",    "\xC3", "\xE6\x9D",
                                             "\xED\xA0\x80",     "eight by"};
  benchmarks::Draw draw(4);
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = draw_text(draw, pieces);
    const std::string whole = to_utf8(text);
    ASSERT_TRUE(is_utf8(whole));
    ASSERT_EQ(is_utf8(text), whole == text);
  }
  EXPECT_EQ(to_utf8("12345678\xFF"
                    "12345678\xE6\x9D"),
            "12345678\uFFFD12345678\uFFFD");
}

TEST(JsonText, IsEscapedWhereverTheByteStands) {
  for (std::size_t before = 0; before < 20; ++before) {
    const std::string plain(before, 'x');
    for (const auto& [byte, escaped] :
         std::vector<std::pair<char, std::string>>{{'"', "\\\""},
                                                   {'\\', "\\\\"},
                                                   {'\n', "\\n"},
                                                   {'\x01', "\\u0001"},
                                                   {'\x1f', "\\u001f"},
                                                   {' ', " "},
                                                   {'!', "!"},
                                                   {'\x7f', "\x7f"}}) {
      JsonWriter json;
      json.text(plain + byte + plain);
      EXPECT_EQ(json.take(), '"' + plain + escaped + plain + '"');
    }
  }
}

TEST(Markup, IsEscapedWhereverTheByteStands) {
  for (std::size_t before = 0; before < 20; ++before) {
    const std::string plain(before, 'x');
    Article article;
    article.blocks.emplace_back();
    article.blocks[0].text = plain + "<&>\"'" + plain;
    EXPECT_EQ(to_markup(article), "<p>" + plain + "&lt;&amp;&gt;&quot;'" + plain + "</p>");
  }
}

}  // namespace
}  // namespace news::encode
