#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

namespace base {
namespace {

TEST(Result, HoldsAValueOrAFault) {
  const Result<int> value = 7;
  ASSERT_TRUE(value);
  EXPECT_EQ(*value, 7);
  const Result<int> fault = dead_letter("bad_json", "at byte 3");
  ASSERT_FALSE(fault);
  EXPECT_EQ(fault.fault(), (Fault{Recovery::DeadLetter, "bad_json", "at byte 3"}));
}

TEST(Result, NamesAFaultByWhatTheCallerMustDo) {
  EXPECT_EQ(dead_letter("a").recovery, Recovery::DeadLetter);
  EXPECT_EQ(retry("a").recovery, Recovery::Retry);
  EXPECT_EQ(rebuild("a").recovery, Recovery::Rebuild);
  EXPECT_EQ(stop("a").recovery, Recovery::Stop);
}

TEST(Result, MovesAValueOut) {
  Result<std::unique_ptr<int>> value = std::make_unique<int>(3);
  const std::unique_ptr<int> out = *std::move(value);
  EXPECT_EQ(*out, 3);
}

TEST(ResultDeathTest, EndsTheProcessWhenTheWrongSideIsRead) {
  Result<int> fault = stop("x");
  EXPECT_DEATH(static_cast<void>(*fault), "CHECK failed");
  const Result<int> value = 1;
  EXPECT_DEATH(static_cast<void>(value.fault()), "CHECK failed");
}

}  // namespace
}  // namespace base
