#include <gtest/gtest.h>

#include "news/clean/clean.h"
#include "news/clean/headline.h"

namespace news::clean {
namespace {

constexpr std::string_view kStory =
    "<p>The night ferry sails again from May, the harbour board said in a letter to its "
    "members.</p><p>It had been stopped for two winters because the old quay could not carry its "
    "weight.</p>";

Article clean_page(const std::string& head, const std::string& body) {
  Tables tables;
  Cleaner cleaner(tables);
  RawEvent event;
  const std::string html = "<head>" + head + "</head><body>" + body + std::string(kStory);
  event.html = html;
  event.url = "https://www.northport.example/2026/ferry";
  event.fetched_at = base::to_timestamp({2026, 3, 4, 0, 0, 0}, 0);
  const auto article = cleaner.clean(event, {.site = "northport.example"});
  EXPECT_TRUE(article) << html;
  return article ? *article : Article{};
}

TEST(Headline, IsTheHeadingThatATitleSays) {
  const Article article = clean_page("<title>Night ferry returns | Northport Mirror</title>",
                                     "<h1>Latest news</h1><h1>Night ferry returns</h1>");
  EXPECT_EQ(article.headline, "Night ferry returns");
  EXPECT_TRUE(article.verbatim);
}

// A blog prints its own name as h1, and the story's below it.
TEST(Headline, IsNotTheMastheadThatLeadsHome) {
  const std::string title = "<title>The long log of a keeper - Night ferry returns</title>";
  for (const char* masthead : {"<h1><a href=\"/\">The long log of a keeper</a></h1>",
                               "<h1><span><a href=\"https://www.northport.example\">The long log "
                               "of a keeper</a></span></h1>",
                               "<a href=\"https://www.northport.example/index.html\"><h1>The long "
                               "log of a keeper</h1></a>"}) {
    const Article article =
        clean_page(title, std::string(masthead) + "<h2>Night ferry returns</h2>");
    EXPECT_EQ(article.headline, "Night ferry returns") << masthead;
  }
}

TEST(Headline, IsNotTheSitesOwnName) {
  const Article article = clean_page(
      "<meta property=\"og:site_name\" content=\"The long log of a keeper\">"
      "<title>Night ferry returns - The long log of a keeper</title>",
      "<h1>The long log of a keeper</h1><h2>Night ferry returns</h2>");
  EXPECT_EQ(article.headline, "Night ferry returns");
}

TEST(Headline, MayLinkToItsOwnPage) {
  const Article article =
      clean_page("<title>Night ferry returns to the western islands - Northport Mirror</title>",
                 "<h1><a href=\"/2026/ferry\">Night ferry returns to the western islands</a></h1>"
                 "<h2>Northport Mirror</h2>");
  EXPECT_EQ(article.headline, "Night ferry returns to the western islands");
}

}  // namespace
}  // namespace news::clean
