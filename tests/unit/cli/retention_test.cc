#include "cli/retention.h"

#include <gtest/gtest.h>

namespace cli {
namespace {

constexpr base::Timestamp kNow{1'772'000'000'000};  // 2026-02-25
constexpr const char* kDay = "86400000";

TEST(Retention, OfALogEndsWithItsLastSegment) {
  EXPECT_EQ(describe_retention({{"cleanup.policy", "delete"}, {"retention.ms", kDay}}, kNow),
            "until 2026-02-26 at the latest");
  EXPECT_EQ(describe_retention(
                {{"cleanup.policy", "delete"}, {"retention.ms", kDay}, {"segment.ms", kDay}}, kNow),
            "until 2026-02-27 at the latest");
}

TEST(Retention, OfATableEndsWithItsCompaction) {
  EXPECT_EQ(
      describe_retention({{"cleanup.policy", "compact"}, {"max.compaction.lag.ms", kDay}}, kNow),
      "until it is compacted: 2026-02-26 at the latest");
  EXPECT_EQ(
      describe_retention(
          {{"cleanup.policy", "compact"}, {"max.compaction.lag.ms", "9223372036854775807"}}, kNow),
      "until it is compacted, and no date is set for that");
}

TEST(Retention, PromisesNothingThatIsNotSet) {
  EXPECT_EQ(describe_retention({{"cleanup.policy", "delete"}, {"retention.ms", "-1"}}, kNow),
            "for ever: it has no retention");
  EXPECT_EQ(describe_retention({}, kNow), "as long as its broker keeps it, which does not tell");
}

}  // namespace
}  // namespace cli
