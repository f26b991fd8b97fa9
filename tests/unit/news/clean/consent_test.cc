// Boxes that ask for consent: never a part of the story, however long they are and wherever they
// stand, and no article where nothing else stands on the page.
#include <gtest/gtest.h>

#include "tests/unit/news/clean/page.h"

namespace news::clean {
namespace {

using Texts = std::vector<std::string>;

// Full sentences, none of which says a phrase of the word lists.
std::string asking(int times) {
  std::string html = "<h2>What we would like to know</h2>";
  for (int i = 0; i < times; ++i) {
    const std::string n = std::to_string(i);
    html += "<p>Partner " + n +
            " of ours keeps a small file on your device, reads it at every visit, and learns which "
            "of our pages you have read so far.</p><ul><li>Partner " +
            n + " keeps that file for thirteen months.</li></ul>";
  }
  return html;
}

std::string box(int times, std::string_view open = "<div id=cookie-consent class=modal>") {
  return std::string(open) + asking(times) + "</div>";
}

const std::string kHeadline = "<h1>Night ferry returns</h1>";

TEST(Consent, IsNoPartOfTheStoryBesideIt) {
  const std::string story_page = kHeadline + story_html();
  for (const int times : {1, 2, 20}) {
    EXPECT_EQ(texts(*clean_page(box(times) + story_page)), story()) << times;
    EXPECT_EQ(texts(*clean_page(story_page + box(times))), story()) << times;
    EXPECT_EQ(texts(*clean_page("<article>" + story_page + "</article>" + box(times))), story())
        << times;
  }
}

TEST(Consent, InTheMiddleDoesNotSplitTheStory) {
  EXPECT_EQ(texts(*clean_page(kHeadline + "<p>" + story()[0] + "</p>" + box(20) + "<p>" +
                              story()[1] + "</p><p>" + story()[2] + "</p>")),
            story());
}

TEST(Consent, HiddenAndLongerThanThePageIsStillNone) {
  EXPECT_EQ(texts(*clean_page(kHeadline + story_html() +
                              box(20, "<div class=gdpr style='display:none'>"))),
            story());
}

TEST(Consent, BesideNewsOfOneSentenceIsNone) {
  EXPECT_EQ(texts(*clean_page(kHeadline + "<p>" + story()[0] + "</p>" + box(20))),
            (Texts{story()[0]}));
}

TEST(Consent, AloneIsNoArticle) {
  for (const std::string_view around : {"", "<nav><a href=/>Home</a> <a href=/sea>Sea</a></nav>",
                                        "<title>What we would like to know</title>"}) {
    EXPECT_EQ(code_of(std::string(around) + box(20)), "no_article") << around;
    EXPECT_EQ(code_of(std::string(around) + box(1)), "no_article") << around;
  }
}

TEST(Consent, BesideAHeadlineAloneRefusesNothing) {
  const Article article = *clean_page(
      kHeadline + "<div class=consent><h2>We value your privacy</h2>" + asking(3) + "</div>");
  EXPECT_EQ(article.headline, "Night ferry returns");
  EXPECT_EQ(texts(article), Texts{});
}

TEST(Consent, UnderAHeadlineOfItsOwnIsNoArticle) {
  for (const std::string_view h1 : {"We value your privacy", "Before you continue to Harbour Post",
                                    "Harbour Post uses cookies"}) {
    EXPECT_EQ(code_of("<div class=consent><h1>" + std::string(h1) + "</h1>" + asking(9) + "</div>"),
              "no_article")
        << h1;
  }
}

// The only h1 may be the box's: the story's headline is an h2 then.
TEST(Consent, WithTheOnlyH1IsNoneIfTheRestCanBeTheStory) {
  const std::string rest = "<h2>Night ferry returns</h2>" + story_html();
  EXPECT_EQ(texts(*clean_page("<title>Night ferry returns</title><div class=consent><h1>A "
                              "question to our readers</h1>" +
                              asking(9) + "</div>" + rest)),
            story());
}

// A class of the state the page is in, or of what an article is about.
TEST(Consent, NamesOfWhatHoldsTheArticleSayNothing) {
  for (const std::string_view open : {"<body class=cookies-accepted>", "<article class=tag-gdpr>",
                                      "<main id=privacy>", "<div class=has-consent><article>"}) {
    EXPECT_EQ(texts(*clean_page(std::string(open) + "<h2>Night ferry returns</h2>" + story_html())),
              story())
        << open;
  }
}

TEST(Consent, NameOfWhatHoldsTheOnlyH1SaysNothingIfLittleElseIsThere) {
  const std::string_view open = "<div class=no-cookie>", close = "</div><p>Harbour Post, Quay 4.";
  EXPECT_EQ(texts(*clean_page(std::string(open) + kHeadline + story_html() + std::string(close))),
            story());
  // The box inside that names itself does not count for what is around it.
  EXPECT_EQ(texts(*clean_page(std::string(open) + kHeadline + story_html() +
                              "<div class=consent><h1>We value your privacy</h1>" + asking(3) +
                              "</div>" + std::string(close))),
            story());
}

}  // namespace
}  // namespace news::clean
