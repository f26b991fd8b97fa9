#include "adapters/log/throttle.h"

#include <gtest/gtest.h>

namespace adapters::log {
namespace {

using base::Timestamp;

const Site kSite{"stream", "retrying"};

TEST(Throttle, PrintsTenOfASiteInTenSecondsAndCountsTheRest) {
  Throttle throttle;
  for (std::uint32_t i = 0; i < kRepeatsMax; ++i) EXPECT_TRUE(throttle.admit(kSite, Timestamp{0}));
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(throttle.admit(kSite, Timestamp{9'999}));
  EXPECT_TRUE(throttle.admit({"stream", "other"}, Timestamp{9'999}));
  EXPECT_TRUE(throttle.take_ended(Timestamp{9'999}).empty());

  const auto ended = throttle.take_ended(Timestamp{10'000});
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].site, kSite);
  EXPECT_EQ(ended[0].count, 3u);
  EXPECT_TRUE(throttle.admit(kSite, Timestamp{10'000}));
}

TEST(Throttle, AClockSetBackSilencesNobody) {
  Throttle throttle;
  for (int i = 0; i < 11; ++i) (void)throttle.admit(kSite, Timestamp{1'000'000});
  EXPECT_EQ(throttle.take_ended(Timestamp{0}).size(), 1u);
  EXPECT_TRUE(throttle.admit(kSite, Timestamp{0}));
}

TEST(Throttle, BeyondTheLastSiteLinesPrintFreely) {
  Throttle throttle;
  for (std::size_t i = 0; i < kSitesMax; ++i) {
    EXPECT_TRUE(throttle.admit({"c", std::to_string(i)}, Timestamp{0}));
  }
  for (int i = 0; i < 30; ++i) EXPECT_TRUE(throttle.admit(kSite, Timestamp{0}));
  for (int i = 0; i < 30; ++i) (void)throttle.admit({"c", "0"}, Timestamp{0});
  const auto all = throttle.take_all();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].count, 21u);
}

}  // namespace
}  // namespace adapters::log
