// What `replay compare` understands of its flags, and how it tells what it found.
#include "cli/compare_text.h"

#include <gtest/gtest.h>

#include <sstream>

#include "cli/compare_flags.h"

namespace cli {
namespace {

CompareFlags flags() {
  CompareFlags flags;
  flags.one = "g1";
  flags.other = "g2";
  return flags;
}

TEST(CompareFlagsTest, AreReadWhole) {
  CompareFlags asked = flags();
  asked.ignored = {"version", "change"};
  asked.settle = "2m";
  asked.memory = "64MiB";
  asked.samples = 7;
  const auto wish = std::get<CompareWish>(read_wish(asked));
  EXPECT_EQ(wish.ignored, replay::FieldSet{1} << *replay::find_field("version") |
                              replay::FieldSet{1} << *replay::find_field("change"));
  EXPECT_EQ(wish.settle, base::Millis(120'000));
  EXPECT_EQ(wish.bytes_max, 64u << 20);
  EXPECT_EQ(wish.samples, 7u);
}

TEST(Excerpts, BeginALittleBeforeTheFirstDifference) {
  const std::string same(60, 's');
  const Excerpts texts = excerpts_of(same + "one and the rest", same + "two and the rest", 90);
  EXPECT_EQ(texts.one, "…" + std::string(24, 's') + "one and the rest");
  EXPECT_EQ(texts.other, "…" + std::string(24, 's') + "two and the rest");
}

TEST(Excerpts, AreCutAndKeepTheirCharactersWhole) {
  const Excerpts texts = excerpts_of("ünü\nx" + std::string(200, 'a'), "ün", 20);
  EXPECT_TRUE(texts.one.starts_with("ünü x")) << texts.one;
  EXPECT_TRUE(texts.one.ends_with("…"));
  EXPECT_EQ(texts.other, "ün");
  // The texts part within a character.
  const Excerpts inside = excerpts_of(std::string(23, 's') + "ü", std::string(23, 's') + "ö", 90);
  EXPECT_EQ(inside.one, std::string(23, 's') + "ü");
  EXPECT_EQ(inside.other, std::string(23, 's') + "ö");
  EXPECT_EQ(excerpts_of("", "", 9).one, "");
}

replay::Comparison result() {
  replay::Comparison result;
  result.one = 1203;
  result.other = 1201;
  result.both = 1200;
  result.equal = 1196;
  result.missing = 3;
  result.missing_withdrawn = 1;
  result.added = 1;
  result.differing = 2;
  result.by_field[0] = 2;
  result.by_field[1] = 1;
  result.moving = 2;
  return result;
}

TEST(CompareText, IsATableForPeople) {
  const replay::Comparison found = result();
  std::ostringstream out;
  print_table(out, {{"g1", "articles.clean", {{"clean", 0}, {"version", 3}}},
                    {"g2", "articles.clean.g2", {}},
                    found,
                    {{{.field = 0, .one = {}, .other = {}}, "urn:a", "Ferry", "Boat"},
                     {{replay::Example::Kind::Missing, 0, {}, {}}, "urn:b", "", ""}},
                    1u << 3});
  EXPECT_EQ(out.str(),
            "g1  articles.clean  1,203 articles, clean 0 behind, version 3 behind\n"
            "g2  articles.clean.g2  1,201 articles\n"
            "         1,196  are the same\n"
            "             3  are missing in g2; 1 of them withdrawn\n"
            "             1  are only in g2\n"
            "             2  differ\n"
            "             2    in headline\n"
            "             1    in text\n"
            "             2  are still moving: look again\n"
            "not looked at: authors\n"
            "headline  urn:a\n"
            "  g1  Ferry\n"
            "  g2  Boat\n"
            "missing  urn:b\n");
}

TEST(CompareText, IsOneObjectForScripts) {
  replay::Comparison same;
  same.one = same.other = same.both = same.equal = 2;
  std::ostringstream out;
  print_json(out, {{"g1", "a", {{"version", 3}}},
                   {"g2", "b", {}},
                   same,
                   {{{replay::Example::Kind::Added, 0, {}, {}}, "urn:b", "", ""}},
                   ~replay::FieldSet{1}});
  EXPECT_EQ(out.str(),
            R"({"format":1,"one":{"generation":"g1","table":"a","articles":2,"behind":)"
            R"({"version":3}},"other":{"generation":"g2","table":"b","articles":2,"behind":{}},)"
            R"("same":true,"both":2,"equal":2,"missing":0,"missing_withdrawn":0,"added":0,)"
            R"("added_withdrawn":0,"differing":0,"moving":0,"by_field":{"headline":0},)"
            R"("examples":[{"kind":"added","urn":"urn:b"}]})"
            "\n");
}

}  // namespace
}  // namespace cli
