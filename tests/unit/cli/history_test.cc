// What `history` prints of versions, in whichever form they come.
#include "cli/history.h"

#include <gtest/gtest.h>

#include <sstream>

#include "news/encode/ninjs.h"
#include "news/encode/version.h"
#include "tests/unit/news/encode/samples.h"

namespace cli {
namespace {

const Paint kPlain(false);

news::Version make_version(std::uint32_t number, const std::vector<std::string>& paragraphs) {
  news::Version version;
  version.id = news::samples::some_id(3);
  version.site = "harbourpost.example";
  version.change.number = {number, 0};
  version.change.verdict = number == 1 ? news::Verdict::New : news::Verdict::Revised;
  version.change.row = "12";
  version.change.identity = "u";
  version.article.emplace();
  version.article->headline = "Night ferry returns";
  version.article->fetched_at = {1'772'434'931'000 + number * 1000LL};
  for (const std::string& text : paragraphs) {
    version.article->blocks.push_back({news::BlockKind::Paragraph, 0, text});
  }
  return version;
}

std::string print(const std::vector<news::Version>& versions, HistoryLook look,
                  std::size_t limit = 100) {
  History history(limit);
  for (const news::Version& version : versions) history.take(news::encode::to_json(version));
  std::ostringstream out;
  history.print(out, kPlain, look);
  return out.str();
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(History, TellsALineAVersion) {
  const std::string text =
      print({make_version(1, {"One."}), news::samples::corrected_version()}, {});
  EXPECT_TRUE(has(text, "urn:dateline:harbourpost.example:")) << text;
  EXPECT_TRUE(has(text, "1        2026-03-02 07:02:12  usable  new")) << text;
  EXPECT_TRUE(has(text, "revised  correction")) << text;
  EXPECT_TRUE(has(text, "1 added, 1 removed, 1 edited, 1 moved")) << text;
  EXPECT_TRUE(has(text, "188 to 197 words")) << text;
  EXPECT_FALSE(has(text, "KEY")) << text;
}

TEST(History, TellsWhyIfAsked) {
  const std::string text = print({make_version(1, {"One."})}, {.why = true});
  EXPECT_TRUE(has(text, "KEY  GUARD  ROW")) << text;
  EXPECT_TRUE(has(text, "u    none   12")) << text;
}

TEST(History, ShowsTextsSideBySide) {
  const std::string text = print({make_version(1, {"The first.", "The second.", "The third."}),
                                  make_version(2, {"The first.", "The last.", "The third."})},
                                 {.diff = true});
  EXPECT_TRUE(has(text, "1 paragraph as before\n")) << text;
  EXPECT_TRUE(has(text, "  The second.")) << text;
  EXPECT_TRUE(has(text, " │ The last.\n")) << text;
  EXPECT_FALSE(has(text, "The third.")) << text;
}

TEST(History, OfTooManyShowsTheNewestAndSaysSo) {
  std::vector<news::Version> versions;
  for (std::uint32_t number = 1; number <= 5; ++number) {
    versions.push_back(make_version(number, {"Text " + std::to_string(number) + "."}));
  }
  const std::string all = print(versions, {.diff = true}, 5);
  EXPECT_FALSE(has(all, "older")) << all;
  const std::string text = print(versions, {.diff = true}, 2);
  EXPECT_TRUE(has(text, "3 older: --limit\n")) << text;
  EXPECT_TRUE(has(text, "\n4  ")) << text;
  EXPECT_FALSE(has(text, "\n3  ")) << text;
  // What the first of them changed is known all the same.
  EXPECT_TRUE(has(text, "  Text 3.")) << text;
}

TEST(History, ReadsEveryFormThatAVersionMayHave) {
  const news::Version version = news::samples::corrected_version();
  const std::string json = news::encode::to_json(version);
  for (const std::string& value :
       {json, news::encode::to_bytes(version), news::encode::to_framed_bytes(version, 17)}) {
    const auto read = to_version_json(value);
    ASSERT_TRUE(read) << read.fault().detail;
    EXPECT_EQ(*read, json);
  }
  EXPECT_FALSE(to_version_json("\xff"));
}

std::string beside(std::string_view before, std::string_view after) {
  std::ostringstream out;
  print_side_by_side(out, kPlain, before, after);
  return out.str();
}

TEST(SideBySide, CountsWhatIsTheSame) {
  EXPECT_EQ(beside("a\n\nb", "a\n\nb"), "  2 paragraphs as before\n");
  EXPECT_EQ(beside("", ""), "");
}

TEST(SideBySide, ShowsWhatCameWentAndMoved) {
  const std::string came = beside("a\n\nb", "a\n\nnew\n\nb");
  EXPECT_EQ(came, "  1 paragraph as before\n  " + std::string(47, ' ') +
                      " │ new\n  1 paragraph as before\n");
  const std::string went = beside("a\n\nold\n\nb", "a\n\nb");
  EXPECT_TRUE(has(went, "  old" + std::string(44, ' ') + " │ \n")) << went;
  const std::string moved = beside("a\n\nb\n\nc", "b\n\nc\n\na");
  EXPECT_TRUE(has(moved, "2 paragraphs as before")) << moved;
}

// The table of the longest common subsequence is not made for it.
TEST(SideBySide, OfTwoLongTextsWithNothingInCommonIsAllChange) {
  std::string before, after;
  for (int i = 0; i < 2500; ++i) {
    before += "old " + std::to_string(i) + "\n\n";
    after += "new " + std::to_string(i) + "\n\n";
  }
  const std::string text = beside(before, after);
  EXPECT_FALSE(has(text, "as before"));
  EXPECT_TRUE(has(text, "old 2499"));
  EXPECT_TRUE(has(text, "new 2499"));
}

}  // namespace
}  // namespace cli
