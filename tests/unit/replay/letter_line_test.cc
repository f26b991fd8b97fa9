#include "replay/letter_line.h"

#include <gtest/gtest.h>

namespace replay {
namespace {

const std::vector<stream::Header> kHeaders{{"traceparent", "00-1"},
                                           {"dateline-origin", "articles.raw/3/1200"},
                                           {"dateline-reason", "bad_json"},
                                           {"dateline-detail", "line 1 \"x\""},
                                           {"dateline-stage", "clean"},
                                           {"dateline-origin", "articles.raw.backfill/0/7"},
                                           {"dateline-origin-time", "1772434932000"},
                                           {"dateline-attempts", "2"},
                                           {"__connect.errors.topic", "articles.raw"}};

TEST(LetterLine, SaysWhyItDiedAndKeepsWhatGoesWithItsNextTry) {
  const DeadLetter letter = read_dead_letter(kHeaders, "{");
  EXPECT_EQ(to_letter_line(letter, "k \"1\"", kHeaders, "0/12"),
            R"({"dateline-dead":{"place":"0/12","reason":"bad_json",)"
            R"("detail":"line 1 \"x\"","key":"k \"1\"","headers":{"traceparent":"00-1",)"
            R"("dateline-origin":"articles.raw/3/1200","dateline-origin-time":"1772434932000",)"
            R"("dateline-attempts":"2"}}})");
}

TEST(LetterLine, IsReadAsItWasWritten) {
  const DeadLetter letter = read_dead_letter(kHeaders, "{");
  const auto read = read_letter_line(to_letter_line(letter, "k \"1\"", kHeaders, "0/12"));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, (LetterLine{"k \"1\"",
                               {{"traceparent", "00-1"},
                                {"dateline-origin", "articles.raw/3/1200"},
                                {"dateline-origin-time", "1772434932000"},
                                {"dateline-attempts", "2"}}}));
  EXPECT_EQ(*read_letter_line(to_letter_line({}, "", {}, "")), (LetterLine{}));
}

TEST(LetterLine, IsNoEvent) {
  for (const char* line :
       {"", "{}", R"({"url":"u"})", R"({"dateline-dead":1})", R"({"dateline-dead":{)",
        R"( {"dateline-dead":{}})", R"({"url":"u","dateline-dead":{}})"}) {
    EXPECT_FALSE(read_letter_line(line)) << line;
  }
}

}  // namespace
}  // namespace replay
