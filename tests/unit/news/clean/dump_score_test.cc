// Which lines of a dump are its story, when much else on the page reads like one.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "news/clean/dump.h"

namespace news::clean {
namespace {

constexpr std::string_view kHeadline = "Lighthouse keeper counts the geese of a whole winter\n";

// 118 words: enough for a story of its own.
constexpr std::string_view kStory =
    "The keeper of the old lighthouse has counted every goose that passed his tower from October "
    "to the end of March, and has now published the numbers.\n"
    "He found that the flocks came eleven days later than in the first winter of his diary, and "
    "that they stayed for a shorter time on the meadows.\n"
    "The biologists of the island station call the diary a treasure, because nobody else has "
    "looked at the same place with the same eyes for so many years.\n"
    "The station will print it in spring, with drawings that the keeper made of the birds on the "
    "long evenings when the lamp had to be watched.\n";

std::vector<std::string> body_of(const std::string& text) {
  RawEvent event;
  event.url = "https://northport.example/geese";
  event.fetched_at = base::to_timestamp({2026, 4, 4, 0, 0, 0}, 0);
  const auto article = clean_dump(text, event, {"northport.example", nullptr}, Tables{});
  std::vector<std::string> paragraphs;
  if (!article) return paragraphs;
  for (const Block& block : article->blocks) {
    if (block.kind == BlockKind::Paragraph) paragraphs.push_back(block.text);
  }
  return paragraphs;
}

std::string page(std::string_view story, std::string_view below) {
  return "Home\nNews\nIslands\n" + std::string(kHeadline) + std::string(story) + std::string(below);
}

std::size_t lines_of(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

// Twice as long as the story, and each a sentence.
std::string letters_of_readers() {
  std::string letters;
  for (int i = 0; i < 12; ++i) {
    letters += "Reader " + std::to_string(i) + "\n" +
               "I have walked to that tower with my children number " + std::to_string(i) +
               " times, and we have never seen more than a handful of birds on the meadow.\n";
  }
  return letters;
}

TEST(DumpLines, CommentsMayBeLongerThanTheStory) {
  for (const char* head : {"Comments", "12 Comments", "Kommentare (12)", "Комментарии: 12",
                           "Σχόλια", "Dodaj komentarz", "網友評論", "댓글 12"}) {
    const auto body = body_of(page(kStory, std::string(head) + "\n" + letters_of_readers()));
    EXPECT_EQ(body.size(), lines_of(kStory)) << head;
    ASSERT_FALSE(body.empty());
    EXPECT_TRUE(body.back().starts_with("The station")) << head;
  }
}

// A button above the headline says the same word; the story stands behind it.
TEST(DumpLines, AWordAboutCommentsAboveTheStoryCutsNothing) {
  const auto body = body_of(
      "Our islands have been without a bridge for as long as people have lived there on them.\n"
      "Share\nComments 12\nPrint\n" +
      std::string(kHeadline) + std::string(kStory));
  EXPECT_EQ(body.size(), lines_of(kStory));
}

TEST(DumpLines, ASectionHeadInsideTheStoryDoesNotEndIt) {
  const std::string inside = std::string(kStory) + "Related articles\nGeese in summer\n" +
                             "The keeper himself will move to the mainland when the lamp is "
                             "switched off for good in the coming autumn.\n"
                             "He has bought a house with a view of the bay, and says that geese "
                             "can be counted from any window.\n"
                             "Whether anybody will look after the tower then is a question that "
                             "the ministry has not answered so far.\n";
  const auto body = body_of(page(inside, ""));
  ASSERT_EQ(body.size(), lines_of(kStory) + 3);
  EXPECT_TRUE(body.back().starts_with("Whether anybody"));
}

TEST(DumpLines, StoriesOfOthersBehindASectionHeadDoNotWin) {
  std::string others = "Related articles\n";
  for (int i = 0; i < 20; ++i) others += "Topic " + std::to_string(i) + "\n";
  for (int i = 0; i < 5; ++i) {
    others += "The council of village " + std::to_string(i) +
              " has decided to repair the road to the harbour before the next winter comes, and to "
              "pay for it with a loan.\n";
  }
  const auto body = body_of(page(kStory, others));
  ASSERT_EQ(body.size(), lines_of(kStory));
  EXPECT_TRUE(body.front().starts_with("The keeper of"));
}

TEST(DumpLines, TitlesThatAreCutOffOrCountedAreNoSentences) {
  for (const char* tail : {"and nobody knows why...", "and nobody knows why…", "(1377)",
                           "(30/12 - 20:06)", "[4.3.2026, 9:15]"}) {
    std::string list;
    for (int i = 0; i < 8; ++i) {
      list += "Village number " + std::to_string(i) + " has lost its only harbour road " +
              std::string(tail) + "\n";
    }
    const auto body = body_of(page(kStory, list));
    EXPECT_EQ(body.size(), lines_of(kStory)) << tail;
  }
}

TEST(DumpLines, ABracketWithWordsIsNoCount) {
  const std::string story =
      std::string(kStory) +
      "The first volume of the diary is sold out at the station (2nd edition)\n";
  EXPECT_EQ(body_of(page(story, "")).size(), lines_of(story));
}

TEST(DumpLines, AListBehindAColonBelongsToTheText) {
  const std::string list =
      "For a good count you need:\nwarm gloves\na chair\na pencil that writes on wet paper\n";
  const std::string end =
      "Whoever has all of that may come to the tower on any Sunday from eight in the morning, and "
      "help the keeper until the last of the flocks has landed.\n";
  const std::string story = std::string(kStory) + list + end;
  EXPECT_EQ(body_of(page(story, "")).size(), lines_of(story));
  // Without the colon they are what stands between two boxes.
  const std::string bare = std::string(kStory) + "warm gloves\na chair\nwet paper\n" + end;
  EXPECT_EQ(body_of(page(bare, "")).size(), lines_of(kStory) + 1);
}

TEST(DumpLines, AListOfMoreThanTwentyLinesIsNoListOfTheText) {
  const auto story_with = [](int items) {
    std::string story = std::string(kStory) + "These villages took part in the count:\n";
    for (int i = 0; i < items; ++i) story += "Village " + std::to_string(i) + "\n";
    return story +
           "All of them will get a copy of the diary before it is sold in the shops, and the three "
           "villages that counted the most birds will each be given one of the drawings, framed "
           "in the wood of the old landing stage.\n";
  };
  EXPECT_EQ(body_of(page(story_with(20), "")).size(), lines_of(story_with(20)));
  EXPECT_EQ(body_of(page(story_with(21), "")).size(), lines_of(kStory) + 1);
}

TEST(DumpLines, ALongTableDoesNotSplitTheArticle) {
  std::string table;
  for (int i = 0; i < 60; ++i)
    table += "week " + std::to_string(i) + "\n" + std::to_string(7 * i) + "\n";
  const std::string end =
      "In the last week of the winter only seven birds were left on the meadows, the keeper "
      "writes, and they did not look as if they wanted to fly on before the wind had turned.\n"
      "The first boat of the year brought him new pencils, a sack of flour, and a letter in which "
      "the ministry thanks him for his work and asks how long the lamp will still burn.\n"
      "He has not yet answered it, because the answer would have to say that he is going to leave "
      "the tower, and that nobody will count the birds when he is gone from here.\n";
  const auto body = body_of(page(std::string(kStory) + table + end, ""));
  ASSERT_EQ(body.size(), lines_of(kStory) + 3);
  EXPECT_TRUE(body.back().starts_with("He has not"));
}

}  // namespace
}  // namespace news::clean
