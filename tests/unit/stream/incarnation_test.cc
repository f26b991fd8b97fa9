#include "stream/incarnation.h"

#include <gtest/gtest.h>

#include "base/hash.h"

namespace stream {
namespace {

IncarnationSeed seed() {
  return {.cluster_id = "c",
          .topic = "t",
          .instance = "pod-w0",
          .partition = Partition{1},
          .now = Timestamp{5},
          .tick = Tick(7)};
}

TEST(Incarnation, IsAUuidOfVersion8) {
  const std::string uuid = make_incarnation(seed());
  ASSERT_EQ(uuid.size(), 36u);
  for (std::size_t i = 0; i < uuid.size(); ++i) {
    const std::string_view allowed = i == 8 || i == 13 || i == 18 || i == 23 ? "-"
                                     : i == 14                               ? "8"
                                     : i == 19                               ? "89ab"
                                                                             : "0123456789abcdef";
    EXPECT_NE(allowed.find(uuid[i]), std::string_view::npos) << uuid << " at " << i;
  }
}

TEST(Incarnation, DiffersInEachOfItsParts) {
  const std::string one = make_incarnation(seed());
  EXPECT_EQ(make_incarnation(seed()), one);
  IncarnationSeed other = seed();
  other.instance = "pod-w1";
  EXPECT_NE(make_incarnation(other), one);
  other = seed();
  other.partition = Partition{2};
  EXPECT_NE(make_incarnation(other), one);
  other = seed();
  other.now = Timestamp{6};
  EXPECT_NE(make_incarnation(other), one);
  other = seed();
  other.cluster_id = "ct";
  other.topic = "";
  EXPECT_NE(make_incarnation(other), one) << "parts do not run into each other";
}

TEST(Incarnation, ReadsWhatItWritesByteForByte) {
  const std::string bytes = write_incarnation("abc");
  EXPECT_EQ(base::to_hex(bytes), "08011203616263");
  EXPECT_EQ(*read_incarnation(bytes), "abc");
}

TEST(Incarnation, RefusesWhatItDoesNotKnow) {
  for (const std::string_view bytes :
       {std::string_view("\x08\x02\x12\x01x", 5), std::string_view("\x08\x01"),
        std::string_view(""), std::string_view("\xff\xff\xff")}) {
    EXPECT_EQ(read_incarnation(bytes).fault().code, "incarnation_format");
  }
}

TEST(Incarnation, HasAKeyThatNoStageMayUse) {
  EXPECT_EQ(kIncarnationKey.size(), 12u);
  EXPECT_TRUE(is_reserved(kIncarnationKey));
  EXPECT_FALSE(is_reserved("incarnation"));
  EXPECT_FALSE(is_reserved(""));
}

}  // namespace
}  // namespace stream
