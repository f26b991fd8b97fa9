// Whole pages through the room's one door: what comes out of pages that are broken, hostile or no
// articles at all, and which source of a field counts.
#include "news/clean/html.h"

#include <gtest/gtest.h>

#include <utility>

#include "tests/unit/news/clean/page.h"

namespace news::clean {
namespace {

using Texts = std::vector<std::string>;
using Pairs = std::vector<std::pair<std::string, std::string>>;

std::string page(std::string_view head = {}, std::string_view after = {}) {
  return "<html><head>" + std::string(head) +
         "</head><body><nav><a href=/>Home</a></nav><article><h1>Night ferry returns</h1>" +
         story_html() + std::string(after) +
         "</article><footer>Harbour Post</footer></body></html>";
}

// What a page says with one more line in its head.
Article with(std::string_view head, const PageGiven& given = {}) {
  return *clean_page(page(head), given);
}

// The story and three paragraphs more, so that there is a middle.
Texts long_story() {
  Texts paragraphs = story();
  for (const std::string& paragraph : story()) paragraphs.push_back("Once more: " + paragraph);
  return paragraphs;
}

std::string in_paragraphs(const Texts& paragraphs) {
  std::string html;
  for (const std::string& paragraph : paragraphs) html += "<p>" + paragraph + "</p>";
  return html;
}

TEST(CleanHtml, ReadsTheStoryAndNothingElse) {
  const Article article = *clean_page(page());
  EXPECT_EQ(article.headline, "Night ferry returns");
  EXPECT_EQ(texts(article), story());
  EXPECT_EQ(article.input, Input::Html);
}

TEST(CleanHtml, KeepsTheTextBeforeWhatNeverEnds) {
  for (const std::string_view tail :
       {"<script>var a = '<p>no'", "<!-- comment", "<textarea>", "<a href=\"/x", "<div class='",
        "<style>p{", "<svg><path", "&amp", "<p"}) {
    EXPECT_EQ(texts(*clean_page(page() + std::string(tail))), story()) << tail;
  }
}

TEST(CleanHtml, APictureBelowAHeadlineThatBeginsThePageIsTheStorys) {
  const Article article = *clean_page(
      "<h1>Night ferry returns</h1><figure><img src=/ferry.jpg><figcaption>The refitted ferry in "
      "dock.</figcaption></figure><article>" +
      story_html() + "</article>");
  ASSERT_EQ(article.images.size(), 1u);
  EXPECT_EQ(article.images[0].caption, "The refitted ferry in dock.");
}

TEST(CleanHtml, AnotherStoryBelowIsNoPartOfTheFirst) {
  const std::string first = "<article><h1>Night ferry returns</h1>" + in_paragraphs(long_story()) +
                            "</article>",
                    second =
                        "<article><h1>Harbour crane repainted</h1><time "
                        "datetime=2026-03-01>1 March</time><p>The old crane at the harbour "
                        "was painted red again by twelve volunteers on Sunday.</p><p>Its "
                        "first coat of paint had lasted for forty years, said the museum "
                        "that owns it.</p></article>";
  EXPECT_EQ(texts(*clean_page(first + second)), long_story());
  EXPECT_EQ(texts(*clean_page(first + second + second)), long_story());
  // A part of the same article may have a heading of the first rank, too.
  const std::string inside = "<article><h1>Night ferry returns</h1>" + in_paragraphs(long_story()) +
                             "<section><h1>Background</h1>" + story_html() + "</section></article>";
  EXPECT_GT(texts(*clean_page(inside)).size(), long_story().size() - 1);
}

TEST(CleanHtml, ASubtitleIsWhatThePageCallsSoBelowItsHeadline) {
  const auto subtitle = [](const std::string& below, const std::string& head = {}) {
    return clean_page("<html><head>" + head + "</head><body><h1>Night ferry returns</h1>" + below +
                      story_html() + "</body></html>")
        ->subtitle;
  };
  EXPECT_EQ(subtitle("<h2 class=article-subtitle>Two cabins more</h2>"), "Two cabins more");
  EXPECT_EQ(subtitle("<p class=subheadline>Two cabins more</p>"), "Two cabins more");
  EXPECT_EQ(subtitle("<p itemprop=alternativeHeadline>Two cabins more</p>"), "Two cabins more");
  EXPECT_EQ(subtitle("<h2>Two cabins more</h2>"), "");
  EXPECT_EQ(subtitle("<p class=subtitle>Night ferry returns</p>"), "");
  EXPECT_EQ(subtitle(story_html() + story_html() + story_html() + story_html() +
                     "<h3 class=subhead>Far below</h3>"),
            "");
  EXPECT_EQ(subtitle("<p class=subtitle>Less</p>",
                     "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":"
                     "\"Night ferry returns\",\"alternativeHeadline\":\"Two cabins more\"}"
                     "</script>"),
            "Two cabins more");
}

TEST(CleanHtml, WrongHeadingEndMakesNoHalfPageAHeading) {
  const Article article =
      *clean_page("<article><h1>Night ferry returns</h2>" + story_html() + "</article>");
  EXPECT_EQ(article.headline, "Night ferry returns");
  EXPECT_EQ(texts(article), story());
}

TEST(CleanHtml, UnclosedLinkMakesNoHalfPageALink) {
  Texts longer;
  std::string html;
  for (int i = 0; i < 20; ++i) {
    longer.push_back(story()[0] + " It was meeting " + std::to_string(i) + " of the year.");
    html += "<p>" + longer.back() + "</p>";
  }
  EXPECT_EQ(
      texts(*clean_page("<article><h1>Night ferry returns</h1><a href=/x>" + html + "</article>")),
      longer);
}

// Closed by what comes after it, or by nothing at all.
TEST(CleanHtml, UnclosedLinkMakesNoShortStoryALink) {
  const std::string open = "<article><h1>Night ferry returns</h1><a href=/x>" + story_html();
  for (const std::string_view rest : {"", "</article>", "<a href=/y>Imprint</a></article>"}) {
    EXPECT_EQ(texts(*clean_page(open + std::string(rest))), story()) << rest;
  }
}

TEST(CleanHtml, CardInALinkIsNoStory) {
  EXPECT_EQ(texts(*clean_page(page(
                "", "<a href=/x><h3>Day ferry</h3><p>" + story()[0] + " More follows.</p></a>"))),
            story());
}

TEST(CleanHtml, StoryInATableOfTablesIsRead) {
  EXPECT_EQ(texts(*clean_page("<table><tr><td><a href=/>Home</a><td><table><tr><td>"
                              "<h1>Night ferry returns</h1>" +
                              story_html() + "</table><td>x</table>")),
            story());
}

// Short paragraphs too, which would go if their element stood around the story.
TEST(CleanHtml, StoryInAFormAnAsideOrAHiddenElementIsRead) {
  Texts whole = long_story();
  whole.insert(whole.begin() + 3, {"Nobody waited.", "It rained."});
  const std::string html = "<h1>Night ferry returns</h1>" + in_paragraphs(whole);
  std::string teasers;  // more than the story: its element is not most of the page
  for (int i = 0; i < 16; ++i) {
    const std::string n = std::to_string(i);
    teasers += "<div><h3><a href=/" + n + ">Day ferry of the week</a></h3><p>Ship " + n +
               " will carry forty cars over the sound</p></div>";
  }
  for (const auto& [open, close] : Pairs{{"<form>", "</form>"},
                                         {"<aside>", "</aside>"},
                                         {"<aside><article>", "</article></aside>"},
                                         {"<div class=sidebar>", "</div>"},
                                         {"<div role=dialog>", "</div>"}}) {
    EXPECT_EQ(texts(*clean_page(open + in_paragraphs(whole) + close)), whole) << open;
    EXPECT_EQ(texts(*clean_page(open + html + close + teasers)), whole) << open;
    EXPECT_EQ(texts(*clean_page(teasers + open + html + close)), whole) << open;
  }
  for (const std::string_view open : {"<div style='display:none'>", "<section hidden>"}) {
    EXPECT_EQ(texts(*clean_page(std::string(open) + html)), whole) << open;
  }
}

// Each part outweighs the box between them.
TEST(CleanHtml, StoryOverTwoContainersIsWhole) {
  const Texts whole = long_story();
  const std::string first = "<h1>Night ferry returns</h1>" + story_html();
  const std::string second = in_paragraphs({whole.begin() + 3, whole.end()});
  const std::string box =
      "<aside class=related><h3>Read next</h3><ul><li><a href=/a>Day ferry stays</a><li><a "
      "href=/b>Quay to be repaired</a><li>What the harbour master eats</ul></aside>";
  for (const auto& [open, close] : Pairs{{"<div class=article-body>", "</div>"},
                                         {"<div>", "</div>"},
                                         {"<section>", "</section>"},
                                         {"<article>", "</article>"},
                                         {"<table><tr><td>", "</table>"}}) {
    EXPECT_EQ(texts(*clean_page(open + first + close + box + open + second + close)), whole)
        << open;
  }
}

TEST(CleanHtml, NoNumberFromMarkupSizesAnything) {
  const Article article = *clean_page(
      "<article><h1>Night ferry returns</h1>" + story_html() +
      "<table><tr><td colspan=9007199254740992 rowspan=-1>Adults<td>40<tr><td>Children<td>free"
      "</table><p>" +
      story()[0] + " So much for the fares.</p></article>");
  EXPECT_EQ(texts(article), (Texts{story()[0], story()[1], story()[2], "Adults | 40",
                                   "Children | free", story()[0] + " So much for the fares."}));
}

TEST(CleanHtml, DecodesOnceAndKeepsMarkupAsText) {
  const Article article = *clean_page(page(
      "", "<p>The sign says &amp;amp;lt; and &lt;script&gt;, and nobody knows why it does.</p>"));
  EXPECT_EQ(texts(article).back(),
            "The sign says &amp;lt; and <script>, and nobody knows why it does.");
}

TEST(CleanHtml, RobotCheckWithStatus200IsNoArticle) {
  for (const std::string_view html :
       {"<title>Just a moment</title><h1>Checking your browser</h1><p>This takes a few "
        "seconds.</p>",
        "<h1>Access denied</h1>", "<title>Page not found</title><p>Sorry, nothing is here.</p>",
        "<h1>Please verify you are human</h1><p>Press the button below to go on.</p>"}) {
    EXPECT_EQ(code_of(html), "no_article") << html;
  }
}

TEST(CleanHtml, PageWithoutBodyAndHeadlineIsNoArticle) {
  EXPECT_EQ(code_of("<html></html>"), "no_article");
  EXPECT_EQ(code_of("<script>x</script>"), "no_article");
  EXPECT_EQ(code_of("   "), "no_article");
}

TEST(CleanHtml, HeadlineAloneIsShortNews) {
  const Article article = *clean_page("<h1>Night ferry returns</h1>");
  EXPECT_EQ(article.headline, "Night ferry returns");
  EXPECT_TRUE(has_flag(article, "short"));
}

TEST(CleanHtml, RootAndListingAreNoArticles) {
  PageGiven given;
  for (const char* url :
       {"https://harbourpost.example/", "https://harbourpost.example",
        "https://harbourpost.example/index.html", "https://harbourpost.example/en/"}) {
    given.url = url;
    EXPECT_EQ(code_of(page(), given), "not_article") << url;
  }
  std::string cards;
  for (int i = 0; i < 12; ++i) {
    const std::string n = std::to_string(i);
    cards += "<div><h3><a href=/s/" + n + ">Story number " + n + " of the day</a></h3><p>" +
             story()[0] + " Number " + n + ".</p></div>";
  }
  EXPECT_EQ(code_of("<h1>Latest</h1>" + cards), "not_article");
}

TEST(CleanHtml, WhatIsNoTextIsRefused) {
  PageGiven given;
  given.content_type = "application/pdf";
  EXPECT_EQ(code_of(page(), given), "not_text");
}

TEST(CleanHtml, NothingGivenIsNoContent) { EXPECT_EQ(code_of(""), "no_content"); }

TEST(CleanHtml, DumpStandsInForAPageWithoutABody) {
  PageGiven given;
  given.text = "Night ferry returns\n" + story()[0] + "\n" + story()[1] + "\n" + story()[2] + "\n";
  const Article dump = *clean_page("<h1>Night ferry returns</h1><div id=app></div>", given);
  EXPECT_EQ(dump.input, Input::Text);
  EXPECT_EQ(texts(dump), story());
  EXPECT_EQ(clean_page(page(), given)->input, Input::Html);
}

TEST(CleanHtml, RepairsAPageThatWasReadInTheWrongCharset) {
  const Article article = *clean_page(
      page("",
           "<p>The caf\xC3\x83\xC2\xA9 on the pier, a caf\xC3\x83\xC2\xA9 of the old caf\xC3\x83"
           "\xC2\xA9 kind, opens again.</p>"));
  EXPECT_EQ(texts(article).back(),
            "The caf\xC3\xA9 on the pier, a caf\xC3\xA9 of the old caf\xC3\xA9 kind, opens again.");
  EXPECT_TRUE(has_flag(article, "mojibake_repaired"));
}

TEST(CleanHtml, CanonicalIsResolvedAndNeverTheRoot) {
  const auto canonical = [](std::string_view head) { return with(head).canonical_url; };
  EXPECT_EQ(canonical("<link rel=canonical href=/a/b?x=1#y>"),
            "https://harbourpost.example/a/b?x=1");
  EXPECT_EQ(canonical("<link rel='x CANONICAL' href=//www.harbourpost.example/a>"),
            "https://www.harbourpost.example/a");
  EXPECT_EQ(canonical("<link rel=canonical href=/>"), "");
  EXPECT_EQ(canonical("<meta property=og:url content=/night-ferry-og>"),
            "https://harbourpost.example/night-ferry-og");
  EXPECT_EQ(canonical("<link rel=canonical href=/a><meta property=og:url content=/night-ferry-og>"),
            "https://harbourpost.example/a");
  EXPECT_EQ(
      canonical(
          "<script "
          "type=application/ld+json>{\"@type\":\"Article\",\"url\":\"/night-ferry-ld\"}</script>"),
      "https://harbourpost.example/night-ferry-ld");
}

TEST(CleanHtml, TwoCanonicalsThatDifferAreNone) {
  const Article two = with("<link rel=canonical href=/a><link rel=canonical href=/b>");
  EXPECT_EQ(two.canonical_url, "");
  EXPECT_EQ(with("<link rel=canonical href=/a><link rel=canonical href=/a>").canonical_url,
            "https://harbourpost.example/a");
}

TEST(CleanHtml, CanonicalOfAnotherSiteIsAHint) {
  const Article article = with("<link rel=canonical href=https://coastwire.example/night-ferry>");
  EXPECT_EQ(article.canonical_url, "");
  EXPECT_EQ(article.origin_hint, "https://coastwire.example/night-ferry");
}

TEST(CleanHtml, AuthorsComeFromTheFirstSourceThatHasSome) {
  const std::string jsonld =
      "<script type=application/ld+json>{\"@type\":\"Article\",\"author\":\"Ida Berg\"}</script>";
  const std::string meta = "<meta name=author content='Jo Reyes'>";
  PageGiven given;
  given.hints.authors = {"Tom Hint"};
  EXPECT_EQ(with(meta + jsonld, given).authors, Texts{"Ida Berg"});
  EXPECT_EQ(with(meta, given).authors, Texts{"Jo Reyes"});
  EXPECT_EQ(with("", given).authors, Texts{"Tom Hint"});
  const std::string byline =
      "<article><h1>Night ferry returns</h1><p class=byline>By Mara Lind</p>";
  EXPECT_EQ(clean_page(byline + story_html(), given)->authors, Texts{"Mara Lind"});
  EXPECT_EQ(clean_page("<article><h1>Night ferry returns</h1><p>By Mara Lind</p>" + story_html())
                ->authors,
            Texts{"Mara Lind"});
}

TEST(CleanHtml, DatesComeFromTheFirstSourceThatCanBeTrue) {
  const std::string jsonld =
      "<script type=application/ld+json>{\"@type\":\"Article\",\"datePublished\":"
      "\"2026-03-01T10:00:00Z\"}</script>";
  const std::string meta = "<meta property=article:published_time content=2026-03-02T10:00:00Z>";
  EXPECT_EQ(with(meta + jsonld).published->from, "jsonld");
  EXPECT_EQ(with(meta).published->from, "meta");
  EXPECT_EQ(with("<meta property=article:published_time content=2036-01-01T00:00:00Z>").published,
            std::nullopt)
      << "after the fetch";
  PageGiven given;
  given.url = "https://harbourpost.example/2026/02/28/night-ferry";
  given.hints.published_at = "2026-02-27T10:00:00Z";
  EXPECT_EQ(with("", given).published->from, "url");
  given.url = "https://harbourpost.example/night-ferry";
  EXPECT_EQ(with("", given).published->from, "hint");
}

TEST(CleanHtml, UnlistedDatesOfMetaElementsAreAFewAtMost) {
  std::string head;
  for (int i = 0; i < 31; ++i) head += "<meta name=x-published-on content=soon>";
  const std::string date = "<meta name=x-published-on content=2026-03-02>";
  EXPECT_TRUE(with(head + date).published);
  EXPECT_FALSE(with(head + "<meta name=x-published-on content=soon>" + date).published);
}

TEST(CleanHtml, AccessIsWhatThePageSays) {
  const auto access = [](std::string_view tier) {
    return with("<meta property=article:content_tier content=" + std::string(tier) + ">");
  };
  EXPECT_EQ(access("locked").access, "locked");
  EXPECT_TRUE(access("locked").partial) << "few words behind a wall";
  EXPECT_EQ(access("free").access, "free");
  EXPECT_FALSE(access("free").partial);
  EXPECT_EQ(access("odd").access, "");
  EXPECT_EQ(with("<script type=application/ld+json>{\"@type\":\"Article\","
                 "\"isAccessibleForFree\":\"False\"}</script>")
                .access,
            "locked");
}

TEST(CleanHtml, LanguageIsThatOfTheText) {
  const auto language = [](std::string_view lang) {
    return clean_page("<html lang=" + std::string(lang) + ">" + page())->language;
  };
  EXPECT_EQ(language("en-GB"), "en-GB");
  EXPECT_EQ(language("fr"), "en") << "the text is English, whatever is declared";
  EXPECT_EQ(language("x"), "en");
}

TEST(CleanHtml, TagsAreOneListWithoutRepeats) {
  EXPECT_EQ(
      with("<meta property=article:tag content=Ferry><meta property=article:tag content=ferry>"
           "<meta property=article:tag content='Night, sea'>")
          .tags,
      (Texts{"Ferry", "Night", "sea"}));
  std::string many = "<meta name=keywords content='a1";
  for (int i = 2; i <= 15; ++i) many += ", a" + std::to_string(i);
  EXPECT_EQ(with(many + "'>").tags.size(), 15u);
  EXPECT_EQ(with(many + ", a16'>").tags.size(), 0u) << "written for search engines";
}

TEST(CleanHtml, SectionComesFromTheFirstSourceThatHasOne) {
  const std::string meta = "<meta property=article:section content=Harbour>";
  const std::string jsonld =
      "<script "
      "type=application/ld+json>{\"@type\":\"Article\",\"articleSection\":\"Ships\"}</script>";
  EXPECT_EQ(with(meta + jsonld).section, "Ships");
  EXPECT_EQ(with(meta).section, "Harbour");
  EXPECT_EQ(with("").section, "transport") << "the first folder of the address";
}

TEST(CleanHtml, GivesTheSameArticleTwiceWhateverCameBetween) {
  Cleaner cleaner({});
  RawEvent event;
  event.url = "https://harbourpost.example/a";
  event.fetched_at = base::Timestamp{1'772'434'931'000};
  const std::string html = page("<title>Night ferry returns</title>", "<p>At once.</p>");
  event.html = html;
  const Article first = *cleaner.clean(event, {});
  event.html = "<table><tr><td><svg><xmp>";
  (void)cleaner.clean(event, {});
  event.html = html;
  EXPECT_EQ(*cleaner.clean(event, {}), first);
}

}  // namespace
}  // namespace news::clean
