#include "replay/slices.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace replay {
namespace {

struct Row {
  base::Hash128 key;
  std::int64_t offset = 0;
  int value = 0;
};

base::Hash128 key_of(int i) { return base::xxh3_128("article-" + std::to_string(i)); }

// A table of so many keys, each written three times, the last time with its own number.
std::vector<Row> make_table(int keys) {
  std::vector<Row> table;
  for (int round = 2; round >= 0; --round) {
    for (int i = 0; i < keys; ++i) {
      table.push_back({key_of(i), static_cast<std::int64_t>(table.size()), i + round * 1000});
    }
  }
  return table;
}

struct Seen {
  std::map<base::Hash128, int> values;
  std::size_t twice = 0, largest = 0;
};

Seen read_all(Slices<Row>& slices, const std::vector<Row>& table) {
  Seen seen;
  while (slices.next()) {
    for (const Row& row : table) slices.take(0, row);
    const std::vector<Row>& rows = slices.rows(0);
    seen.largest = std::max(seen.largest, rows.size());
    for (const Row& row : rows) {
      if (!seen.values.emplace(row.key, row.value).second) ++seen.twice;
    }
  }
  return seen;
}

void expect_all(const Seen& seen, int keys) {
  EXPECT_EQ(seen.values.size(), static_cast<std::size_t>(keys));
  EXPECT_EQ(seen.twice, 0u);
  for (int i = 0; i < keys; ++i) EXPECT_EQ(seen.values.at(key_of(i)), i);
}

TEST(Slices, TakeOnePassWhereEverythingFits) {
  Slices<Row> slices(1, 100);
  expect_all(read_all(slices, make_table(75)), 75);
  EXPECT_EQ(slices.passes(), 1u) << "older records of a key make room";
}

TEST(Slices, GiveEachKeyOnceWithItsLastRowHoweverLittleFits) {
  for (const std::size_t rows_max : {4u, 10u, 50u, 99u}) {
    Slices<Row> slices(1, rows_max);
    const Seen seen = read_all(slices, make_table(500));
    expect_all(seen, 500);
    EXPECT_GT(slices.passes(), 1u);
    EXPECT_LE(seen.largest, rows_max);
  }
}

TEST(Slices, HaveTheSameKeysOfAllTables) {
  Slices<Row> slices(2, 20);
  std::size_t first = 0, second = 0, both = 0;
  while (slices.next()) {
    for (const Row& row : make_table(30)) slices.take(0, row);
    for (const Row& row : make_table(200)) slices.take(1, row);
    first += slices.rows(0).size();
    second += slices.rows(1).size();
    for (const Row& row : slices.rows(0)) {
      EXPECT_TRUE(slices.wants(row.key));
      for (const Row& other : slices.rows(1)) both += row.key == other.key ? 1 : 0;
    }
  }
  EXPECT_EQ(first, 30u);
  EXPECT_EQ(second, 200u);
  EXPECT_EQ(both, 30u);
}

TEST(Slices, OfNothingAreOnePassOfNothing) {
  Slices<Row> slices(1, 4);
  EXPECT_TRUE(slices.next());
  EXPECT_TRUE(slices.rows(0).empty());
  EXPECT_FALSE(slices.next());
}

}  // namespace
}  // namespace replay
