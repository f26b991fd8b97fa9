#include "base/hash.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace base {
namespace {

// The signed values of Kafka's own UtilsTest, and two sites.
TEST(Murmur2, IsKafkasOwn) {
  EXPECT_EQ(static_cast<std::int32_t>(murmur2("21")), -973'932'308);
  EXPECT_EQ(static_cast<std::int32_t>(murmur2("foobar")), -790'332'482);
  EXPECT_EQ(static_cast<std::int32_t>(murmur2("a-little-bit-long-string")), -985'981'536);
  EXPECT_EQ(static_cast<std::int32_t>(murmur2("a-little-bit-longer-string")), -1'486'304'829);
  EXPECT_EQ(static_cast<std::int32_t>(murmur2("abc")), 479'470'107);
  EXPECT_EQ(murmur2("joongang.co.kr"), 0x2e9ccabau);
  EXPECT_EQ(murmur2("example.com"), 0x045c9cf9u);
}

TEST(PartitionForKey, IsTheOneThatJavaClientsChoose) {
  EXPECT_EQ(partition_for_key("joongang.co.kr", 12), 2);
  EXPECT_EQ(partition_for_key("joongang.co.kr", 64), 58);
  EXPECT_EQ(partition_for_key("example.com", 12), 9);
  EXPECT_EQ(partition_for_key("example.com", 64), 57);
  // Negative in Java before the mask.
  EXPECT_EQ(partition_for_key("foobar", 1000), (-790'332'482 & 0x7fffffff) % 1000);
  EXPECT_EQ(partition_for_key("", 1), 0);
}

TEST(PartitionForKeyDeathTest, NeedsAPartition) {
  EXPECT_DEATH(partition_for_key("k", 0), "CHECK failed");
}

// FIPS 180-2, appendix B.
TEST(Sha256, IsTheStandards) {
  const auto hex = [](std::string_view text) {
    const Sha256 digest = sha256(text);
    return to_hex(std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
  };
  EXPECT_EQ(hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Xxh3, OfNothingIsTheReferenceValue) {
  EXPECT_EQ(xxh3_64(""), 0x2d06800538d394c2u);
  EXPECT_EQ(xxh3_128(""), (Hash128{0x99aa06d3014798d8, 0x6001c324468d497f}));
}

TEST(Xxh3, InPiecesIsTheHashOfTheWhole) {
  const std::string whole(5000, 'n');
  Xxh3Stream stream;
  for (std::size_t i = 0; i < whole.size(); i += 7) stream.add(whole.substr(i, 7));
  EXPECT_EQ(stream.digest_64(), xxh3_64(whole));
  EXPECT_EQ(stream.digest_128(), xxh3_128(whole));
}

TEST(Hash128, PrintsItsMostSignificantByteFirst) {
  const Hash128 hash{0x0123456789abcdef, 0xfedcba9876543210};
  EXPECT_EQ(to_hex(hash), "0123456789abcdeffedcba9876543210");
  EXPECT_EQ(to_hex(to_bytes(hash)), to_hex(hash));
  EXPECT_LT((Hash128{0, ~0ull}), (Hash128{1, 0}));
}

}  // namespace
}  // namespace base
