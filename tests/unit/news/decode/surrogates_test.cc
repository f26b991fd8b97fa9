#include "news/decode/surrogates.h"

#include <gtest/gtest.h>

#include <string>

namespace news::decode {
namespace {

std::string repaired(std::string json) {
  repair_surrogates(json.data(), json.size());
  return json;
}

TEST(RepairSurrogates, ReplacesHalvesAndKeepsPairs) {
  EXPECT_EQ(repaired(R"("a\ud83d")"), R"("a\ufffd")");
  EXPECT_EQ(repaired(R"("\uDE00b")"), R"("\ufffdb")");
  EXPECT_EQ(repaired(R"("\ud83d\ude00")"), R"("\ud83d\ude00")");
  EXPECT_EQ(repaired(R"("\ud83d\ud83d\ude00")"), R"("\ufffd\ud83d\ude00")");
  EXPECT_EQ(repaired(R"("\ud83d\n")"), R"("\ufffd\n")");
}

TEST(RepairSurrogates, LeavesEscapedBackslashesAlone) {
  EXPECT_EQ(repaired(R"("\\ud83d")"), R"("\\ud83d")");
  EXPECT_EQ(repaired(R"("\\\ud83d")"), R"("\\\ufffd")");
  EXPECT_EQ(repaired(R"("\ud8)"), R"("\ud8)");
  EXPECT_EQ(repaired("\\"), "\\");
}

}  // namespace
}  // namespace news::decode
