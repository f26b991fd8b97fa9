#include "adapters/files/codec.h"

#include <gtest/gtest.h>

#include <utility>

#include "tests/adapters/files/packing.h"

namespace adapters::files {
namespace {

// Long, and neither empty of pattern nor full of it.
std::string a_text(std::size_t bytes) {
  std::string text;
  for (std::uint32_t i = 1; text.size() < bytes; i = i * 1664525 + 1013904223) {
    text += "ferry " + std::to_string(i >> 20) + " left the pier\n";
  }
  text.resize(bytes);
  return text;
}

struct Packed {
  Coding coding;
  std::string bytes;
};

std::vector<Packed> all_forms(const std::string& text) {
  return {{Coding::Gzip, tests::files::gzip(text)},
          {Coding::Deflate, tests::files::zlib(text)},
          {Coding::Deflate, tests::files::raw_deflate(text)},
          {Coding::Zstd, tests::files::zstd(text)},
          {Coding::Brotli, tests::files::brotli(text)}};
}

TEST(Codec, UndoesEachFormWhole) {
  for (const std::string& text : {std::string(), std::string("x"), a_text(300'000)}) {
    for (const Packed& packed : all_forms(text)) {
      std::string out = "of before";
      EXPECT_EQ(undo(packed.coding, packed.bytes, 300'000, out), Undone::Whole);
      EXPECT_EQ(out, text);
    }
  }
}

TEST(Codec, TakesItsInputByteForByte) {
  const std::string text = a_text(5000);
  for (const Packed& packed : all_forms(text)) {
    const auto codec = make_codec(packed.coding);
    std::string out;
    std::array<char, 7> piece;
    bool at_end = false;
    for (const char byte : packed.bytes) {
      for (std::string_view in(&byte, 1); !at_end;) {
        const Codec::Step step = codec->step(in, piece);
        ASSERT_FALSE(step.is_broken);
        in.remove_prefix(step.taken);
        out.append(piece.data(), step.made);
        at_end = step.at_end;
        if (step.taken == 0 && step.made == 0) break;
      }
    }
    EXPECT_TRUE(at_end);
    EXPECT_EQ(out, text);
  }
}

TEST(Codec, GivesNoMoreThanTheLimit) {
  const std::string bomb(50u << 20, 'a');
  for (const Packed& packed : all_forms(bomb)) {
    ASSERT_LT(packed.bytes.size(), 200'000u);
    std::string out;
    EXPECT_EQ(undo(packed.coding, packed.bytes, 100'000, out), Undone::TooLarge);
    EXPECT_LE(out.size(), 100'000u);
  }
  const std::string text = a_text(1000);
  for (const Packed& packed : all_forms(text)) {
    std::string out;
    EXPECT_EQ(undo(packed.coding, packed.bytes, 1000, out), Undone::Whole);
    EXPECT_EQ(undo(packed.coding, packed.bytes, 999, out), Undone::TooLarge);
  }
}

TEST(Codec, CallsBrokenWhatIsCutOrNothingOfTheKind) {
  const std::string text = a_text(1000);
  for (const Packed& packed : all_forms(text)) {
    std::string out;
    const std::string_view cut(packed.bytes.data(), packed.bytes.size() / 2);
    EXPECT_EQ(undo(packed.coding, cut, 100'000, out), Undone::Broken);
    EXPECT_TRUE(text.starts_with(out));
    EXPECT_EQ(undo(packed.coding, "", 100'000, out), Undone::Broken);
    EXPECT_EQ(undo(packed.coding, "<html>no such thing</html>", 100'000, out), Undone::Broken);
    EXPECT_EQ(undo(packed.coding, packed.bytes + "more", 100'000, out), Undone::Whole);
  }
  std::string damaged = tests::files::gzip(text), out;
  damaged[damaged.size() - 6] ^= 1;
  EXPECT_EQ(undo(Coding::Gzip, damaged, 100'000, out), Undone::Broken) << "the checksum";
}

}  // namespace
}  // namespace adapters::files
