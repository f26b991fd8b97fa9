// What is a list of links, and what is an article that lists.
#include <gtest/gtest.h>

#include "news/clean/clean.h"

namespace news::clean {
namespace {

// Ten headings that are links, each with a sentence of teaser below it.
std::string cards() {
  std::string html;
  for (int i = 0; i < 10; ++i) {
    const std::string n = std::to_string(i);
    html +=
        "<h2><a href=\"/boat/" + n + "\">The boat with the number " + n + "</a></h2><p>Boat " + n +
        " carries sixty people and nine cars over the sound in every weather, says its crew.</p>";
  }
  return html;
}

base::Result<Article> clean_page(const std::string& head) {
  Tables tables;
  Cleaner cleaner(tables);
  RawEvent event;
  const std::string html = "<head>" + head + "</head><body><h1>Our boats</h1>" + cards();
  event.html = html;
  event.url = "https://www.northport.example/boats";
  event.fetched_at = base::to_timestamp({2026, 3, 4, 0, 0, 0}, 0);
  return cleaner.clean(event, {.site = "northport.example"});
}

TEST(Listing, IsNoArticle) {
  for (const char* head : {"", "<meta property=\"og:type\" content=\"website\">"}) {
    const auto article = clean_page(head);
    ASSERT_FALSE(article) << head;
    EXPECT_EQ(article.fault().code, "not_article");
  }
}

// "The ten best boats": its items link to what they are about.
TEST(Listing, IsAnArticleWhereThePageSaysSo) {
  const auto article = clean_page("<meta property=\"og:type\" content=\"article\">");
  ASSERT_TRUE(article);
  EXPECT_EQ(article->headline, "Our boats");
  EXPECT_GE(article->blocks.size(), 10u);
}

}  // namespace
}  // namespace news::clean
