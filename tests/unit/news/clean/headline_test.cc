// Which of all that a page calls itself is its headline, printed as a reader sees it.
#include "news/clean/headline.h"

#include <gtest/gtest.h>

#include "news/clean/tokenizer.h"

namespace news::clean {
namespace {

Headline find(std::string_view html, const Titles& titles) {
  Page page;
  read_page(html, {}, page);
  PageHead head;
  read_head(page, head);
  return find_headline(page, head, titles, 1024);
}

std::string text(std::string_view html, const Titles& titles) { return find(html, titles).text; }

TEST(Headline, IsTheLongestHeadingThatATitleNames) {
  const Titles titles{.og = "Night ferry returns - Harbour Post"};
  const Headline found = find("<h1>Harbour Post</h1><h1>Night Ferry <i>Returns</i></h1>", titles);
  EXPECT_EQ(found.text, "Night Ferry Returns") << "as printed";
  EXPECT_EQ(found.from, "h1");
  EXPECT_TRUE(found.verbatim);
}

TEST(Headline, MayBeASecondRankHeading) {
  const Headline found =
      find("<h1>Transport</h1><h2>Night ferry returns</h2>", {.jsonld = "Night ferry returns"});
  EXPECT_EQ(found.text, "Night ferry returns");
  EXPECT_EQ(found.from, "h2");
}

TEST(Headline, TitlesArePartedAtBarsOfManyKinds) {
  for (const std::string_view title :
       {"Night ferry returns | Post", "Post | Night ferry returns | Transport",
        "Night ferry returns \xE2\x80\x93 Post", "Post: Night ferry returns",
        "Night ferry returns \xC2\xBB Post", "Transport - Night ferry returns - Post"}) {
    EXPECT_EQ(text("<h1>Other</h1><h1>Night ferry returns</h1>", {.title = title}),
              "Night ferry returns")
        << title;
  }
}

TEST(Headline, EndsBeforeTheNameOfTheSite) {
  const Titles titles{.title = "Night ferry returns | Harbour Post", .site_name = "Harbour Post"};
  const Headline found = find("<h1>Night ferry returns | Harbour Post</h1>", titles);
  EXPECT_EQ(found.text, "Night ferry returns");
  EXPECT_TRUE(found.verbatim);
  EXPECT_EQ(text("<h1>Night ferry returns | Sea</h1>", titles), "Night ferry returns | Sea");
}

TEST(Headline, LeavesAKickerOut) {
  const Titles titles{.og = "Night ferry returns"};
  EXPECT_EQ(text("<h1><span>Transport</span> <span>Night ferry returns</span></h1>", titles),
            "Night ferry returns");
  EXPECT_EQ(text("<h1>Transport Night ferry returns</h1>", titles), "Night ferry returns");
}

TEST(Headline, SingleHeadingNeedsNoTitle) {
  EXPECT_EQ(text("<h1>Night ferry returns</h1>", {.og = "Something else"}), "Night ferry returns");
  EXPECT_EQ(text("<h1>Harbour Post</h1>", {.og = "Ferry news", .site_name = "Harbour Post"}),
            "Ferry news")
      << "a masthead is none";
}

TEST(Headline, HiddenHeadingIsNone) {
  EXPECT_EQ(
      text("<h1 hidden>Night ferry returns</h1><h1>Ferry</h1>", {.og = "Night ferry returns"}),
      "Ferry");
}

TEST(Headline, WithoutAHeadingComesFromWhatThePageSaysOfItself) {
  const Headline jsonld = find("<p>x", {.jsonld = "A ferry", .og = "B ferry", .title = "C ferry"});
  EXPECT_EQ(jsonld.text, "A ferry");
  EXPECT_EQ(jsonld.from, "jsonld");
  EXPECT_FALSE(jsonld.verbatim);
  EXPECT_EQ(find("<p>x", {.og = "B ferry", .title = "C ferry"}).from, "og");
  EXPECT_EQ(find("<p>x", {.title = "C ferry"}).from, "title");
  EXPECT_EQ(find("<p>x", {.hint = "D ferry"}).from, "hint");
}

TEST(Headline, BareTitleLosesTheSite) {
  EXPECT_EQ(bare_title("Night ferry returns | Harbour Post", ""), "Night ferry returns");
  EXPECT_EQ(bare_title("Post - Night ferry returns", "Post"), "Night ferry returns");
  EXPECT_EQ(bare_title("Night ferry returns", ""), "Night ferry returns");
  EXPECT_EQ(bare_title("A | Post | Post", "Post"), "A");
}

TEST(Headline, TitleOfMillionsOfBarsIsNotTakenApart) {
  std::string title;
  while (title.size() < (4u << 20)) title += "|x";
  EXPECT_EQ(bare_title(title, "x"), title);
  EXPECT_EQ(text("<p>x", {.og = title, .site_name = "x"}), "") << "over the limit";
}

}  // namespace
}  // namespace news::clean
