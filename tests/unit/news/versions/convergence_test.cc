// The judge, whatever the order of arrival, on ten thousand random articles a statement.
#include "tests/unit/news/versions/convergence.h"

#include <gtest/gtest.h>

namespace news::versions {
namespace {

constexpr Articles kArticles{.seed = 20260302, .count = 10'000};

Placement judge(const HeadRow& head, const Seen& seen) { return place(head, seen); }

TEST(Convergence, EveryOrderOfArrivalEndsInTheSameTimeline) {
  EXPECT_EQ(find_other_timeline(judge, kArticles), "");
}

TEST(Convergence, EveryOrderOfArrivalEndsInTheModelsHistory) {
  EXPECT_EQ(find_other_history(judge, kArticles), "");
}

TEST(Convergence, TheLastHeadRecordShowsTheHeadOrDiffersSilentlyOrWaitsForItsText) {
  EXPECT_EQ(find_other_record(judge, kArticles), "");
}

TEST(Convergence, NumbersAreGivenOnceAndWithoutGaps) {
  EXPECT_EQ(find_wrong_number(judge, kArticles), "");
}

TEST(Convergence, EverythingASecondTimeChangesNothing) {
  EXPECT_EQ(find_second_change(judge, {.seed = 77, .count = 1000}), "");
}

TEST(Convergence, InOrderOfFetchingAndOneCleanerNothingIsLate) {
  EXPECT_EQ(find_late_version(judge, kArticles), "");
}

TEST(Convergence, PastTheBoundsTheHeadIsStillTheSame) {
  EXPECT_EQ(find_other_head(judge, {.seed = 11, .count = 40}), "");
}

}  // namespace
}  // namespace news::versions
