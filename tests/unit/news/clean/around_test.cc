// When a page's article was published, by what is printed around it.
#include "news/clean/around.h"

#include <gtest/gtest.h>

#include "tests/unit/news/clean/page.h"

namespace news::clean {
namespace {

using base::CivilTime;

// A page with a headline, what stands below it, the story, and what follows that.
struct Around {
  std::string head{}, above{}, below_headline{}, below_story{};
};

Article article_of(const Around& given) {
  const auto article =
      clean_page("<html><head>" + given.head + "</head><body>" + given.above +
                 "<h1>Night ferry returns</h1>" + given.below_headline + "<article>" +
                 story_html() + "</article>" + given.below_story + "</body></html>");
  return article ? *article : Article();
}

std::optional<CivilTime> published(const Around& given) {
  const Article article = article_of(given);
  if (!article.published) return std::nullopt;
  return article.published->local;
}

std::string meta(std::string_view name, std::string_view content) {
  return "<meta property='" + std::string(name) + "' content='" + std::string(content) + "'>";
}

TEST(PageDates, WhatIsPrintedBelowTheHeadlineBeatsMarkup) {
  const std::string markup = meta("article:published_time", "2026-02-20T10:00:00Z");
  EXPECT_EQ(published({.head = markup}), (CivilTime{2026, 2, 20, 10}));
  EXPECT_EQ(published({.head = markup, .below_headline = "<p>12 January 2026</p>"}),
            (CivilTime{2026, 1, 12}));
  EXPECT_EQ(
      published({.head = markup, .below_headline = "<p>12 January 2026</p><p>3 days ago</p>"}),
      (CivilTime{2026, 1, 12}));
  // Two days leave it open, and what is above or of something else does not count.
  for (const char* other : {"<p>12 January 2026</p><p>13 January 2026</p>", "<p>3 days ago</p>",
                            "<p>Sails on: 12 January 2026</p>", "<p>Updated 12 January 2026</p>"}) {
    EXPECT_EQ(published({.head = markup, .below_headline = other}), (CivilTime{2026, 2, 20, 10}))
        << other;
  }
  EXPECT_EQ(published({.head = markup, .above = "<p>12 January 2026</p>"}),
            (CivilTime{2026, 2, 20, 10}));
}

TEST(PageDates, APrintedDayOfChangeIsNoDayOfPublication) {
  const std::string markup = meta("article:published_time", "2026-01-12T10:00:00Z") +
                             meta("article:modified_time", "2026-02-20T10:00:00Z");
  EXPECT_EQ(published({.head = markup, .below_headline = "<p>20 February 2026</p>"}),
            (CivilTime{2026, 1, 12, 10}));
}

TEST(PageDates, ThePrintedDayIsTheLocalDayOfAnInstant) {
  const std::string markup = meta("article:published_time", "2026-02-20T02:25:00Z");
  const Article day = article_of({.head = markup, .below_headline = "<p>19 February 2026</p>"});
  EXPECT_EQ(day.published->local, (CivilTime{2026, 2, 19}));
  EXPECT_EQ(day.published->precision, Precision::Day);
  EXPECT_EQ(base::to_rfc3339(*day.published->instant), "2026-02-20T02:25:00Z");
  const Article minute =
      article_of({.head = markup, .below_headline = "<p>19 February 2026, 21:25</p>"});
  EXPECT_EQ(minute.published->local, (CivilTime{2026, 2, 19, 21, 25}));
  EXPECT_EQ(minute.published->precision, Precision::Minute);
}

TEST(PageDates, TheDayInAnAddressIsTheLocalDayOfAnInstantInUtc) {
  const auto local = [](std::string_view time) {
    const auto article =
        clean_page(meta("article:published_time", time) + "<h1>Night ferry</h1>" + story_html(),
                   {.url = "https://harbourpost.example/2026/02/19/ferry"});
    return article->published->local;
  };
  EXPECT_EQ(local("2026-02-20T02:25:00Z"), (CivilTime{2026, 2, 19}));
  EXPECT_EQ(local("2026-02-20T02:25:00+01:00"), (CivilTime{2026, 2, 20, 2, 25}));
  EXPECT_EQ(local("2026-02-21T02:25:00Z"), (CivilTime{2026, 2, 21, 2, 25}));
}

TEST(PageDates, ALabelMayStandOnTheLineAbove) {
  const Article article = article_of(
      {.below_story = "<div>Published</div><div>1 March 2026</div><div>Last updated</div>"
                      "<div>2 March 2026</div>"});
  ASSERT_TRUE(article.published && article.modified);
  EXPECT_EQ(article.published->local, (CivilTime{2026, 3, 1}));
  EXPECT_EQ(article.published->from, "label");
  EXPECT_EQ(article.modified->local, (CivilTime{2026, 3, 2}));
}

TEST(PageDates, ADayBeforeTheStorysTextCounts) {
  const auto article = clean_page("<h1>Night ferry returns</h1><p>Harbour, (1 March 2026). " +
                                  story()[0] + "</p><p>" + story()[1] + "</p>");
  ASSERT_TRUE(article->published);
  EXPECT_EQ(article->published->local, (CivilTime{2026, 3, 1}));
}

TEST(PageDates, ADayBelowTheStoryIsTheLastResort) {
  EXPECT_EQ(published({.below_story = "<p>1 March 2026</p>"}), (CivilTime{2026, 3, 1}));
  EXPECT_EQ(published({.head = meta("article:modified_time", "2026-03-02T10:00:00Z"),
                       .below_story = "<p>1 March 2026</p>"}),
            std::nullopt);
}

TEST(PageDates, OfTwoAboveTheHeadlineTheNearerCounts) {
  EXPECT_EQ(published({.above = "<p>3 March 2026</p><p>Harbour Post</p><p>1 March 2026</p>"}),
            (CivilTime{2026, 3, 1}));
}

TEST(PageDates, TimeElementsFromTheHeadlineOnComeFirst) {
  const std::string today = "<time datetime=2026-03-03>Tuesday</time>";
  const std::string own = "<time datetime=2026-03-01>Sunday</time>";
  EXPECT_EQ(published({.above = today, .below_headline = own}), (CivilTime{2026, 3, 1}));
  EXPECT_EQ(published({.above = today}), (CivilTime{2026, 3, 3}));
}

TEST(PageDates, AnElementThatIsBothPublishedAndUpdatedIsPublished) {
  const Article article = article_of(
      {.below_headline = "<time class='entry-date published updated' datetime=2026-03-01>x</time>"
                         "<time class=updated datetime=2026-03-02>y</time>"});
  ASSERT_TRUE(article.published && article.modified);
  EXPECT_EQ(article.published->local, (CivilTime{2026, 3, 1}));
  EXPECT_EQ(article.modified->local, (CivilTime{2026, 3, 2}));
}

}  // namespace
}  // namespace news::clean
