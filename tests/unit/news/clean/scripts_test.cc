// Stories of ten scripts, as a dump and as a page: what is kept, what is dropped, and what is
// found out about them.
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "news/clean/dump.h"
#include "news/clean/unicode.h"
#include "tests/unit/news/clean/page.h"
#include "tests/unit/news/clean/script_stories.h"

namespace news::clean {

void PrintTo(const ScriptStory& story, std::ostream* out) { *out << story.language; }

namespace {

base::Result<Article> clean_text(std::string_view text) {
  RawEvent event;
  event.url = "https://harbourpost.example/islands/geese";
  event.fetched_at = base::to_timestamp({2026, 3, 4, 0, 0, 0}, 0);
  return clean_dump(text, event, {"harbourpost.example", nullptr}, Tables{});
}

std::string dump_of(const ScriptStory& story) {
  std::string dump;
  for (const std::string_view line : {story.menu, story.headline, story.byline, story.date}) {
    dump += std::string(line) + "\n";
  }
  for (const std::string_view paragraph : story.paragraphs) dump += std::string(paragraph) + "\n";
  for (const std::string_view line : {story.notice, story.head, story.teaser}) {
    dump += std::string(line) + "\n";
  }
  return dump;
}

std::string element(std::string_view tag, std::string_view text) {
  return "<" + std::string(tag) + ">" + std::string(text) + "</" + std::string(tag) + ">";
}

std::string page_of(const ScriptStory& story) {
  std::string page = "<html><head>" + element("title", story.headline) + "</head><body>" +
                     element("nav", story.menu) + "<article>" + element("h1", story.headline) +
                     "<div class=\"byline\">" + element("div", story.byline) +
                     element("div", story.date) + "</div>";
  for (const std::string_view paragraph : story.paragraphs) page += element("p", paragraph);
  page += "</article>" + element("h3", story.head) + "<ul><li><a href=\"/n\">" +
          std::string(story.teaser) + "</a></li></ul>" + element("footer", story.notice);
  return page + "</body></html>";
}

std::vector<std::string> strings(const std::vector<std::string_view>& views) {
  return {views.begin(), views.end()};
}

class Scripts : public testing::TestWithParam<ScriptStory> {
 protected:
  void expect_story(const base::Result<Article>& article) {
    const ScriptStory& story = GetParam();
    ASSERT_TRUE(article) << article.fault().detail;
    EXPECT_EQ(article->headline, story.headline);
    EXPECT_EQ(texts(*article), strings(story.paragraphs));
    EXPECT_EQ(article->language, story.language);
    EXPECT_EQ(article->authors, std::vector<std::string>{std::string(story.author)});
    ASSERT_TRUE(article->published);
    EXPECT_EQ(article->published->local, (base::CivilTime{2026, 3, 2, 8, 15, 0}));
    EXPECT_EQ(article->published->precision, Precision::Minute);
  }
};

TEST_P(Scripts, DumpIsReadWhole) { expect_story(clean_text(dump_of(GetParam()))); }

TEST_P(Scripts, PageIsReadWhole) { expect_story(clean_page(page_of(GetParam()))); }

TEST_P(Scripts, WordsAreCounted) {
  std::int64_t words = 0;
  for (const std::string_view paragraph : GetParam().paragraphs) words += count_words(paragraph);
  EXPECT_EQ(words, GetParam().words);
}

TEST_P(Scripts, EachParagraphEndsASentence) {
  for (const std::string_view paragraph : GetParam().paragraphs) {
    EXPECT_EQ(ending(paragraph), Ending::Sentence) << paragraph;
  }
  EXPECT_EQ(ending(GetParam().headline), Ending::None);
}

std::string name_of(const testing::TestParamInfo<ScriptStory>& info) {
  std::string name;
  for (const char c : info.param.language) {
    if (c != '-') name.push_back(c);
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Of, Scripts, testing::ValuesIn(script_stories()), name_of);

}  // namespace
}  // namespace news::clean
