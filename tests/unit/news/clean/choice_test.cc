// Three extractors on one page: which of them is believed, and what their agreement says.
#include "news/clean/choice.h"

#include <gtest/gtest.h>

#include "news/clean/tokenizer.h"
#include "tests/unit/news/clean/page.h"

namespace news::clean {
namespace {

using Texts = std::vector<std::string>;

// A page that was read, with what each extractor made of it.
class Reading final {
 public:
  explicit Reading(std::string_view html,
                   const std::array<bool, kExtractors>& voters = {true, true, true},
                   std::string_view told = {})
      : html_(html), chooser_({voters, true}) {
    read_page(html_, Limits{}, page_);
    read_blocks(page_, list_);
    body_ = &chooser_.choose(page_, list_, told);
  }
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  Texts kept(const Body& body) const {
    Texts texts;
    for (const std::uint32_t i : body.kept) texts.emplace_back(list_.lines[i].text);
    return texts;
  }
  Texts kept(Extractor extractor) const { return kept(chooser_.body_of(extractor)); }
  // Of the block that begins so.
  Fate fate(Extractor extractor, std::string_view begin) const {
    for (std::size_t i = 0; i < list_.lines.size(); ++i) {
      if (list_.lines[i].text.starts_with(begin)) return chooser_.body_of(extractor).fates[i];
    }
    ADD_FAILURE() << begin;
    return Fate::Outside;
  }
  const Body& body() const { return *body_; }
  const BodyChooser& chooser() const { return chooser_; }
  const BlockList& list() const { return list_; }

