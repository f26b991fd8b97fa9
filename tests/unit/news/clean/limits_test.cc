// Each limit of clean::Limits that has no test beside its own code: at the limit, and one beyond.
// Depth, nodes, attributes and class tokens: tokenizer_test. JSON-LD: jsonld_test. Lines of dumps:
// dump_test. Events, addresses and hints: decode. Canonical addresses: identity.
#include <gtest/gtest.h>

#include "tests/unit/news/clean/page.h"

namespace news::clean {
namespace {

std::string page(std::string_view head = {}, std::string_view body = {}) {
  return "<head>" + std::string(head) + "</head><article><h1>Night ferry returns</h1>" +
         story_html() + std::string(body) + "</article>";
}

TEST(Limits, BodyIsCutAtAParagraph) {
  PageGiven given;
  given.limits.body_bytes_max = 0;
  for (const std::string& text : story()) given.limits.body_bytes_max += text.size() + 2;
  const Article whole = *clean_page(page(), given);
  EXPECT_EQ(texts(whole), story());
  EXPECT_FALSE(has_flag(whole, "truncated_output"));
  --given.limits.body_bytes_max;
  const Article cut = *clean_page(page(), given);
  EXPECT_EQ(texts(cut), (std::vector<std::string>{story()[0], story()[1]}));
  EXPECT_TRUE(has_flag(cut, "truncated_output"));
}

TEST(Limits, ParagraphsAreCountedAndTheRestIsCut) {
  PageGiven given;
  given.limits.paragraphs_max = 3;
  EXPECT_FALSE(has_flag(*clean_page(page(), given), "truncated_output"));
  given.limits.paragraphs_max = 2;
  const Article cut = *clean_page(page(), given);
  EXPECT_EQ(texts(cut).size(), 2u);
  EXPECT_TRUE(has_flag(cut, "truncated_output"));
}

TEST(Limits, HeadlineThatIsLongerIsIgnored) {
  PageGiven given;
  given.limits.headline_bytes_max = std::string_view("Night ferry returns").size();
  EXPECT_EQ(clean_page(page(), given)->headline, "Night ferry returns");
  --given.limits.headline_bytes_max;
  EXPECT_EQ(clean_page(page(), given)->headline, "");
}

TEST(Limits, TitleThatIsLongerThanAHintIsIgnored) {
  PageGiven given;
  const std::string at(given.limits.hint_bytes_max, 'x');
  EXPECT_EQ(clean_page(page("<title>" + at + "</title>"), given)->page_title, at);
  EXPECT_EQ(clean_page(page("<title>x" + at + "</title>"), given)->page_title, "");
}

TEST(Limits, AuthorsBeyondAreDropped) {
  PageGiven given;
  given.limits.authors_max = 2;
  const std::string two = "<meta name=author content='Mara Lind; Jo Reyes'>";
  const std::string three = "<meta name=author content='Mara Lind; Jo Reyes; Ida Berg'>";
  const std::vector<std::string> kept{"Mara Lind", "Jo Reyes"};
  EXPECT_EQ(clean_page(page(two), given)->authors, kept);
  EXPECT_EQ(clean_page(page(three), given)->authors, kept);
}

TEST(Limits, TextsThatMayNameAuthorsAreReadUpToANumber) {
  const auto authors_behind = [](int count) {
    std::string head;
    for (int i = 0; i < count; ++i) head += "<meta name=author content='9, 8'>";
    return clean_page(page(head + "<meta name=author content='Mara Lind'>"))->authors.size();
  };
  EXPECT_EQ(authors_behind(255), 1u);
  EXPECT_EQ(authors_behind(256), 0u);
}

TEST(Limits, TagsBeyondAreDropped) {
  PageGiven given;
  given.limits.tags_max = 2;
  const std::string tags = "<meta name=news_keywords content='ferry, harbour, night'>";
  EXPECT_EQ(clean_page(page(tags), given)->tags, (std::vector<std::string>{"ferry", "harbour"}));
  given.limits.tags_max = 3;
  EXPECT_EQ(clean_page(page(tags), given)->tags.size(), 3u);
}

TEST(Limits, ImagesBeyondAreDropped) {
  PageGiven given;
  std::string figures;
  for (const char* name : {"a", "b", "c"}) {
    figures += "<figure><img src=/" + std::string(name) + ".jpg></figure><p>" + story()[0] +
               " Part " + name + ".";
  }
  given.limits.images_max = 3;
  EXPECT_EQ(clean_page(page("", figures), given)->images.size(), 3u);
  given.limits.images_max = 2;
  EXPECT_EQ(clean_page(page("", figures), given)->images.size(), 2u);
}

TEST(Limits, OfDepthAndNodesShowOnTheArticle) {
  PageGiven given;
  given.limits.html_depth_max = 3;
  EXPECT_FALSE(has_flag(*clean_page(page(), given), "limit_depth"));
  EXPECT_TRUE(has_flag(*clean_page(page("", "<div><b>x"), given), "limit_depth"));
  given.limits = {};
  given.limits.html_nodes_max = 6;  // html, article, h1 and three p
  EXPECT_FALSE(has_flag(*clean_page(page(), given), "limit_nodes"));
  const Article cut = *clean_page(page("", "<p>" + story()[0] + " Again.</p>"), given);
  EXPECT_TRUE(has_flag(cut, "limit_nodes"));
  EXPECT_EQ(texts(cut), story()) << "what stood before the limit";
}

// The same names hold for dumps.
Article clean_dump(std::string_view top, std::string_view below, const PageGiven& given) {
  PageGiven dump = given;
  dump.text = "Night ferry returns\n" + std::string(top);
  for (const std::string& paragraph : story()) dump.text += paragraph + "\n";
  dump.text += below;
  return *clean_page("", dump);
}

TEST(Limits, OfDumpsCutTheBodyAtAParagraph) {
  PageGiven given;
  given.limits.paragraphs_max = 3;
  EXPECT_FALSE(has_flag(clean_dump("", "", given), "truncated_output"));
  given.limits.paragraphs_max = 2;
  const Article cut = clean_dump("", "", given);
  EXPECT_EQ(texts(cut), (std::vector<std::string>{story()[0], story()[1]}));
  EXPECT_TRUE(has_flag(cut, "truncated_output"));
}

TEST(Limits, OfDumpsIgnoreALongerHeadlineAndTitle) {
  PageGiven given;
  given.hints.title = "Night ferry returns";
  given.limits.headline_bytes_max = given.hints.title.size();
  EXPECT_EQ(clean_dump("", "", given).headline, "Night ferry returns");
  EXPECT_EQ(clean_dump("", "", given).page_title, "Night ferry returns");
  --given.limits.headline_bytes_max;
  EXPECT_EQ(clean_dump("", "", given).headline, "");
  EXPECT_EQ(clean_dump("", "", given).page_title, "");
}

TEST(Limits, OfDumpsDropAuthorsTagsAndImagesBeyond) {
  PageGiven given;
  given.hints.tags = {"ferry", "harbour", "night"};
  const std::string top =
      "By Mara Lind, Jo Reyes and Ida Berg\n"
      "The refitted ferry lies in dock before her first night at sea. [Coastwire]\n"
      "The harbour board in front of the old lighthouse on Monday. [Coastwire]\n";
  given.limits.authors_max = given.limits.tags_max = 3;
  given.limits.images_max = 2;
  const Article at = clean_dump(top, "", given);
  EXPECT_EQ(at.authors, (std::vector<std::string>{"Mara Lind", "Jo Reyes", "Ida Berg"}));
  EXPECT_EQ(at.tags.size(), 3u);
  EXPECT_EQ(at.images.size(), 2u);
  given.limits.authors_max = given.limits.tags_max = 2;
  given.limits.images_max = 1;
  const Article beyond = clean_dump(top, "", given);
  EXPECT_EQ(beyond.authors, (std::vector<std::string>{"Mara Lind", "Jo Reyes"}));
  EXPECT_EQ(beyond.tags, (std::vector<std::string>{"ferry", "harbour"}));
  EXPECT_EQ(beyond.images.size(), 1u);
}

}  // namespace
}  // namespace news::clean
