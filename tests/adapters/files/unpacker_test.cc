#include "adapters/files/unpacker.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/adapters/files/packing.h"

namespace adapters::files {
namespace {

using tests::files::gzip;
using tests::files::zstd;

struct Unpacked {
  std::string bytes;
  std::vector<std::pair<std::uint64_t, std::size_t>> starts;  // packed, and in bytes
  std::vector<Damage> damages;
  Packing packing = Packing::Unknown;
  std::uint64_t packed = 0;
};

class UnpackerTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "dateline-unpacker-XXXXXX";
    ASSERT_NE(mkdtemp(folder_.data()), nullptr);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Unpacked unpack(const std::string& file, std::uint64_t at = 0) const {
    const std::string path = folder_ + "/file";
    std::ofstream(path, std::ios::binary) << file;
    const auto input = Input::open(path);
    EXPECT_TRUE((*input)->seek(at));
    Unpacker unpacker(**input, at);
    Unpacked all;
    for (;;) {
      const auto piece = unpacker.next(stream::Millis(0));
      EXPECT_TRUE(piece);
      if (piece->start) all.starts.emplace_back(*piece->start, all.bytes.size());
      if (piece->damage) all.damages.push_back(*piece->damage);
      all.bytes += piece->bytes;
      if (piece->at_end) break;
    }
    all.packing = unpacker.packing();
    all.packed = unpacker.packed();
    EXPECT_TRUE(unpacker.next(stream::Millis(0))->at_end) << "for ever";
    return all;
  }

  std::string folder_;
};

// Does not pack well, so that it is more than one buffer of any kind.
std::string noise(std::size_t bytes) {
  std::string text;
  for (std::uint32_t i = 7; text.size() < bytes; i = i * 1664525 + 1013904223) {
    text += static_cast<char>(i >> 24);
  }
  return text;
}

TEST_F(UnpackerTest, TellsThePackingByTheFirstBytes) {
  EXPECT_EQ(unpack("{}\n").packing, Packing::Plain);
  EXPECT_EQ(unpack("{}\n").bytes, "{}\n");
  EXPECT_EQ(unpack(gzip("{}\n")).packing, Packing::Gzip);
  EXPECT_EQ(unpack(gzip("{}\n")).bytes, "{}\n");
  EXPECT_EQ(unpack(zstd("{}\n")).packing, Packing::Zstd);
  EXPECT_EQ(unpack(zstd("{}\n")).bytes, "{}\n");
  EXPECT_EQ(unpack("").packing, Packing::Unknown);
  EXPECT_EQ(unpack("\x1f").bytes, "\x1f");
}

TEST_F(UnpackerTest, ReadsManyMembersAndTellsWhereEachBegins) {
  const std::string a = noise(300'000), b = "b\n", c = noise(70'000);
  for (const auto pack : {gzip, zstd}) {
    const std::string first = pack(a), second = pack(b), empty = pack("");
    const Unpacked all = unpack(first + second + empty + pack(c));
    EXPECT_EQ(all.bytes, a + b + c);
    EXPECT_TRUE(all.damages.empty());
    const std::vector<std::pair<std::uint64_t, std::size_t>> starts{
        {0, 0},
        {first.size(), a.size()},
        {first.size() + second.size() + empty.size(), a.size() + b.size()}};
    EXPECT_EQ(all.starts, starts);
    // And from each of them on.
    EXPECT_EQ(unpack(first + second, first.size()).bytes, b);
  }
}

TEST_F(UnpackerTest, SkipsTheFramesThatZstdSaysToSkip) {
  const std::string skipped = std::string("\x50\x2a\x4d\x18\x03\0\0\0abc", 11);
  EXPECT_EQ(unpack(skipped + zstd("a\n")).bytes, "a\n");
}

TEST_F(UnpackerTest, TellsOfACutEndWhereverItIs) {
  for (const auto pack : {gzip, zstd}) {
    const std::string first = pack("first\n"), second = pack(noise(150));
    for (std::size_t cut = 1; cut < second.size(); ++cut) {
      const Unpacked all = unpack(first + second.substr(0, cut));
      ASSERT_EQ(all.damages, std::vector<Damage>{Damage::CutEnd}) << cut;
      ASSERT_TRUE(all.bytes.starts_with("first\n"));
      ASSERT_TRUE(("first\n" + noise(150)).starts_with(all.bytes));
      ASSERT_EQ(all.packed, first.size() + cut);
    }
  }
}

TEST_F(UnpackerTest, FindsTheNextMemberBehindADamagedOne) {
  for (const auto pack : {gzip, zstd}) {
    const std::string first = pack("first\n"), last = pack("last\n");
    std::string damaged = pack(noise(200'000));
    for (std::size_t i = 100'000; i < 100'200; ++i) damaged[i] = static_cast<char>(~damaged[i]);
    damaged.back() = static_cast<char>(~damaged.back());
    const Unpacked all = unpack(first + damaged + last);
    ASSERT_EQ(all.damages, std::vector<Damage>{Damage::Broken});
    EXPECT_TRUE(all.bytes.starts_with("first\n"));
    EXPECT_TRUE(all.bytes.ends_with("last\n"));
    EXPECT_EQ(all.starts.back().first, first.size() + damaged.size());
  }
}

TEST_F(UnpackerTest, TellsOfADamageOnceThoughItLooksLikeMembers) {
  std::string damaged;
  for (int i = 0; i < 3; ++i) damaged += std::string("\x1f\x8b\x08\0", 4) + std::string(50, '\xff');
  const Unpacked all = unpack(gzip("a\n") + damaged + gzip("b\n") + damaged);
  EXPECT_EQ(all.damages, (std::vector<Damage>{Damage::Broken, Damage::Broken}));
  EXPECT_EQ(all.bytes, "a\nb\n");
}

TEST_F(UnpackerTest, TellsOfWhatStandsBehindAMemberButNotOfZeros) {
  const std::string zeros(100'000, '\0');
  EXPECT_TRUE(unpack(gzip("a\n") + zeros).damages.empty());
  EXPECT_EQ(unpack(gzip("a\n") + zeros + gzip("b\n")).bytes, "a\nb\n");
  const Unpacked garbage = unpack(gzip("a\n") + noise(100'000) + gzip("b\n"));
  EXPECT_EQ(garbage.damages, std::vector<Damage>{Damage::Trailing});
  EXPECT_EQ(garbage.bytes, "a\nb\n");
  EXPECT_EQ(unpack(gzip("a\n") + "x").damages, std::vector<Damage>{Damage::Trailing});
}

TEST_F(UnpackerTest, GivesABombInPieces) {
  const std::string bomb = gzip(std::string(20u << 20, 'a'));
  std::ofstream(folder_ + "/bomb", std::ios::binary) << bomb;
  const auto input = Input::open(folder_ + "/bomb");
  Unpacker unpacker(**input, 0);
  std::size_t made = 0;
  for (bool at_end = false; !at_end;) {
    const auto piece = unpacker.next(stream::Millis(0));
    ASSERT_LE(piece->bytes.size(), 256u << 10);
    made += piece->bytes.size();
    at_end = piece->at_end;
  }
  EXPECT_EQ(made, 20u << 20);
}

}  // namespace
}  // namespace adapters::files
