// Whole pages in the charsets of the world, rightly, falsely and not declared: the right text, or
// `undecodable`, and never another text.
#include <gtest/gtest.h>
#include <iconv.h>

#include <string>
#include <vector>

#include "tests/unit/news/clean/page.h"

namespace news::clean {
namespace {

struct Given {
  const char* charset;  // as iconv and pages name it
  std::vector<std::string> story;
};

const std::vector<Given>& stories() {
  static const std::vector<Given> kStories{
      {"gb18030",
       {"港务局周一表示，夜班渡轮将从五月起恢复航行，冬季的修理工作已经全部完成。",
        "船在船坞里时增加了两间客舱，一层甲板改成了新的厨房，乘客可以在那里吃早饭。",
        "船票从周四开始出售，港务局主席说，她预计夏天的每一班船都会坐满旅客。"}},
      {"euc-kr",
       {"항만청은 월요일 야간 여객선이 오월부터 다시 운항하며 겨울 수리가 모두 끝났다고 밝혔다.",
        "배가 도크에 있는 동안 선실 두 개가 늘었고 갑판 하나는 새로운 주방으로 바뀌었다고 한다.",
        "표는 목요일부터 판매되며 청장은 여름에는 모든 배가 손님으로 가득 찰 것이라고 내다봤다."}},
      {"shift_jis",
       {"港湾局は月曜日、夜のフェリーが五月から再び運航し、冬の修理がすべて終わったと発表した。",
        "船がドックにいる間に客室が二つ増え、甲板の一つは新しい台所になり、朝食を取ることができる"
        "。",
        "切符は木曜日から発売され、局長は夏にはどの便も乗客でいっぱいになるだろうと話している。"}},
      {"windows-1251",
       {"Ночной паром снова пойдёт с мая, сообщило в понедельник управление порта после ремонта.",
        "Пока судно стояло в доке, на нём добавили две каюты, а одну палубу заняла новая кухня.",
        "Билеты поступят в продажу в четверг, и начальник порта ждёт, что летом мест не хватит."}},
      {"windows-1252",
       {"Die Nachtfähre fährt ab Mai wieder, teilte die Hafenbehörde am Montag für alle Gäste mit.",
        "Während das Schiff im Dock lag, kamen zwei Kabinen hinzu, und ein Deck wurde zur Küche.",
        "Karten gibt es ab Donnerstag, sagte die Präsidentin der Behörde, die volle Schiffe "
        "hofft."}},
      {"utf-16le",
       {"Nattfärjan går igen från maj, sade hamnstyrelsen på måndagen efter en lång och kall "
        "vinter.",
        "Två hytter kom till medan fartyget låg i docka, och ett däck fick ge plats åt ett nytt "
        "kök.",
        "Biljetter säljs från torsdag, sade styrelsens ordförande, som väntar sig fulla fartyg."}},
  };
  return kStories;
}

// The same text in another charset.
std::string to_charset(const char* charset, std::string text) {
  const iconv_t converter = iconv_open(charset, "utf-8");
  EXPECT_NE(converter, reinterpret_cast<iconv_t>(-1)) << charset;
  std::string out(text.size() * 2 + 4, '\0');
  char *from = text.data(), *to = out.data();
  std::size_t from_left = text.size(), to_left = out.size();
  EXPECT_EQ(iconv(converter, &from, &from_left, &to, &to_left), 0u) << charset;
  iconv_close(converter);
  out.resize(out.size() - to_left);
  return out;
}

std::string page_of(const Given& given, const std::string& head) {
  std::string html = "<html><head>" + head + "</head><body><article>";
  for (const std::string& paragraph : given.story) html += "<p>" + paragraph + "</p>";
  return to_charset(given.charset, html + "</article></body></html>");
}

base::Result<Article> clean_bytes(const std::string& bytes, const std::string& content_type) {
  RawEvent event;
  event.url = "https://harbourpost.example/night-ferry";
  event.html = bytes;
  event.html_is_bytes = true;
  event.content_type = content_type;
  event.fetched_at = base::to_timestamp({2026, 3, 4, 0, 0, 0}, 0);
  Cleaner cleaner(Tables{});
  return cleaner.clean(event, {.site = "harbourpost.example"});
}

TEST(Charset, DeclaredByTheHeaderIsRead) {
  for (const Given& given : stories()) {
    const auto article =
        clean_bytes(page_of(given, ""), "text/html; charset=" + std::string(given.charset));
    ASSERT_TRUE(article) << given.charset;
    EXPECT_EQ(texts(*article), given.story) << given.charset;
  }
}

TEST(Charset, DeclaredByThePageIsRead) {
  for (const Given& given : stories()) {
    const std::string meta = "<meta charset=" + std::string(given.charset) + ">";
    const auto article = clean_bytes(page_of(given, meta), "text/html");
    ASSERT_TRUE(article) << given.charset;
    EXPECT_EQ(texts(*article), given.story) << given.charset;
  }
}

TEST(Charset, FalselyDeclaredOrNotAtAllIsFoundOut) {
  for (const Given& given : stories()) {
    for (const char* type : {"text/html; charset=utf-8", "text/html"}) {
      const auto article = clean_bytes(page_of(given, ""), type);
      if (article) {
        EXPECT_EQ(texts(*article), given.story) << given.charset << ", " << type;
      } else {
        EXPECT_EQ(article.fault().code, "undecodable") << given.charset << ", " << type;
      }
    }
  }
}

TEST(Charset, OfUtf8IsUtf8WhateverIsDeclared) {
  for (const Given& given : stories()) {
    Given utf8 = given;
    utf8.charset = "utf-8";
    const auto article = clean_bytes(page_of(utf8, "<meta charset=windows-1252>"),
                                     "text/html; charset=" + std::string(given.charset));
    ASSERT_TRUE(article) << given.charset;
    EXPECT_EQ(texts(*article), given.story) << given.charset;
  }
}

}  // namespace
}  // namespace news::clean
