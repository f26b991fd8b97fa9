// Publisher, section, access and agency of pages, by sources that stand in the body.
#include "news/clean/labels.h"

#include <gtest/gtest.h>

#include "tests/unit/news/clean/page.h"

namespace news::clean {
namespace {

constexpr std::string_view kTitle = "<title>Night ferry returns - Harbour Post</title>";

Article with(std::string_view head, std::string_view above = {}, std::string_view below = {}) {
  const auto article =
      clean_page(std::string(head) + std::string(above) + "<h1>Night ferry returns</h1><article>" +
                 story_html() + std::string(below) + "</article>");
  return article ? *article : Article();
}

std::string source_of(const Article& article, std::string_view field) {
  for (const auto& [name, source] : article.from) {
    if (name == field) return source;
  }
  return {};
}

TEST(Publisher, IsTheMastheadThatTheTitleConfirms) {
  const std::string_view text = "<a href='/'>Home</a><a href='/'>Harbour Post</a>";
  EXPECT_EQ(with(kTitle, text).publisher, "Harbour Post");
  EXPECT_EQ(source_of(with(kTitle, text), "publisher"), "masthead");
  EXPECT_EQ(with(kTitle, "<a href='/'><img src=a.png alt='Harbour Post'></a>").publisher,
            "Harbour Post");
  for (const char* other : {"<a href='/'>Sell now</a>", "<a href='/x'>Harbour Post</a>",
                            "<a href='https://coastwire.example/'>Harbour Post</a>"}) {
    EXPECT_EQ(with(kTitle, other).publisher, "") << other;
  }
  // Without a title that has it, the address may.
  EXPECT_EQ(with("", "<a href='/'>HarbourPost</a>").publisher, "HarbourPost");
}

TEST(Publisher, IsSaidByMarkupFirst) {
  EXPECT_EQ(
      with("<meta property=og:site_name content='The Harbour Post'>", "<a href='/'>HarbourPost</a>")
          .publisher,
      "The Harbour Post");
}

TEST(Section, IsFoundInBreadcrumbsOfMicrodata) {
  const Article article =
      with("",
           "<ol itemtype='https://schema.org/BreadcrumbList'><li><a href='/'>Home</a>"
           "<li><a href='/t'>Transport</a><li><a href='/t/f'>Ferries</a></ol>");
  EXPECT_EQ(article.section_path, (std::vector<std::string>{"Transport", "Ferries"}));
  EXPECT_EQ(article.section, "Ferries");
}

TEST(Access, IsLockedByAWallThatIsSeenInTheStory) {
  const std::string_view wall = "<div class='c-paywall__box'><p>Read on for 1 euro</p></div>";
  EXPECT_EQ(with("", "", wall).access, "locked");
  EXPECT_TRUE(with("", "", wall).partial);
  EXPECT_EQ(with("", wall).access, "") << "outside of the story";
  EXPECT_EQ(with("", "", "<div class=paywall hidden><p>Read on for 1 euro</p></div>").access, "");
  EXPECT_EQ(with("", "", "<div class=paywall></div>").access, "");
  EXPECT_EQ(with("<meta property=article:content_tier content=free>", "", wall).access, "free");
}

TEST(Access, IsSaidOfThePartBehindTheWall) {
  const auto access = [](std::string_view part, std::string_view whole = "") {
    return with("<script type=application/ld+json>{\"@type\":\"Article\"" + std::string(whole) +
                ",\"hasPart\":{\"@type\":\"WebPageElement\",\"isAccessibleForFree\":" +
                std::string(part) + "}}</script>")
        .access;
  };
  EXPECT_EQ(access("\"False\""), "locked");
  EXPECT_EQ(access("true"), "");
  EXPECT_EQ(access("false", ",\"isAccessibleForFree\":true"), "free");
}

TEST(Agency, IsNamedByLinesMarkupDatelinesAndRights) {
  const std::vector<std::pair<Article, const char*>> rows{
      {with("", "", "<p>(AFP)</p>"), "end"},
      {with("", "", "<p>The ship is full, the board said when the day had ended. (AFP)</p>"),
       "end"},
      {with("", "", "<p>© 2026 Agence France-Presse. All rights reserved.</p>"), "end"},
      {with("<meta name=author content=AFP>"), "meta"},
      {with("", "<p>By AFP</p>"), "line"},
  };
  for (const auto& [article, source] : rows) {
    EXPECT_EQ(article.agency, "AFP") << source;
    EXPECT_EQ(article.authors, std::vector<std::string>{});
  }
  EXPECT_EQ(source_of(rows[2].first, "agency"), "end");
  EXPECT_EQ(source_of(rows[3].first, "agency"), "meta");
  EXPECT_EQ(source_of(rows[4].first, "agency"), "line");
  EXPECT_EQ(with("", "<p>AA</p>").agency, "") << "sets the size of letters";
  EXPECT_EQ(with("", "", "<p>© 2026 Harbour Post. With AFP.</p>").agency, "");
}

}  // namespace
}  // namespace news::clean
