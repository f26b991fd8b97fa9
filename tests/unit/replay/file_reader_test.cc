#include "replay/file_reader.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>

#include "tests/adapters/files/packing.h"
#include "tests/unit/replay/archive.h"

namespace replay {
namespace {

using tests::archive::warc_record;
using tests::archive::warc_response;
using tests::files::gzip;
using tests::files::zstd;

struct Read {
  std::vector<FileItem> items;
  FileForm form = FileForm::Unknown;
  bool begins_well = false;
  std::uint64_t position = 0;

  // "0 k-1", "12 cut_end"
  std::vector<std::string> texts() const {
    std::vector<std::string> all;
    for (const FileItem& item : items) {
      all.push_back(std::to_string(item.begin) + " " +
                    (item.skip ? std::string(to_text(*item.skip)) : item.event.key));
    }
    return all;
  }
};

using Texts = std::vector<std::string>;

class FileReaderTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "dateline-reader-XXXXXX";
    ASSERT_NE(mkdtemp(folder_.data()), nullptr);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Read read(const std::string& file, std::uint64_t at = 0, std::uint64_t position = 0,
            const news::decode::Options& decode = {}) const {
    const std::string path = folder_ + "/file";
    std::ofstream(path, std::ios::binary) << file;
    const auto reader = FileReader::open(path, decode, at, position);
    Read all;
    while (!(*reader)->is_at_end()) {
      const auto item = (*reader)->next(stream::Millis(0));
      EXPECT_TRUE(item);
      if (*item) all.items.push_back(**item);
    }
    all.form = (*reader)->form();
    all.begins_well = (*reader)->begins_well();
    all.position = (*reader)->position();
    return all;
  }

