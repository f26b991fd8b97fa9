// What stands around a story, and what only seems to by its name.
#include "news/clean/surroundings.h"

#include <gtest/gtest.h>

#include "tests/unit/news/clean/page.h"

namespace news::clean {
namespace {

using Texts = std::vector<std::string>;

std::string comments(int count) {
  std::string html;
  for (int i = 0; i < count; ++i) {
    html += "<div><p>I have sailed with them " + std::to_string(i + 2) +
            " times, and the coffee was always cold before the ship had left the harbour.</div>";
  }
  return html;
}

TEST(Surroundings, NamesThatMostProseStandsUnderMeanNothing) {
  std::string html = "<h1>Night ferry returns</h1>";
  for (const std::string& paragraph : story()) {
    html += "<div class='pagebuilder-widget'><div class=widget><p>" + paragraph + "</div></div>";
  }
  html += "<div class=widget><a href=/x>Day ferry stays</a></div>";
  EXPECT_EQ(texts(*clean_page(html)), story());
}

TEST(Surroundings, ElementWithTheStoryIsTheStorysWhateverItsName) {
  for (const char* name : {"sticky-sidebar", "related", "promo", "tabs"}) {
    EXPECT_EQ(texts(*clean_page("<h1>Night ferry returns</h1><div class=" + std::string(name) +
                                ">" + story_html() + "</div>")),
              story())
        << name;
  }
}

// Nothing in it says which paragraphs are the story's, and the rest of the page is longer.
TEST(Surroundings, StoryInAnAsideWithoutAnH1IsRead) {
  std::string teasers;
  for (int i = 0; i < 30; ++i) {
    teasers += "<div><h3><a href=/" + std::to_string(i) +
               ">Day ferry of the week goes on and on</a></h3></div>";
  }
  EXPECT_EQ(texts(*clean_page("<aside>" + story_html() + "</aside>" + teasers)), story());
}

TEST(Surroundings, CommentsLongerThanTheStoryAreNone) {
  for (const std::string_view open :
       {"<div id=comments>", "<div class=comment-list>", "<section class=disqus-thread>",
        "<h3>Comments</h3><div>", "<h3>12 Comments</h3><div>", "<p>Comments (12)</p><div>",
        "<h4>Kommentare</h4><div>", "<div><div>Комментарии: 12</div>", "<h3>评论</h3><div>"}) {
    EXPECT_EQ(texts(*clean_page("<h1>Night ferry returns</h1><div>" + story_html() + "</div>" +
                                std::string(open) + comments(12) + "</div>")),
              story())
        << open;
  }
}

TEST(Surroundings, BoxOfNewCommentsAboveTheStoryEndsNothing) {
  const Texts found =
      texts(*clean_page("<div>" + comments(3) + "<h3>Comments</h3>" + comments(1) +
                        "</div><h1>Night ferry returns</h1><div>" + story_html() + "</div>"));
  ASSERT_GE(found.size(), 3u);
  EXPECT_EQ(Texts(found.end() - 3, found.end()), story());
}

TEST(Surroundings, LinkToTheCommentsEndsNothing) {
  Texts whole = story();
  for (const std::string& paragraph : story()) whole.push_back("Once more: " + paragraph);
  std::string html =
      "<h1>Night ferry returns</h1><div>" + story_html() + "<div><a href=#c>12 comments</a></div>";
  for (std::size_t i = 3; i < whole.size(); ++i) html += "<p>" + whole[i] + "</p>";
  EXPECT_EQ(texts(*clean_page(html + "</div>")), whole);
}

TEST(Surroundings, ParagraphThatStoodBeforeDoesNotComeBack) {
  const std::string twice = "<p>" + story()[0] + "</p>" + story_html();
  const Texts once = {story()[0], story()[1], story()[2]};
  EXPECT_EQ(texts(*clean_page("<article><h1>Night ferry returns</h1>" + twice + "</article>")),
            once);
  EXPECT_EQ(
      texts(*clean_page("<article><h1>Night ferry returns</h1>" + story_html() + "<p>" +
                        story()[2] + "</p><p>So it was said on Monday by all of them.</p>")),
      (Texts{story()[0], story()[1], story()[2], "So it was said on Monday by all of them."}));
}

}  // namespace
}  // namespace news::clean
