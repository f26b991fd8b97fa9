#include "adapters/status/history.h"

#include <gtest/gtest.h>

#include "tests/adapters/status/sample_view.h"

namespace adapters::status {
namespace {

using std::chrono::seconds;

TEST(History, KeepsTenMinutesInSteps) {
  History history;
  const View view = sample_view();
  EXPECT_TRUE(history.is_due(seconds(0)));
  history.add(seconds(0), view.stages);
  EXPECT_FALSE(history.is_due(seconds(4)));
  EXPECT_TRUE(history.is_due(seconds(5)));
  for (int i = 1; i < 200; ++i) history.add(seconds(5 * i), view.stages);
  const auto entries = history.read();
  ASSERT_EQ(entries.size(), kHistoryMax);
  EXPECT_EQ(entries.back().at - entries.front().at, seconds(600));
}

TEST(History, APointIsTheSumOfTheWorkersAndTheWorstLag) {
  const HistoryPoint point = point_of(sample_view().stages[0]);
  EXPECT_EQ(point.consumed, 20u);
  EXPECT_EQ(point.produced, 16u) << "neither changelog nor dead letters";
  EXPECT_EQ(point.dead, 4u);
  EXPECT_EQ(point.lag_records, 8);
  EXPECT_EQ(point.lag, stream::Millis(1501));
}

View view_with_history() {
  View view = sample_view();  // at 100 s, 20 records
  for (const auto& [at, consumed] :
       {std::pair{70, 2u}, std::pair{85, 5u}, std::pair{90, 10u}, std::pair{95, 15u}}) {
    view.history.push_back({seconds(at), {{.consumed = consumed}}});
  }
  return view;
}

TEST(Rates, AreOfTheLastTenSeconds) {
  const Rates rates = rates_of(view_with_history(), 0);
  EXPECT_EQ(rates.seconds, 10);
  EXPECT_EQ(rates.consumed, 1);
}

TEST(Rates, OfAYoungProcessAreOfWhatThereIs) {
  View view = view_with_history();
  view.history.erase(view.history.begin(), view.history.begin() + 3);
  EXPECT_EQ(rates_of(view, 0).seconds, 5);
  EXPECT_EQ(rates_of(view, 0).consumed, 1);
  view.history.clear();
  EXPECT_EQ(rates_of(view, 0).seconds, 0);
  EXPECT_EQ(rates_of(view, 0).consumed, 0);
}

}  // namespace
}  // namespace adapters::status
