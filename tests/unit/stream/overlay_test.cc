#include "stream/overlay.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace stream {
namespace {

TEST(Overlay, TellsAbsentDeletedAndWritten) {
  Overlay overlay;
  EXPECT_EQ(overlay.find("a"), nullptr);
  overlay.put({"a", "1"});
  overlay.put({"b", std::nullopt});
  EXPECT_EQ(overlay.find("a")->value, "1");
  EXPECT_EQ(overlay.find("b")->value, std::nullopt);
  EXPECT_EQ(overlay.find("c"), nullptr);
}

TEST(Overlay, KeepsTheOrderOfFirstWritesAndTheLastValue) {
  Overlay overlay;
  for (const char* key : {"z", "a", "z", "m"}) overlay.put({key, std::string("of ") + key});
  overlay.put({"a", "last"});
  const std::vector<StateWrite> rows(overlay.rows().begin(), overlay.rows().end());
  EXPECT_EQ(rows, (std::vector<StateWrite>{{"z", "of z"}, {"a", "last"}, {"m", "of m"}}));
}

TEST(Overlay, CountsKeysValuesAndTheirCost) {
  Overlay overlay;
  EXPECT_EQ(overlay.bytes(), 0u);
  overlay.put({"key", "12345"});
  EXPECT_EQ(overlay.bytes(), 8 + Overlay::kRowBytes);
  overlay.put({"key", "1"});
  EXPECT_EQ(overlay.bytes(), 4 + Overlay::kRowBytes);
  overlay.put({"key", std::nullopt});
  EXPECT_EQ(overlay.bytes(), 3 + Overlay::kRowBytes);
  overlay.clear();
  EXPECT_EQ(overlay.bytes(), 0u);
  EXPECT_TRUE(overlay.empty());
  EXPECT_EQ(overlay.find("key"), nullptr);
}

TEST(Overlay, AgreesWithAMapOverManyWrites) {
  Overlay overlay;
  std::map<std::string, std::optional<std::string>> expected;
  std::mt19937 random(7);
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 20'000; ++i) {
      const std::string key(std::to_string(random() % 7'000));
      std::optional<std::string> value;
      if (random() % 5 != 0) value = std::to_string(i);
      overlay.put({key, value});
      expected[key] = value;
    }
    ASSERT_EQ(overlay.rows().size(), expected.size());
    for (const auto& [key, value] : expected) ASSERT_EQ(overlay.find(key)->value, value);
    ASSERT_EQ(overlay.find("none"), nullptr);
    overlay.clear();
    expected.clear();
  }
}

}  // namespace
}  // namespace stream
