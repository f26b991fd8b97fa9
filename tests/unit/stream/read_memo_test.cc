#include "stream/read_memo.h"

#include <gtest/gtest.h>

#include <string>

namespace stream {
namespace {

TEST(ReadMemo, KnowsWhatItWasToldAndThatARowIsAbsent) {
  ReadMemo memo;
  EXPECT_EQ(memo.find("a"), nullptr);
  memo.keep("a", "1");
  memo.keep("b", std::nullopt);
  ASSERT_NE(memo.find("a"), nullptr);
  EXPECT_EQ(*memo.find("a"), "1");
  ASSERT_NE(memo.find("b"), nullptr);
  EXPECT_EQ(*memo.find("b"), std::nullopt);
  EXPECT_EQ(memo.find("c"), nullptr);
}

TEST(ReadMemo, KnowsNothingAfterTheStoreHasChanged) {
  ReadMemo memo;
  memo.keep("a", "1");
  memo.clear();
  EXPECT_EQ(memo.find("a"), nullptr);
  memo.keep("a", "2");
  EXPECT_EQ(*memo.find("a"), "2");
}

TEST(ReadMemo, MayForgetButNeverMistakesOneRowForAnother) {
  ReadMemo memo;
  for (int i = 0; i < 1000; ++i) memo.keep(std::to_string(i), "value of " + std::to_string(i));
  std::size_t known = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto* const value = memo.find(std::to_string(i));
    if (value == nullptr) continue;
    EXPECT_EQ(*value, "value of " + std::to_string(i));
    ++known;
  }
  EXPECT_GT(known, 0u);
  EXPECT_LE(known, ReadMemo::kRows);
}

TEST(ReadMemo, DoesNotKeepLargeRows) {
  ReadMemo memo;
  const std::string at(ReadMemo::kRowBytesMax - 1, 'x'), over(ReadMemo::kRowBytesMax, 'x');
  memo.keep("a", at);
  memo.keep("b", over);
  EXPECT_NE(memo.find("a"), nullptr);
  EXPECT_EQ(memo.find("b"), nullptr);
  memo.keep(at, "v");
  memo.keep(over, "v");
  EXPECT_NE(memo.find(at), nullptr);
  EXPECT_EQ(memo.find(over), nullptr) << "its key counts too";
}

}  // namespace
}  // namespace stream
