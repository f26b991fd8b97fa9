#include "replay/file_note.h"

#include <gtest/gtest.h>

namespace replay {
namespace {

FileNote a_note() {
  FileNote note{.digest = "0f3a91c2d45e6b78",
                .read = 120,
                .size = 4096,
                .place = {.file = 1, .at = 96, .base = 5000, .position = 311},
                .events = 7,
                .skipped = {},
                .is_done = false};
  note.skipped[static_cast<std::size_t>(Skip::Request)] = 7;
  note.skipped[static_cast<std::size_t>(Skip::CutEnd)] = 1;
  return note;
}

const std::string kText =
    "dateline-replay-files/1 plan=0f3a91c2d45e6b78 read=120 size=4096 file=1 at=96 base=5000 "
    "position=311 events=7 done=0 skipped=request:7,cut_end:1";

TEST(FileNote, IsWrittenAndReadAlike) {
  EXPECT_EQ(to_text(a_note()), kText);
  EXPECT_EQ(read_file_note(kText), a_note());
  FileNote fresh{.digest = "d"};
  fresh.is_done = true;
  EXPECT_EQ(read_file_note(to_text(fresh)), fresh);
}

TEST(FileNote, IsRefusedIfAnythingInItIsUnknown) {
  const auto replaced = [](const std::string& what, const std::string& with) {
    std::string text = kText;
    return text.replace(text.find(what), what.size(), with);
  };
  for (const std::string& text :
       {std::string(), std::string("dateline-replay/1 from=0 to=1 plan=d"), kText + " more=1",
        replaced("files/1", "files/2"), replaced("0f3a91c2d45e6b78", ""),
        replaced("read=120", "read=-1"), replaced("read=120", "read="), replaced("at=96", "at=96x"),
        replaced("done=0", "done=2"), replaced("request", "of_later"),
        replaced("request:7", "request"), replaced(" skipped=request:7,cut_end:1", "")}) {
    EXPECT_FALSE(read_file_note(text)) << text;
  }
}

// Brokers take 4,096 bytes (offset.metadata.max.bytes).
TEST(FileNote, FitsWhatBrokersTake) {
  constexpr std::uint64_t kMost = 9'000'000'000'000'000'000u;
  FileNote note{.digest = std::string(16, 'f'),
                .read = kMost,
                .size = kMost,
                .place = {kMost, kMost, kMost, kMost},
                .events = kMost};
  note.skipped.fill(kMost);
  EXPECT_LT(to_text(note).size(), 1024u);
}

}  // namespace
}  // namespace replay
