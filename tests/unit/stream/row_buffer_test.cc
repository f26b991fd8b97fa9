#include "stream/row_buffer.h"

#include <gtest/gtest.h>

namespace stream {
namespace {

TEST(RowBuffer, GivesEachPartitionItsRowsInTheirOrder) {
  RowBuffer rows;
  rows.add(Partition{1}, "a", "one");
  rows.add(Partition{2}, "a", "other");
  rows.add(Partition{1}, "b", std::nullopt);
  rows.add(Partition{1}, "a", "");
  const auto shown = rows.rows_of(Partition{1});
  ASSERT_EQ(shown.size(), 3u);
  EXPECT_EQ(shown[0].key, "a");
  EXPECT_EQ(shown[0].value, "one");
  EXPECT_EQ(shown[1].key, "b");
  EXPECT_EQ(shown[1].value, std::nullopt) << "a deletion is not an empty value";
  EXPECT_EQ(shown[2].value, "");
  EXPECT_EQ(rows.rows_of(Partition{2}).size(), 1u);
  EXPECT_EQ(rows.rows_of(Partition{3}).size(), 0u);
  EXPECT_EQ(rows.bytes(), 1u + 3 + 1 + 5 + 1 + 1);
}

TEST(RowBuffer, KeepsItsViewsRightWhileItGrows) {
  RowBuffer rows;
  for (int i = 0; i < 1'000; ++i) {
    rows.add(Partition{0}, "key" + std::to_string(i), std::string(100, 'x'));
  }
  EXPECT_EQ(rows.rows_of(Partition{0})[0].key, "key0");
  EXPECT_EQ(rows.rows_of(Partition{0})[999].key, "key999");
  rows.clear();
  EXPECT_TRUE(rows.empty());
  EXPECT_EQ(rows.bytes(), 0u);
  EXPECT_EQ(rows.rows_of(Partition{0}).size(), 0u);
}

}  // namespace
}  // namespace stream
