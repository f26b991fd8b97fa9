#include "news/clean/signals.h"

#include <gtest/gtest.h>

namespace news::clean {
namespace {

Signals of(std::string headline, std::vector<std::string> paragraphs = {}) {
  Article article;
  article.headline = std::move(headline);
  for (std::string& text : paragraphs) article.blocks.push_back({BlockKind::Paragraph, 0, text});
  return find_signals(article);
}

TEST(Signals, FindCorrectionsWhereAgenciesPutThem) {
  EXPECT_TRUE(of("CORRECTED-Night ferry sails from May").correction);
  EXPECT_TRUE(of("Correction: Night ferry sails from May").correction);
  EXPECT_TRUE(of("[정정] 밤배 다시 떠난다").correction);
  EXPECT_TRUE(of("Night ferry", {"The ferry sails.", "Correction: It sails from May."}).correction);
  const Signals earlier =
      of("Night ferry", {"It sails.", "Note: An earlier version of this article named June."});
  EXPECT_TRUE(earlier.correction);
  EXPECT_EQ(earlier.note, "Note: An earlier version of this article named June.");
}

TEST(Signals, FindANoteBetweenParagraphsByItsColon) {
  const auto between = [](std::string text) {
    return of("Night ferry", {"It sails.", std::move(text), "Tickets are out."});
  };
  const Signals signals = between("Correction: It sails from May.");
  EXPECT_TRUE(signals.correction);
  EXPECT_EQ(signals.note, "Correction: It sails from May.");
  EXPECT_TRUE(between("訂正：五月から運航します。").correction);
  EXPECT_FALSE(between("Corrections are printed at noon: one a day.").correction);
  EXPECT_FALSE(between("Correction of the timetable took a day.").correction);
  EXPECT_FALSE(between("KILL: Night ferry").kill);
}

TEST(Signals, FindKillsAndHolds) {
  EXPECT_TRUE(of("KILL: Night ferry").kill);
  EXPECT_TRUE(of("(WITHDRAWN) Night ferry").kill);
  EXPECT_TRUE(of("[전문취소] 밤배").kill);
  EXPECT_TRUE(of("HOLD - Night ferry").hold);
}

TEST(Signals, AnEmbargoThatIsOverHoldsNothing) {
  const auto holds = [](std::string headline) {
    Article article;
    article.headline = std::move(headline);
    article.language = "en";
    article.fetched_at = base::to_timestamp({2026, 3, 2, 12, 0, 0}, 0);
    return find_signals(article).hold;
  };
  EXPECT_TRUE(holds("EMBARGOED UNTIL: 2 March 2026, 12:01 GMT"));
  EXPECT_FALSE(holds("EMBARGOED UNTIL: 2 March 2026, 12:00 GMT"));
  // Without a zone it must have passed everywhere; a day is over at its end.
  EXPECT_TRUE(holds("EMBARGOED UNTIL: 2 March 2026, 00:01"));
  EXPECT_FALSE(holds("EMBARGOED UNTIL: 2 March 2026, 00:00"));
  EXPECT_TRUE(holds("EMBARGO: 2 March 2026"));
  EXPECT_FALSE(holds("EMBARGO: 1 March 2026"));
  EXPECT_TRUE(holds("EMBARGO: night ferry"));
}

TEST(Signals, LeaveOrdinaryWordsAlone) {
  for (const char* headline : {"Kill the bill, say peers", "Hold the line", "Correctional officers",
                               "Corrections officer wins prize", "Night ferry", ""}) {
    EXPECT_EQ(of(headline), Signals{}) << headline;
  }
  EXPECT_EQ(of("Night ferry", {"The withdrawal took a day.", "It ended."}), Signals{});
}

}  // namespace
}  // namespace news::clean
