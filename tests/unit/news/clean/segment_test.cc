#include "news/clean/segment.h"

#include <gtest/gtest.h>

#include <string>

namespace news::clean {
namespace {

Line words(std::int64_t count, Ending end, LineTag tag = LineTag::None) {
  return Line{.text = {}, .words = count * 100, .end = end, .tag = tag};
}

TEST(ScoreLine, FollowsTheTableOfWordsAndEndings) {
  EXPECT_EQ(score_line(words(61, Ending::Sentence)), 6000);
  EXPECT_EQ(score_line(words(12, Ending::Sentence)), 1200);
  EXPECT_EQ(score_line(words(11, Ending::Sentence)), 770);
  EXPECT_EQ(score_line(words(5, Ending::Sentence)), 350);
  EXPECT_EQ(score_line(words(4, Ending::Sentence)), -500);
  EXPECT_EQ(score_line(words(25, Ending::None)), 1250);
  EXPECT_EQ(score_line(words(24, Ending::None)), -300);
  EXPECT_EQ(score_line(words(8, Ending::Mark)), 200);
  EXPECT_EQ(score_line(words(7, Ending::Mark)), -500);
  EXPECT_EQ(score_line(words(3, Ending::None)), -600);
}

TEST(ScoreLine, FollowsTheTableOfTagsLinksAndPlaces) {
  EXPECT_EQ(score_line(words(6, Ending::None, LineTag::Paragraph)), -200);
  EXPECT_EQ(score_line(words(3, Ending::None, LineTag::Heading)), -100);
  EXPECT_EQ(score_line(words(12, Ending::Sentence, LineTag::ListItem)), 1000);
  Line line = words(20, Ending::Sentence);
  line.link_share = 751;
  EXPECT_EQ(score_line(line), -600);
  line.link_share = 501;
  EXPECT_EQ(score_line(line), -400);
  line.link_share = 0;
  line.negatives = 1;
  EXPECT_EQ(score_line(line), 1000);
  line.negatives = 2;
  EXPECT_EQ(score_line(line), 400);
  line.negatives = 0;
  line.boilerplate = true;
  EXPECT_EQ(score_line(line), -800);
  line.boilerplate = false;
  line.in_figure = true;
  EXPECT_EQ(score_line(line), -100);
}

TEST(FindSegment, TakesTheLargestSumAndTheEarliestOfEquals) {
  const std::vector<Score> scores{-600, 1000, -500, 1000, -2000, 1500};
  const Segment segment = find_segment(scores, kNoCap);
  EXPECT_EQ(segment.first, 1u);
  EXPECT_EQ(segment.end, 4u);
  EXPECT_EQ(segment.sum, 1500);
  EXPECT_EQ(segment.positive, 2000);
  EXPECT_EQ(segment.positive_all, 3500);
}

TEST(FindSegment, BridgesAnEmbeddedBoxOnlyWithACap) {
  std::vector<Score> scores(2, 5000);
  scores.insert(scores.end(), 20, -600);
  scores.insert(scores.end(), 2, 4500);
  EXPECT_EQ(find_segment(scores, kNoCap).end, 2u);
  const Segment capped = find_segment(scores, kPageCap);
  EXPECT_EQ(capped.end, scores.size());
  EXPECT_EQ(capped.sum, 2 * 5000 + 2 * 4500 - 4000);
}

TEST(FindSegment, HasNoSegmentWithoutPositiveScores) {
  EXPECT_TRUE(find_segment(std::vector<Score>{-600, -500, 0}, kNoCap).empty());
  EXPECT_TRUE(find_segment({}, kNoCap).empty());
}

TEST(FavourArticle, PunishesOutsideOnlyIfTheArticleHoldsMost) {
  std::vector<Line> lines(3);
  lines[1].in_article = true;
  std::vector<Score> scores{1000, 1200, -100};
  favour_article(lines, scores);
  EXPECT_EQ(scores, (std::vector<Score>{-300, 1200, -400}));
  scores = {1000, 1000, -100};
  favour_article(lines, scores);
  EXPECT_EQ(scores, (std::vector<Score>{1000, 1000, -100}));
}

TEST(KeepLines, KeepsLoneShortLinesBetweenKeptOnesAndRepeatsOnce) {
  const std::string sentence =
      "The ferry left the old harbour at dawn with all its lamps still lit.";
  const std::vector<std::string> texts{
      sentence,       "On the water", sentence + " Nobody slept.", "Menu A of it",
      "Menu B of it", sentence,       sentence + " Bells rang."};
  std::vector<Line> lines;
  std::vector<Score> scores;
  for (const std::string& text : texts) {
    lines.push_back(make_line(text));
    scores.push_back(score_line(lines.back()));
  }
  std::vector<std::uint8_t> kept;
  const Segment all{.first = 0, .end = lines.size()};
  keep_lines(lines, scores, all, KeepRules{}, kept);
  EXPECT_EQ(kept, (std::vector<std::uint8_t>{1, 1, 1, 0, 0, 0, 1}));
}

}  // namespace
}  // namespace news::clean
