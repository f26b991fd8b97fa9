// A story told in updates comes out in page order, each under its time and title, but only where
// the page's markup says that it is one.
#include <gtest/gtest.h>

#include "news/article.h"
#include "tests/unit/news/clean/page.h"

namespace news::clean {
namespace {

constexpr char kSays[] =
    "<script type=application/ld+json>{\"@type\":\"LiveBlogPosting\",\"headline\":\"Night ferry "
    "returns\"}</script>";

std::string update(int number) {
  const std::string n = std::to_string(number);
  return "<div class=update><time datetime=2026-03-02T0" + n + ":15Z>0" + n +
         ":15</time><h3>Step " + n + "</h3><p>The ferry has reached buoy number " + n +
         " and goes on slowly, says the harbour board.</p></div>";
}

std::string updates(int count) {
  std::string html;
  for (int i = count; i > 0; --i) html += update(i);
  return html;
}

std::string page(const std::string& head, const std::string& feed) {
  return "<html><head>" + head + "</head><body><h1>Night ferry returns</h1>" + story_html() +
         "<section class=feed>" + feed +
         "</section><aside><p>Subscribe to our letter now, for it "
         "brings you the harbour each day.</p></aside></body></html>";
}

std::vector<Block> headings(const Article& article) {
  std::vector<Block> found;
  for (const Block& block : article.blocks) {
    if (block.kind == BlockKind::Heading) found.push_back(block);
  }
  return found;
}

void expect_live(const Article& article) {
  EXPECT_EQ(article.genres, (std::vector<std::string>{"liveblog"}));
  const std::vector<Block> found = headings(article);
  ASSERT_EQ(found.size(), 6u);
  EXPECT_EQ(found.front().text, "06:15 Step 6");
  EXPECT_EQ(found.front().level, 3);
  EXPECT_EQ(found.back().text, "01:15 Step 1");
  ASSERT_EQ(texts(article).size(), story().size() + 12);
  EXPECT_EQ(texts(article).back(),
            "The ferry has reached buoy number 1 and goes on slowly, says the harbour board.");
  EXPECT_EQ(texts(article).front(), story().front());
}

TEST(LiveBlog, IsItsUpdatesEachUnderTimeAndTitle) {
  expect_live(*clean_page(page(kSays, updates(6))));
}

TEST(LiveBlog, IsKnownByMicrodataToo) {
  const std::string feed =
      "<div itemscope itemtype=https://schema.org/LiveBlogPosting>" + updates(6) + "</div>";
  expect_live(*clean_page(page({}, feed)));
}

TEST(LiveBlog, NeedsFiveUpdates) {
  EXPECT_EQ(headings(*clean_page(page(kSays, updates(5)))).size(), 5u);
  for (const Block& heading : headings(*clean_page(page(kSays, updates(4))))) {
    EXPECT_EQ(heading.text.find("15 Step"), std::string::npos) << heading.text;
  }
}

TEST(LiveBlog, IsNotWhatOnlyLooksLikeOne) {
  const Article article = *clean_page(page({}, updates(6)));
  EXPECT_TRUE(article.genres.empty());
  for (const Block& heading : headings(article)) {
    EXPECT_EQ(heading.text.find("15 Step"), std::string::npos) << heading.text;
  }
}

TEST(LiveBlog, EndsAtTheLimitOfABody) {
  const Article article = *clean_page(page(kSays, updates(9)), {.limits = {.paragraphs_max = 8}});
  EXPECT_EQ(article.blocks.size(), 8u);
  EXPECT_TRUE(has_flag(article, "truncated_output"));
}

}  // namespace
}  // namespace news::clean
