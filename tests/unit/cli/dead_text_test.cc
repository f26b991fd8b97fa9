#include "cli/dead_text.h"

#include <gtest/gtest.h>

#include <sstream>

namespace cli {
namespace {

DeadLine line(std::string place, std::int64_t died_at) {
  return {.place = std::move(place),
          .died_at = {died_at},
          .reason = "bad_json",
          .stage = "clean",
          .site = "",
          .detail = "byte 17",
          .origin = "articles.raw/0/4",
          .attempts = 1};
}

NewestDead three(std::size_t limit) {
  NewestDead dead(limit);
  dead.take(line("0/2", 2000));
  dead.take(line("1/3", 3000));
  dead.take(line("0/1", 1000));
  return dead;
}

TEST(NewestDeadTest, KeepsTheNewestHoweverTheyCome) {
  const NewestDead dead = three(2);
  ASSERT_EQ(dead.lines().size(), 2u);
  EXPECT_EQ(dead.lines()[0].place, "1/3");
  EXPECT_EQ(dead.lines()[1].place, "0/2");
  EXPECT_EQ(dead.seen(), 3u);
}

TEST(DeadText, IsATableThatMovesNoCursor) {
  NewestDead dead(1);
  DeadLine evil = line("0/2", 2000);
  evil.detail = "byte\x1b[2J";
  evil.attempts = 3;
  dead.take(std::move(evil));
  std::ostringstream out;
  print_table(out, dead);
  EXPECT_EQ(out.str(),
            "1970-01-01T00:00:02Z      0/2         bad_json          -                         "
            "byte [2J (attempt 3)\n1 of 1 dead letter\n");
}

TEST(DeadText, IsAnObjectALine) {
  std::ostringstream out;
  print_json(out, three(1));
  EXPECT_EQ(out.str(),
            R"({"place":"1/3","died_at":"1970-01-01T00:00:03Z","reason":"bad_json",)"
            R"("stage":"clean","site":"","detail":"byte 17","origin":"articles.raw/0/4",)"
            R"("attempts":1})"
            "\n");
}

TEST(DeadText, CountsTheMostFirst) {
  const DeadCounts counts{{"a.example", 1}, {"b.example", 2}, {"", 1}};
  std::ostringstream table, json;
  print_table(table, "site", counts);
  EXPECT_EQ(table.str(),
            "     letters  site\n           2  b.example\n           1  -\n"
            "           1  a.example\n           4  in all\n");
  print_json(json, "site", {{"a.example", 1}});
  EXPECT_EQ(json.str(), "{\"site\":\"a.example\",\"count\":1}\n");
}

}  // namespace
}  // namespace cli
