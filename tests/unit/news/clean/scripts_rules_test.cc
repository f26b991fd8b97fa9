// What each script asks of a rule: counting, ending, wrapping, marks that nobody sees, dates.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "news/clean/dates.h"
#include "news/clean/dump.h"
#include "news/clean/unicode.h"
#include "tests/unit/news/clean/page.h"

namespace news::clean {
namespace {

std::string repeat(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

TEST(ScriptRules, FourCharactersWithoutSpacesAreAWord) {
  // Thai, Lao, Khmer, Burmese.
  for (const char* letter : {"ก", "ກ", "ក", "က"}) {
    EXPECT_EQ(count_words(repeat(letter, 4)), 100) << letter;
    EXPECT_EQ(count_words(repeat(letter, 40)), 1000) << letter;
    EXPECT_EQ(count_words(repeat(letter, 4) + " " + repeat(letter, 4)), 200) << letter;
    EXPECT_EQ(count_words(repeat(letter, 4) + " GPS 2026"), 300) << letter;
  }
}

TEST(ScriptRules, FortyCharactersWithoutSpacesAreASentence) {
  for (const char* letter : {"ก", "ກ", "ក", "က"}) {
    EXPECT_EQ(ending(repeat(letter, 40)), Ending::Sentence) << letter;
    EXPECT_EQ(ending(repeat(letter, 39)), Ending::None) << letter;
  }
  // Khmer and Burmese have full stops of their own.
  EXPECT_EQ(ending("ទូកចេញ។"), Ending::Sentence);
  EXPECT_EQ(ending("လှေထွက်သည်။"), Ending::Sentence);
}

TEST(ScriptRules, SeventeenHanOrKanaAreTenWords) {
  for (const char* letter : {"船", "ふ", "フ"}) {
    EXPECT_EQ(count_words(repeat(letter, 17)), 1000) << letter;
  }
  EXPECT_EQ(count_words("船が、港を出る。"), 6 * 1000 / 17);  // full-width marks are no words
  EXPECT_EQ(count_words("배가 항구를 떠난다."), 300);
}

TEST(ScriptRules, FullStopsOfEveryScriptEndASentence) {
  for (const char* text :
       {"船离开了港口。", "船离开了港口！", "船离开了吗？", "他说：“船离开了港口。”",
        "船が港を出た。」", "船が港を出た｡", "배가 떠났다.", "هل غادرت السفينة؟", "السفينة غادرت۔",
        "הספינה יצאה.", "\"הספינה יצאה.\"", "Корабль ушёл.", "«Корабль ушёл!»", "Το πλοίο έφυγε.",
        "Έφυγε το πλοίο;", "«Έφυγε το πλοίο;»", "जहाज चला गया।", "Նավը մեկնեց։", "船走了……"}) {
    EXPECT_EQ(ending(text), Ending::Sentence) << text;
  }
  for (const char* text : {"船离开了港口", "船离开港口：", "السفينة، ", "Корабль;", "ferry;",
                           "Το πλοίο, ", "배가 떠난 항구", "船、"}) {
    EXPECT_NE(ending(text), Ending::Sentence) << text;
  }
}

TEST(ScriptRules, WrappedLinesOfHanAndKanaJoinWithoutASpace) {
  EXPECT_EQ(polish("港口小镇为新轮渡\n开办学校。"), "港口小镇为新轮渡开办学校。");
  EXPECT_EQ(polish("港町は、\r\n  学校を開いた。"), "港町は、学校を開いた。");
  EXPECT_EQ(polish("カタカナ\n\nひらがな"), "カタカナひらがな");
  // A space that somebody typed stays, and so does one beside letters or Hangul.
  EXPECT_EQ(polish("港口 小镇"), "港口 小镇");
  EXPECT_EQ(polish("港口\nGPS\n小镇"), "港口 GPS 小镇");
  EXPECT_EQ(polish("항구\n마을"), "항구 마을");
  EXPECT_EQ(polish("the old\nharbour"), "the old harbour");
  std::string out = "港";
  polish_onto("\n口", out);  // what stands before is another text
  EXPECT_EQ(out, "港口");
}

TEST(ScriptRules, WrappedParagraphsOfAPageAreWhole) {
  const auto article = clean_page(
      "<html lang=\"zh\"><body><article><h1>灯塔看守人数了一个冬天的大雁</h1>"
      "<p>老灯塔的看守人从十月到三月底\n    数了每一只飞过的大雁，\n并在周一公布了他的记录。</p>"
      "<p>他发现雁群比日记里的第一个冬天晚到了十一天，在草地上停留的时间也更短，这让他很担心。</p>"
      "</article></body></html>");
  ASSERT_TRUE(article);
  ASSERT_EQ(texts(*article).size(), 2u);
  EXPECT_EQ(texts(*article)[0],
            "老灯塔的看守人从十月到三月底数了每一只飞过的大雁，并在周一公布了他的记录。");
}

TEST(ScriptRules, DirectionMarksThatOverrideAreRemoved) {
  // Embedding, override, pop and isolates; the marks of one character stay, they are the writer's.
  EXPECT_EQ(polish("\u202Bשלום\u202C \u2067עולם\u2069"), "שלום עולם");
  EXPECT_EQ(polish("\u202Eمرحبا\u202C"), "مرحبا");
  EXPECT_EQ(polish("\uFEFFשלום"), "שלום");
  EXPECT_EQ(trim("\u202Bשלום\u202C "), "שלום");
  EXPECT_EQ(ending("\u202Bהספינה יצאה.\u202C"), Ending::Sentence);
  EXPECT_EQ(count_words("\u202Bשלום\u202C \u202Bעולם\u202C"), 200);
}

TEST(ScriptRules, HebrewPointsAndArabicVowelsAreNoLettersOfAWord) {
  EXPECT_EQ(count_words("שָׁלוֹם עוֹלָם"), 2 * 100);
  EXPECT_EQ(count_words("مَرْحَبًا بِالْعَالَمِ"), 2 * 100);
}

TEST(ScriptRules, FoldingKnowsCaseWhereAScriptHasIt) {
  EXPECT_EQ(fold("ΤΟ ΠΛΟΊΟ, ΈΦΥΓΕ;"), fold("το πλοίο έφυγε"));
  EXPECT_EQ(fold("КОРАБЛЬ «Ёж»"), "корабль ёж");
  EXPECT_EQ(fold("ＡＢＣ　港町！"), "abc 港町");
  EXPECT_EQ(fold("ﾌﾈ"), "フネ");
}

struct DateRow {
  const char* text;
  const char* language;
  base::CivilTime local;
  Precision precision;
};

TEST(ScriptRules, DatesAreReadInEveryScript) {
  const base::CivilTime day{2026, 3, 2, 0, 0, 0}, minute{2026, 3, 2, 8, 15, 0};
  for (const DateRow& row : {
           DateRow{"2026年3月2日 08:15", "zh", minute, Precision::Minute},
           DateRow{"２０２６年３月２日", "ja", day, Precision::Day},
           DateRow{"令和8年3月2日 8時15分", "ja", minute, Precision::Minute},
           DateRow{"平成31年3月2日", "ja", {2019, 3, 2, 0, 0, 0}, Precision::Day},
           DateRow{"2026년 3월 2일 오전 8시 15분", "ko", minute, Precision::Minute},
           DateRow{"2026.03.02 오후 8:15", "ko", {2026, 3, 2, 20, 15, 0}, Precision::Minute},
           DateRow{"2 มีนาคม 2569 08:15", "th", minute, Precision::Minute},
           DateRow{"๒ มีนาคม ๒๕๖๙", "th", day, Precision::Day},
           DateRow{"2 مارس 2026 08:15", "ar", minute, Precision::Minute},
           DateRow{"٢ مارس ٢٠٢٦", "ar", day, Precision::Day},
           DateRow{"۲ مارس ۲۰۲۶", "fa", day, Precision::Day},
           DateRow{"2 במרץ 2026, 08:15", "he", minute, Precision::Minute},
           DateRow{"2 марта 2026, 08:15", "ru", minute, Precision::Minute},
           DateRow{"02.03.2026 08:15", "ru", minute, Precision::Minute},
           DateRow{"2 березня 2026 р., 08:15", "uk", minute, Precision::Minute},
           DateRow{"2 Μαρτίου 2026, 08:15", "el", minute, Precision::Minute},
           DateRow{"02/03/2026 08:15", "el", minute, Precision::Minute},
           DateRow{"२ मार्च २०२६", "hi", day, Precision::Day},
       }) {
    const auto found =
        scan_date(row.text, row.language, base::to_timestamp({2026, 3, 4, 0, 0, 0}, 0));
    ASSERT_TRUE(found) << row.text;
    EXPECT_EQ(found->local, row.local) << row.text;
    EXPECT_EQ(found->precision, row.precision) << row.text;
  }
}

}  // namespace
}  // namespace news::clean
