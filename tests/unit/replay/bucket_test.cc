#include "replay/bucket.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace replay {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using stream::Tick;

constexpr Tick kNow = 1000s;

TEST(Bucket, WithoutARateNeverWaits) {
  Bucket bucket;
  bucket.take(1'000'000, kNow);
  EXPECT_EQ(bucket.wait(kNow), Tick{0});
}

// Takes whatever may be taken, moving time on only when it must.
std::uint64_t take_for(Bucket& bucket, Tick from, Tick length, std::uint64_t amount) {
  std::uint64_t taken = 0;
  for (Tick now = from; now < from + length;) {
    const Tick wait = bucket.wait(now);
    if (wait > Tick{0}) {
      now += wait;
      continue;
    }
    bucket.take(amount, now);
    taken += amount;
  }
  return taken;
}

TEST(Bucket, GivesExactlyItsRateOverAnyLengthOfTime) {
  for (const std::uint64_t rate : {1u, 3u, 7u, 1'000u, 85'003u, 40'000'000u}) {
    Bucket bucket;
    bucket.set_rate(rate, kNow);
    const std::uint64_t amount = rate > 100'000 ? 1'000 : 1;
    const auto taken = take_for(bucket, kNow, 30s, amount);
    EXPECT_NEAR(static_cast<double>(taken), 30.0 * static_cast<double>(rate),
                static_cast<double>(amount))
        << rate;
  }
}

TEST(Bucket, AfterAPauseCatchesUpItsBurstAtMost) {
  Bucket bucket;
  bucket.set_rate(1'000, kNow);
  bucket.take(1, kNow);
  const Tick later = kNow + 60s;
  std::uint64_t at_once = 0;
  for (; bucket.wait(later) == Tick{0}; ++at_once) bucket.take(1, later);
  EXPECT_EQ(at_once, 401u);
}

TEST(Bucket, LetsWhatIsLargerThanTheBurstPassWholeAndTheNextWaitForIt) {
  Bucket bucket;
  bucket.set_rate(1'000, kNow);
  bucket.take(5'000, kNow + 1s);
  EXPECT_EQ(bucket.wait(kNow + 1s), 4'600ms);
}

TEST(Bucket, MakesUpForWhatCommitsHoldUpAndNeverExceedsATwentiethInTenSeconds) {
  Bucket bucket;
  bucket.set_rate(1'000, kNow);
  std::vector<Tick> taken;
  // Each tenth of a second is followed by three in which nobody polls.
  for (Tick now = kNow; now < kNow + 30s; now += 1ms) {
    if ((now - kNow) % 400ms >= 100ms) continue;
    for (; bucket.wait(now) == Tick{0}; taken.push_back(now)) bucket.take(1, now);
  }
  EXPECT_NEAR(static_cast<double>(taken.size()), 30'000.0, 600.0);
  for (Tick from = kNow; from < kNow + 20s; from += 50ms) {
    const auto count = std::count_if(taken.begin(), taken.end(),
                                     [from](Tick at) { return at >= from && at < from + 10s; });
    EXPECT_LE(count, 10'500);
    EXPECT_GE(count, 9'500);
  }
}

TEST(Bucket, TakesANewRateAtOnce) {
  Bucket bucket;
  bucket.set_rate(1, kNow);
  bucket.take(100, kNow);
  EXPECT_GT(bucket.wait(kNow), 99s);
  bucket.set_rate(1, kNow);
  EXPECT_GT(bucket.wait(kNow), 99s) << "it is the same";
  bucket.set_rate(1'000, kNow);
  EXPECT_EQ(bucket.wait(kNow), Tick{0});
  EXPECT_NEAR(static_cast<double>(take_for(bucket, kNow, 10s, 1)), 10'000.0, 1.0);
  bucket.set_rate(0, kNow + 10s);
  EXPECT_EQ(bucket.wait(kNow + 10s), Tick{0});
}

}  // namespace
}  // namespace replay
