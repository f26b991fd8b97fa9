// Who wrote a page's article and when, by what is printed around it.
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
  const auto fourth = clean_page("<h1>Night ferry returns</h1>" + story_html() +
                                 "<p>1 March 2026 - " + story()[0] + "</p>");
  ASSERT_TRUE(fourth->published);
  EXPECT_EQ(fourth->published->local, (CivilTime{2026, 3, 1}));
}

TEST(PageDates, ANameThatIsALinkDoesNotMakeATeaserOfTheByline) {
  const std::string markup = meta("article:published_time", "2026-02-20T10:00:00Z");
  const std::string name = "<a href=/mara>Mara Lindqvist-Reyes</a>";
  EXPECT_EQ(published({.head = markup, .below_headline = "<p>" + name + " 12 January 2026</p>"}),
            (CivilTime{2026, 1, 12}));
  EXPECT_EQ(published({.head = markup, .below_headline = "<p><a href=/x>12 January 2026</a></p>"}),
            (CivilTime{2026, 2, 20, 10}));
}

TEST(PageDates, TheLinesRightAboveAStoryCountHoweverFarTheHeadlineIs) {
  std::string boxes;
  for (int i = 0; i < 60; ++i) boxes += "<p>Box</p>";
  const Article article =
      article_of({.below_headline = boxes + "<p>Updated 1 March 2026</p><p>Box</p>"});
  ASSERT_TRUE(article.modified);
  EXPECT_EQ(article.modified->local, (CivilTime{2026, 3, 1}));
}

TEST(PageDates, AbbreviationsOfMicroformatsSpellTheirDates) {
  const Article article = article_of(
      {.below_headline = "<abbr class='published dt' title='2026-03-01T09:31:00Z'>Sunday</abbr>"
                         "<abbr class=updated title='2026-03-02T09:31:00Z'>Monday</abbr>"
                         "<abbr class=x title='2026-01-02T09:31:00Z'>Friday</abbr>"});
  ASSERT_TRUE(article.published && article.modified);
  EXPECT_EQ(article.published->local, (CivilTime{2026, 3, 1, 9, 31}));
  EXPECT_EQ(article.modified->local, (CivilTime{2026, 3, 2, 9, 31}));
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

using Names = std::vector<std::string>;

std::string person(std::string_view name) {
  return "<script type=application/ld+json>{\"@type\":\"Article\",\"author\":{\"@type\":"
         "\"Person\",\"name\":\"" +
         std::string(name) + "\"}}</script>";
}

TEST(PageAuthors, ComeFromBylinesOfManyShapes) {
  for (const char* below : {
           "<p>Written by</p><p>Mara Lindqvist</p>",
           "<p><span>By</span><span>Mara Lindqvist</span></p>",
           "<p>24 February 2026 by Mara Lindqvist</p>",
           "<p>Mara Lindqvist | Staff Writer | 24 February 2026</p>",
           "<p class=autor>Mara Lindqvist</p>",
           "<p class=author>Posted on 24 February 2026 by Mara Lindqvist</p>",
           "<p class=byline><a href=/author/mara>Mara Lindqvist</a><a href=/sea>Sea</a></p>",
           "<p><a href=/author/mara>Mara Lindqvist</a></p>",
       }) {
    EXPECT_EQ(article_of({.below_headline = below}).authors, Names{"Mara Lindqvist"}) << below;
  }
}

TEST(PageAuthors, MayStandBelowTheStory) {
  EXPECT_EQ(article_of({.below_story = "<p>Author: Mara Lindqvist</p>"}).authors,
            Names{"Mara Lindqvist"});
}

TEST(PageAuthors, WhoCommentsWroteNothing) {
  EXPECT_EQ(article_of({.below_story = "<p class=comment-author>Jo Reyes</p>"}).authors, Names{});
}

TEST(PageAuthors, MarkedElementsBeatMetaAndMetaBeatsClasses) {
  const std::string head = "<meta name=author content='Ida Berg'>";
  EXPECT_EQ(article_of(
                {.head = head, .below_headline = "<p><a rel=author href=/m>Mara Lindqvist</a></p>"})
                .authors,
            Names{"Mara Lindqvist"});
  EXPECT_EQ(
      article_of({.head = head, .below_headline = "<p class=author>Mara Lindqvist</p>"}).authors,
      Names{"Ida Berg"});
}

TEST(PageAuthors, NicknamesAreTheLastResort) {
  EXPECT_EQ(article_of({.head = person("ferryfan")}).authors, Names{"ferryfan"});
  EXPECT_EQ(article_of({.head = person("ferryfan"), .below_headline = "<p>By Mara Lindqvist</p>"})
                .authors,
            Names{"Mara Lindqvist"});
}

TEST(PageAuthors, APublisherIsAPersonOnlyWhereMarkupSaysSo) {
  const std::string site = meta("og:site_name", "Mara Lindqvist");
  EXPECT_EQ(article_of({.head = site + "<meta name=author content='Mara Lindqvist'>"}).authors,
            Names{});
  EXPECT_EQ(article_of({.head = site + person("Mara Lindqvist")}).authors, Names{"Mara Lindqvist"});
}

}  // namespace
}  // namespace news::clean
