#include "news/clean/dump.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "news/clean/unicode.h"

namespace news::clean {
namespace {

const base::Timestamp kFetched = base::to_timestamp({2026, 3, 4, 0, 0, 0}, 0);

// An invented page in the shape that a crawler dumps: its own first line, masthead, path, doubled
// captions, a box of related titles inside the story, agency and tags below it.
constexpr std::string_view kDump =
    " date 2026-03-02  Harbour town opens school for the pilots of its new ferry fleet\n"
    "Northport Daily Mirror\n\n"
    "Home > Regions > West Coast\n\n"
    "print share\n\n"
    "Harbour town opens school for the pilots of its new ferry fleet\n\n"
    "Published: 2 Mar. 2026, 08:15\n"
    "Mayor Ines Aalto, second from right, cuts the ribbon of the pilot school in Northport on "
    "March 1. [COASTWIRE]\n\n"
    "Mayor Ines Aalto, second from right, cuts the ribbon of the pilot school in Northport on "
    "March 1. [COASTWIRE]\n\n"
    "\xC2\xA0\n"
    "Northport has opened a school for the pilots of its new electric ferries, the town council "
    "said on Monday.\n"
    "\xC2\xA0\n"
    "The first class of twelve pupils began on Sunday with lessons in reading the tides and in "
    "handling batteries.\n\n"
    "Related Article\n"
    "Tickets for the night ferry go on sale\n\n"
    "\"A ferry is not a bus, and nobody should learn that on a stormy night,\" the mayor said at "
    "the opening.\n\n"
    "A model bridge, built by the pupils of the West Coast college, stands in the hall of the new "
    "school. [COASTWIRE]\n\n"
    "A model bridge, built by the pupils of the West Coast college, stands in the hall of the new "
    "school. [COASTWIRE]\n\n"
    "The council expects the first pilots to leave the school in autumn, when the fleet grows to "
    "nine boats.\n\n"
    "Yonhap\n"
    "tags west coast northport ferry pilots\n\n"
    "More in West Coast\n\n"
    "Harbour town opens school for the pilots of its new ferry fleet\n\n"
    "Fishermen ask for a later start of the herring season\n"
    "Log in to comment with the Northport Daily Mirror\n";

base::ZoneTable zones() {
  base::ZoneTable table;
  table.zones["Asia/Seoul"] = {{base::Timestamp{0}, 540}};
  return table;
}

struct Given {
  std::string text_prefix = "date {date} {title}";
  std::string url = "https://northport.example/view?id=7";
  std::string zone;
  Hints hints;
  Limits limits;
  base::Timestamp fetched_at = kFetched;
};

base::Result<Article> clean_text(std::string_view text, const Given& given = {}) {
  static const base::ZoneTable kZones = zones();
  Tables tables;
  tables.zones = &kZones;
  tables.text_prefix = given.text_prefix;
  tables.limits = given.limits;
  Publisher publisher;
  publisher.site = "northport.example";
  publisher.name = "Northport Daily Mirror";
  publisher.zone = given.zone;
  RawEvent event;
  event.url = given.url;
  event.fetched_at = given.fetched_at;
  event.hints = given.hints;
  return clean_dump(text, event, {publisher.site, &publisher}, tables);
}

std::vector<std::string> paragraphs(const Article& article) {
  std::vector<std::string> texts;
  for (const Block& block : article.blocks) {
    if (block.kind == BlockKind::Paragraph) texts.push_back(block.text);
  }
  return texts;
}

TEST(CleanDump, ReadsEveryPartOfAPage) {
  const auto article = clean_text(kDump);
  ASSERT_TRUE(article);
  EXPECT_EQ(article->headline, "Harbour town opens school for the pilots of its new ferry fleet");
  EXPECT_TRUE(article->verbatim);
  EXPECT_EQ(article->crawl_date, "2026-03-02");
  EXPECT_EQ(article->publisher, "Northport Daily Mirror");
  EXPECT_EQ(article->agency, "Yonhap");
  EXPECT_TRUE(article->authors.empty());
  EXPECT_EQ(article->section, "West Coast");
  EXPECT_EQ(article->section_path, (std::vector<std::string>{"Regions", "West Coast"}));
  EXPECT_EQ(article->tags,
            (std::vector<std::string>{"west coast", "northport", "ferry", "pilots"}));
  EXPECT_TRUE(article->tags_inferred);
  EXPECT_EQ(article->language, "en");
  EXPECT_EQ(article->confidence, Confidence::High);
  EXPECT_EQ(article->method, "dump");
  const std::vector<std::string> body = paragraphs(*article);
  ASSERT_EQ(body.size(), 4u);
  EXPECT_EQ(body[0].substr(0, 20), "Northport has opened");
  EXPECT_EQ(body[2].substr(0, 12), "\"A ferry is ");
  EXPECT_EQ(body[3].substr(body[3].size() - 11), "nine boats.");
  std::vector<std::size_t> lengths;
  std::int64_t words = 0;
  for (const std::string& text : body) {
    lengths.push_back(count_code_points(text));
    words += count_words(text) / 100;
  }
  EXPECT_EQ(lengths, (std::vector<std::size_t>{106, 109, 102, 103}));
  EXPECT_EQ(words, 78);
  EXPECT_EQ(count_code_points(body_text(*article)), 106u + 109u + 102u + 103u + 3u * 2u);
}

// "KCNA" below a picture took the picture; who wrote the story stands below the story.
TEST(CleanDump, TakesNoCreditForTheAgency) {
  std::string text(kDump);
  text.erase(text.find("Yonhap\n"), 7);
  for (std::size_t at = text.find("COASTWIRE"); at != std::string::npos;
       at = text.find("COASTWIRE")) {
    text.replace(at, 9, "Yonhap");
  }
  const auto article = clean_text(text);
  ASSERT_TRUE(article);
  EXPECT_EQ(article->agency, "");
  ASSERT_EQ(article->images.size(), 2u);
  EXPECT_EQ(article->images[1].credit, "Yonhap");
}

TEST(CleanDump, IsTheSameFromBytes) {
  RawEvent event;
  event.url = "https://northport.example/view?id=7";
  event.fetched_at = kFetched;
  event.text = kDump;
  Tables tables;
  tables.text_prefix = "date {date} {title}";
  Cleaner cleaner(tables);
  const auto from_string = cleaner.clean(event, {.site = "northport.example"});
  event.text_is_bytes = true;
  auto from_bytes = cleaner.clean(event, {.site = "northport.example"});
  ASSERT_TRUE(from_string && from_bytes);
  EXPECT_EQ(from_bytes->headline,
            "Harbour town opens school for the pilots of its new ferry fleet");
  EXPECT_EQ(*from_bytes, *from_string);
}

TEST(CleanDump, KeepsEachCaptionOnceWithItsCreditAndPlace) {
  const auto article = clean_text(kDump);
  ASSERT_TRUE(article);
  ASSERT_EQ(article->images.size(), 2u);
  EXPECT_EQ(article->images[0].credit, "COASTWIRE");
  EXPECT_EQ(article->images[0].caption.substr(0, 16), "Mayor Ines Aalto");
  EXPECT_EQ(article->images[0].caption.substr(article->images[0].caption.size() - 8), "March 1.");
  std::string shape;
  for (const Block& block : article->blocks) {
    shape += block.kind == BlockKind::Figure ? "F" + std::to_string(block.level) : "p";
  }
  EXPECT_EQ(shape, "F0pppF1p");
}

TEST(CleanDump, ClaimsNoInstantWithoutAZone) {
  auto article = clean_text(kDump);
  ASSERT_TRUE(article && article->published);
  EXPECT_EQ(article->published->raw, "2 Mar. 2026, 08:15");
  EXPECT_EQ(article->published->local, (base::CivilTime{2026, 3, 2, 8, 15, 0}));
  EXPECT_EQ(article->published->zone, ZoneSource::Unknown);
  EXPECT_EQ(article->published->precision, Precision::Minute);
  EXPECT_FALSE(article->modified);
  EXPECT_FALSE(article->published->instant);
  Given given;
  given.zone = "Asia/Seoul";
  article = clean_text(kDump, given);
  EXPECT_EQ(article->published->zone, ZoneSource::Publisher);
  EXPECT_EQ(base::to_rfc3339(*article->published->instant), "2026-03-01T23:15:00Z");
}

TEST(CleanDump, IsTheSameWithOtherLineEndsAndSpaces) {
  std::string other;
  for (const char c : kDump) {
    if (c == '\n') {
      other += "\xC2\xA0\r\n";
    } else if (c == ' ') {
      other += " \t";
    } else {
      other.push_back(c);
    }
  }
  const auto expected = clean_text(kDump), found = clean_text("\xEF\xBB\xBF" + other);
  ASSERT_TRUE(expected && found);
  EXPECT_EQ(*found, *expected);
}

TEST(CleanDump, FindsTheHeadlineWithoutATitle) {
  Given given;
  given.text_prefix = "";
  std::string text(kDump.substr(kDump.find('\n') + 1));
  const auto article = clean_text(text, given);
  ASSERT_TRUE(article);
  EXPECT_EQ(article->headline, "Harbour town opens school for the pilots of its new ferry fleet");
  EXPECT_EQ(article->confidence, Confidence::Medium);
  EXPECT_EQ(article->crawl_date, "");
}

TEST(CleanDump, TitleHintAnchorsThoughASiteAddsItsName) {
  Given given;
  given.text_prefix = "";
  given.hints.title =
      "Harbour town opens school for the pilots of its new ferry fleet | Northport Daily Mirror";
  const auto article = clean_text(std::string(kDump.substr(kDump.find('\n') + 1)), given);
  ASSERT_TRUE(article);
  EXPECT_EQ(article->headline, "Harbour town opens school for the pilots of its new ferry fleet");
  EXPECT_EQ(article->confidence, Confidence::High);
  EXPECT_EQ(article->page_title, given.hints.title);
}

TEST(CleanDump, ReadsBylinesButKeepsThemOutOfTheBody) {
  const std::string text =
      "Night ferry returns to the western islands\n"
      "By Mara Lindqvist and Jo Reyes, Staff Writers\n"
      "Updated 3 Mar. 2026, 10:00\n"
      "The night ferry sails again from May, the harbour board said in a letter to its members.\n"
      "It had been stopped for two winters because the old quay could not carry its weight.\n"
      "What happens next\n"
      "Tickets go on sale on Monday, and the first boat leaves on the second day of May at ten.\n"
      "Share\nSubscribe to our newsletter for more stories like this one every single day.\n";
  const auto article = clean_text(text);
  ASSERT_TRUE(article);
  EXPECT_EQ(article->headline, "Night ferry returns to the western islands");
  EXPECT_EQ(article->authors, (std::vector<std::string>{"Mara Lindqvist", "Jo Reyes"}));
  ASSERT_TRUE(article->modified);
  EXPECT_EQ(article->modified->local.day, 3);
  const std::vector<std::string> body = paragraphs(*article);
  ASSERT_EQ(body.size(), 4u);
  EXPECT_EQ(body[2], "What happens next");
}

constexpr std::string_view kShortStory =
    "Night ferry returns to the western islands\n"
    "The night ferry sails again from May, the harbour board said in a letter to its members.\n"
    "Tickets\n"
    "They go on sale on Monday, and the first boat leaves on the second day of May at ten.\n";

TEST(CleanDump, KeepsAHeadingOfOneWordBetweenParagraphs) {
  const auto article = clean_text(kShortStory);
  ASSERT_TRUE(article);
  const std::vector<std::string> body = paragraphs(*article);
  ASSERT_EQ(body.size(), 3u);
  EXPECT_EQ(body[1], "Tickets");
}

// Each is a whole sentence, and stands on every page of its site.
TEST(CleanDump, LeavesOutWhatBlogsPrintBelowEveryEntry) {
  for (const char* line :
       {"This entry was posted on March 2 by the keeper of the light and tagged ferry and quay.",
        "Dieser Beitrag wurde am 2. März vom Wärter des Turms unter Fähren und Häfen abgelegt.",
        "All texts of this log may be copied freely under a Creative Commons licence of your own.",
        "© 2026 the keeper of the light. Whoever copies this page should ask the keeper first."}) {
    const auto article = clean_text(std::string(kShortStory) + line + "\n");
    ASSERT_TRUE(article);
    EXPECT_EQ(paragraphs(*article).back().substr(0, 11), "They go on ") << line;
  }
}

TEST(CleanDump, FlagsShortNews) {
  Given given;
  given.hints.title = "Quay closed for the day";
  const auto article = clean_text("Quay closed for the day\nStorm. Back tomorrow.\n", given);
  ASSERT_TRUE(article);
  EXPECT_EQ(paragraphs(*article), (std::vector<std::string>{"Storm. Back tomorrow."}));
  EXPECT_EQ(article->flags, Flags{"short"});
}

TEST(CleanDump, RefusesWhatIsNoArticle) {
  for (const char* text :
       {"", "\n \n", "Home\nAbout\nContact\n",
        "Just a moment\nPlease verify you are human by completing the action below, thank you.\n",
        "Page not found\nThe page you are looking for has been moved or does not exist here.\n"}) {
    const auto article = clean_text(text);
    ASSERT_FALSE(article) << text;
    EXPECT_EQ(article.fault().code, "no_article") << text;
  }
}

std::string sentence(int i) {
  return "Sentence number " + std::to_string(i) +
         " of a long story about a ferry that sails every night.\n";
}

TEST(CleanDump, HoldsTheLineLimit) {
  std::string text;
  for (int i = 0; i < 20; ++i) text += sentence(i);
  Given given;
  given.limits.dump_lines_max = 20;
  EXPECT_TRUE(clean_text(text, given)->flags.empty());
  given.limits.dump_lines_max = 19;
  const auto article = clean_text(text, given);
  EXPECT_EQ(article->flags, Flags{"truncated_input"});
  EXPECT_EQ(paragraphs(*article).size(), 19u);
}

TEST(CleanDump, SplitsLinesOverTheLimit) {
  const std::string text = "One " + std::string(60, 'a') + " word after word after word.";
  Given given;
  const std::string story = text + "\n" + sentence(1) + sentence(2);
  given.limits.line_bytes_max = text.size();
  EXPECT_TRUE(clean_text(story, given)->flags.empty());
  given.limits.line_bytes_max = text.size() - 1;
  const auto article = clean_text(story, given);
  EXPECT_EQ(article->flags, Flags{"truncated_input"});
}

TEST(CleanDump, CutsTheBodyAtAParagraph) {
  std::string text;
  for (int i = 10; i < 20; ++i) text += sentence(i);
  const std::size_t one = sentence(10).size() + 1;  // with its blank line
  Given given;
  given.limits.body_bytes_max = one * 10;
  EXPECT_EQ(paragraphs(*clean_text(text, given)).size(), 10u);
  given.limits.body_bytes_max = one * 10 - 1;
  auto article = clean_text(text, given);
  EXPECT_EQ(paragraphs(*article).size(), 9u);
  EXPECT_EQ(article->flags, Flags{"truncated_output"});
  given = {};
  given.limits.paragraphs_max = 9;
  EXPECT_EQ(paragraphs(*clean_text(text, given)).size(), 9u);
}

// The development seed is not ours to keep; where it lies, it must be read exactly.
TEST(CleanDump, ReadsTheSeedExactly) {
  const char* path = std::getenv("DATELINE_SEED_DUMP");
  if (path == nullptr) GTEST_SKIP() << "DATELINE_SEED_DUMP is not set";
  std::stringstream seed;
  seed << std::ifstream(path).rdbuf();
  Given given;
  given.fetched_at = base::to_timestamp({2025, 10, 25, 0, 0, 0}, 0);
  const auto article = clean_text(seed.str(), given);
  ASSERT_TRUE(article);
  std::vector<std::size_t> lengths;
  std::size_t words = 0;
  for (const std::string& text : paragraphs(*article)) {
    lengths.push_back(count_code_points(text));
    words += static_cast<std::size_t>(count_words(text)) / 100;
  }
  EXPECT_EQ(lengths,
            (std::vector<std::size_t>{196, 230, 247, 195, 301, 179, 239, 172, 126, 168, 167, 172}));
  EXPECT_EQ(words, 389u);
  EXPECT_EQ(count_code_points(body_text(*article)), 2414u);
  ASSERT_EQ(article->images.size(), 2u);
  EXPECT_EQ(count_code_points(article->images[0].caption), 249u);
  EXPECT_EQ(count_code_points(article->images[1].caption), 208u);
  EXPECT_EQ(article->agency, "Yonhap");
  EXPECT_EQ(article->tags.size(), 4u);
  EXPECT_EQ(article->confidence, Confidence::High);
}

}  // namespace
}  // namespace news::clean