  std::string folder_;
};

std::string event(int number) { return R"({"url":"u-)" + std::to_string(number) + R"("})"; }

std::string lines(int from, int to) {
  std::string all;
  for (int i = from; i < to; ++i) all += event(i) + "\n";
  return all;
}

TEST_F(FileReaderTest, TellsLinesAndWarcByTheirFirstBytesWhateverTheyArePackedIn) {
  const std::string page = warc_response({});
  for (const std::function<std::string(std::string_view)>& pack :
       {std::function<std::string(std::string_view)>(gzip),
        std::function<std::string(std::string_view)>(zstd),
        std::function<std::string(std::string_view)>(
            [](std::string_view bytes) { return std::string(bytes); })}) {
    const Read some = read(pack(lines(0, 2)));
    EXPECT_EQ(some.form, FileForm::Lines);
    EXPECT_EQ(some.texts(), (Texts{"0 u-0", "14 u-1"}));
    EXPECT_EQ(some.position, 28u);
    EXPECT_EQ(read(pack(page)).form, FileForm::Warc);
    EXPECT_EQ(read(pack(page)).texts(),
              (Texts{"0 https://www.harbourpost.example/world/ferry-17"}));
    EXPECT_EQ(read(pack("{}")).texts(), (Texts{"0 "}));
    EXPECT_EQ(read(pack("")).form, FileForm::Unknown);
    EXPECT_TRUE(read(pack("")).items.empty());
  }
}

TEST_F(FileReaderTest, SeesWhetherLinesBeginLikeEvents) {
  EXPECT_TRUE(read("\xef\xbb\xbf\n  {\"url\":\"u\"}\n").begins_well);
  EXPECT_TRUE(read("").begins_well);
  EXPECT_TRUE(read("   \n\n").begins_well);
  EXPECT_TRUE(read(warc_response({})).begins_well);
  EXPECT_FALSE(read("%PDF-1.7\n").begins_well);
  EXPECT_FALSE(read("a,b,c\n").begins_well);
  EXPECT_FALSE(read("WAR").begins_well);
}

TEST_F(FileReaderTest, GoesOnFromWhereAnItemSaysThatItCan) {
  const std::string noise(3000, 'x');
  std::string packed, plain;
  for (int i = 0; i < 5; ++i) {
    const std::string url = "https://a.example/" + std::to_string(i);
    const std::string both = warc_record("request", {}, noise) + warc_response({.url = url});
    plain += both;
    packed += gzip(warc_record("request", {}, noise)) + gzip(warc_response({.url = url}));
  }
  for (const std::string& file :
       {plain, packed, lines(0, 10), gzip(lines(0, 4)) + gzip(lines(4, 9))}) {
    const Read whole = read(file);
    std::size_t restarts = 0;
    for (std::size_t i = 0; i < whole.items.size(); ++i) {
      const FileItem& item = whole.items[i];
      if (!item.restart) continue;
      ++restarts;
      const Texts left = read(file, *item.restart, item.begin).texts(), all = whole.texts();
      EXPECT_EQ(left, Texts(all.begin() + static_cast<std::ptrdiff_t>(i), all.end()));
    }
    EXPECT_EQ(restarts,
              file.starts_with("\x1f") && whole.items.size() == 9 ? 2u : whole.items.size());
  }
}

TEST_F(FileReaderTest, ALineThatTellsOfALetterGoesWithTheNextOne) {
  const std::string letter =
      R"({"dateline-dead":{"key":"k-1","headers":{"dateline-attempts":"2"}}})";
  const Read some = read(letter + "\n\n" + event(0) + "\n" + event(1) + "\n");
  ASSERT_EQ(some.texts(), (Texts{"0 k-1", std::to_string(letter.size() + 2 + 14) + " u-1"}));
  EXPECT_EQ(some.items[0].event.value, event(0));
  EXPECT_EQ(some.items[0].event.headers,
            (std::vector<stream::OwnedHeader>{{"dateline-attempts", "2"}}));
  EXPECT_EQ(some.items[0].restart, 0u) << "so that it is never parted from its letter";
  EXPECT_TRUE(some.items[1].event.headers.empty());
}

TEST_F(FileReaderTest, CopiesWhatIsWholeAndTellsOfTheRest) {
  const std::string first = gzip(lines(0, 3)), second = gzip(lines(3, 2000));
  const Read cut = read(first + second.substr(0, second.size() - 20));
  EXPECT_EQ(cut.texts().back(), std::to_string(cut.position) + " cut_end");
  const std::size_t whole = cut.items.size() - 1;
  EXPECT_GT(whole, 3u);
  for (std::size_t i = 0; i < whole; ++i) {
    EXPECT_EQ(cut.items[i].event.value, event(static_cast<int>(i)));
  }
  const std::string page = warc_response({.url = "https://a.example/1"});
  EXPECT_EQ(read(gzip(page) + gzip(page.substr(0, page.size() / 2))).texts(),
            (Texts{"0 https://a.example/1", std::to_string(page.size()) + " cut_end"}));
  std::string damaged = gzip(page);
  damaged[damaged.size() / 2] = static_cast<char>(~damaged[damaged.size() / 2]);
  const Texts around = read(gzip(page) + damaged + gzip(page)).texts();
  ASSERT_EQ(around.size(), 3u);
  EXPECT_EQ(around[0], "0 https://a.example/1");
  EXPECT_TRUE(around[1].ends_with(" bad_compression")) << around[1];
  EXPECT_TRUE(around[2].ends_with(" https://a.example/1")) << around[2];
  EXPECT_EQ(read(gzip(page) + "rest").texts(),
            (Texts{"0 https://a.example/1", std::to_string(page.size()) + " trailing_bytes"}));
}

TEST_F(FileReaderTest, TakesALineUpToTheLimitOfEvents) {
  news::decode::Options decode;
  decode.limits.event_bytes_max = 1000;
  const auto line = [](std::size_t bytes) {
    return R"({"url":"u","x":")" + std::string(bytes - 18, 'x') + "\"}";
  };
  ASSERT_EQ(line(1000).size(), 1000u);
  const std::string bomb =
      gzip(line(1000) + "\n" + line(1001) + "\n" + std::string(30u << 20, 'x') + "\n" + event(1));
  EXPECT_EQ(read(bomb, 0, 0, decode).texts(), (Texts{"0 u", "1001 too_large", "2003 too_large",
                                                     std::to_string(2004 + (30u << 20)) + " u-1"}));
}

// A member of which one packed byte holds thousands: the share of the bytes is that of the events.
TEST_F(FileReaderTest, TellsHowFarItHasComeInThePackedBytes) {
  const std::string packed = gzip(lines(0, 10'000));
  std::ofstream(folder_ + "/file", std::ios::binary) << packed;
  const auto reader = FileReader::open(folder_ + "/file", {});
  std::uint64_t items = 0, before = 0;
  while (!(*reader)->is_at_end()) {
    const auto item = (*reader)->next(stream::Millis(0));
    if (*item) ++items;
    EXPECT_GE((*reader)->packed(), before);
    before = (*reader)->packed();
    if (items != 5000) continue;
    EXPECT_GT(before, packed.size() / 3);
    EXPECT_LT(before, packed.size() * 2 / 3);
  }
  EXPECT_EQ(before, packed.size());
}

TEST_F(FileReaderTest, DoesABoundedPieceOfWork) {
  std::ofstream(folder_ + "/bomb", std::ios::binary) << gzip(std::string(40u << 20, '\n'));
  const auto reader = FileReader::open(folder_ + "/bomb", {});
  const auto first = (*reader)->next(stream::Millis(0));
  EXPECT_TRUE(first && !*first);
  EXPECT_FALSE((*reader)->is_at_end());
  EXPECT_LE((*reader)->position(), 4u << 20);
  EXPECT_GT((*reader)->position(), 0u);
}

}  // namespace
}  // namespace replay