 private:
  std::string html_;
  Page page_;
  BlockList list_;
  BodyChooser chooser_;
  const Body* body_ = nullptr;
};

constexpr Extractor kAll[] = {Extractor::Regions, Extractor::Scoring, Extractor::Blocks};

TEST(Choice, AllThreeReadAPlainPageAlike) {
  const Reading reading("<nav><a href=/>Home</a></nav><article>" + story_html() +
                        "</article><footer>Harbour Post</footer>");
  for (const Extractor extractor : kAll) EXPECT_EQ(reading.kept(extractor), story());
  EXPECT_EQ(reading.chooser().agreement(), 1000);
  EXPECT_EQ(reading.body().method, "regions");
}

TEST(Choice, EveryBlockHasAFateAndAScoreByEachExtractor) {
  const Reading reading("<nav><a href=/>Home</a></nav><article>" + story_html() + "<aside><p>" +
                        story()[0] + " It was so.</p></aside></article>" +
                        "<p>All rights reserved.");
  for (const Extractor extractor : kAll) {
    const Body& body = reading.chooser().body_of(extractor);
    ASSERT_EQ(body.fates.size(), reading.list().blocks.size());
    ASSERT_EQ(body.scores.size(), reading.list().blocks.size());
    for (std::uint32_t i = 0; i < body.fates.size(); ++i) {
      EXPECT_EQ(body.fates[i] == Fate::Kept,
                std::find(body.kept.begin(), body.kept.end(), i) != body.kept.end());
    }
  }
  EXPECT_EQ(reading.fate(Extractor::Regions, "Home"), Fate::Outside);
  EXPECT_EQ(reading.fate(Extractor::Regions, "All rights"), Fate::Outside);
}

// Two see a list as the story's, which its words alone do not show.
TEST(Choice, TwoAgainstOneWin) {
  std::string items;
  for (const char* item : {"Flour", "Butter", "Two eggs", "Milk", "Salt", "Sugar", "Yeast"}) {
    items += "<li>" + std::string(item) + "</li>";
  }
  const Reading reading("<div class=article-body>" + story_html() + "<ul>" + items +
                        "</ul></div><div><p>Imprint</div>");
  EXPECT_EQ(reading.kept(Extractor::Regions).size(), 10u);
  EXPECT_EQ(reading.kept(Extractor::Blocks).size(), 3u);
  EXPECT_EQ(reading.kept(reading.body()).size(), 10u);
  EXPECT_LT(*reading.chooser().agreement(), 1000);
  EXPECT_EQ(reading.chooser().agreement_of(Extractor::Regions, Extractor::Blocks),
            reading.chooser().agreement_of(Extractor::Blocks, Extractor::Regions));
}

TEST(Choice, WhoIsNotAskedIsNotBelieved) {
  const std::string html = "<article>" + story_html() + "</article>";
  EXPECT_EQ(Reading(html, {false, false, true}).body().method, "blocks");
  EXPECT_EQ(Reading(html, {false, true, false}).body().method, "scoring");
  EXPECT_EQ(Reading(html, {true, false, false}).body().method, "regions");
  EXPECT_FALSE(Reading(html, {true, false, false}).chooser().agreement());
}

TEST(Choice, PageWithoutWordsHasNoBody) {
  const Reading reading("<div></div>");
  EXPECT_TRUE(reading.body().empty());
  EXPECT_EQ(reading.chooser().agreement(), 0);
}

// Whatever its element is called.
TEST(Choice, SentencesBetweenHeadlineAndStoryAreItsFirst) {
  const std::string lead = "After five winters in dock the old ship is to cross the sound again.";
  for (const char* name : {"teaser-text", "intro", "summary", "article-header__lead"}) {
    const std::string html =
        "<header><h1>Night ferry returns</h1><p>By Mara Lindqvist</p><div class=" +
        std::string(name) + "><p>" + lead + "</p></div></header><div class=article-body>" +
        story_html() + "</div>";
    EXPECT_EQ(texts(*clean_page(html)), (Texts{lead, story()[0], story()[1], story()[2]})) << name;
  }
}

TEST(Choice, ManySentencesBetweenHeadlineAndStoryAreAnotherText) {
  std::string teasers;
  for (int i = 0; i < 5; ++i) {
    teasers += "<div class=teaser><p>After " + std::to_string(i + 2) +
               " winters in dock one more ship is to cross the sound.</div>";
  }
  EXPECT_EQ(texts(*clean_page("<h1>Night ferry returns</h1>" + teasers +
                              "<div class=article-body>" + story_html() + "</div>")),
            story());
}

// The story in cells that nothing names, below a box with a story's name and one of many commas.
TEST(Choice, WhereNobodyAgreesBlocksAreBelieved) {
  std::string words, commas, html;
  for (int i = 0; i < 5; ++i) {
    words += "<p>The board of the harbour has its seat number " + std::to_string(i) +
             " in the old custom house by the quay";
    commas += "<p>Ropes, bells, lamps, flags, nets, oars, sails, " + std::to_string(i) +
              ", and charts, maps, coats, boots, tins";
  }
  html = "<div class=article-body>" + words + "</div><ul><li><a href=/a>Day ferry</a></ul>" +
         "<div class=content>" + commas + "</div><ul><li><a href=/b>Night ferry</a></ul>";
  for (const std::string& paragraph : story()) {
    html += "<table><tr><td><div><div><div><div>" + paragraph + " " + paragraph +
            "</div></div></div></div></table>";
  }
  const Reading reading(html);
  EXPECT_LT(*reading.chooser().agreement(), 400);
  EXPECT_EQ(reading.body().method, "blocks");
  EXPECT_EQ(reading.kept(reading.body()).size(), 3u);
}

TEST(Choice, AgreementSaysHowSureWeAre) {
  EXPECT_EQ(confidence_of(1000), Confidence::High);
  EXPECT_EQ(confidence_of(900), Confidence::High);
  EXPECT_EQ(confidence_of(899), Confidence::Medium);
  EXPECT_EQ(confidence_of(800), Confidence::Medium);
  EXPECT_EQ(confidence_of(799), Confidence::Low);
}

TEST(Choice, IsPrintedWithTheArticle) {
  const Article article = *clean_page("<article>" + story_html() + "</article>");
  EXPECT_EQ(article.method, "regions");
  EXPECT_EQ(article.agreement, 1000);
  EXPECT_EQ(article.confidence, Confidence::High);
  EXPECT_FALSE(article.review);
}

}  // namespace
}  // namespace news::clean
