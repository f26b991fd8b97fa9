// What JSON-LD gives as the text of an article: heard where the page itself leaves doubt.
#include "news/clean/witness.h"

#include <gtest/gtest.h>

#include "tests/unit/news/clean/page.h"

namespace news::clean {
namespace {

using Texts = std::vector<std::string>;

std::string told(std::string_view text) {
  return R"(<script type="application/ld+json">{"@type":"NewsArticle","headline":"Night ferry )"
         R"(returns","articleBody":")" +
         std::string(text) + "\"}</script>";
}

std::string in_one(std::string_view between) {
  std::string text;
  for (const std::string& paragraph : story()) {
    text += (text.empty() ? "" : std::string(between)) + paragraph;
  }
  return text;
}

TEST(Witness, GivesTheTextOfAPageThatDoesNotShowIt) {
  const std::string shell = "<title>Night ferry returns</title><div id=app></div>";
  const Article article = *clean_page(told(in_one("\\n\\n")) + shell);
  EXPECT_EQ(texts(article), story());
  EXPECT_EQ(article.method, "jsonld");
  EXPECT_EQ(article.confidence, Confidence::Low);
  EXPECT_EQ(texts(*clean_page(told("<p>" + in_one("<\\/p><p>") + "<\\/p>") + shell)), story());
}

TEST(Witness, TeaserOrALineIsNoText) {
  const std::string shell = "<title>Night ferry returns</title><h1>Night ferry returns</h1>";
  EXPECT_TRUE(texts(*clean_page(told(in_one(" ") + " And so ...") + shell)).empty());
  EXPECT_TRUE(texts(*clean_page(told(story()[0]) + shell)).empty());
}

TEST(Witness, IsNotHeardWhereThePageIsClear) {
  const Article article =
      *clean_page(told(in_one(" ") + " It was not said on the page.") +
                  "<article><h1>Night ferry returns</h1>" + story_html() + "</article>");
  EXPECT_EQ(texts(article), story());
  EXPECT_EQ(article.method, "regions");
}

class Hearing : public testing::Test {
 protected:
  // Blocks of these texts, in which the witness looks for what it was told.
  Texts hear(const Texts& blocks, std::string_view text, std::int64_t words_min = 0) {
    BlockList list;
    for (const std::string& block : blocks) {
      list.blocks.emplace_back();
      list.lines.push_back(make_line(block));
    }
    Texts kept;
    if (!witness_.hear(list, text, words_min)) return kept;
    for (const std::uint32_t i : witness_.body().kept) kept.push_back(blocks[i]);
    return kept;
  }
  Witness witness_;
};

TEST_F(Hearing, FindsTheBlocksThatStandInTheText) {
  const Texts blocks = {"Day ferry of the week, its crew and its cabins", story()[0], story()[1],
                        "Get the news of the harbour by mail each morning", story()[2]};
  EXPECT_EQ(hear(blocks, in_one(" ")), story());
  EXPECT_EQ(hear(blocks, "<p>" + in_one("</p><p class=x>") + "</p>"), story());
}

TEST_F(Hearing, FindsThemInAnyScript) {
  const Texts blocks = {"夜间渡轮将从五月起重新启航，港务局在漫长的冬季之后于周一宣布。",
                        "今天港口的天气预报和其他新闻都可以在我们的网站上找到。"};
  EXPECT_EQ(hear(blocks, blocks[0] + "船上增加了两个客舱。"), Texts{blocks[0]});
}

TEST_F(Hearing, RefusesATeaserAndTooLittle) {
  EXPECT_TRUE(hear(story(), in_one(" ") + "…").empty());
  EXPECT_TRUE(hear(story(), in_one(" ") + " [...]").empty());
  EXPECT_TRUE(hear(story(), story()[0], 4000).empty());
  EXPECT_TRUE(hear(story(), "").empty());
}

}  // namespace
}  // namespace news::clean
