#include "replay/file_source.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "fakes/fake_clock.h"
#include "tests/adapters/files/packing.h"
#include "tests/unit/replay/archive.h"

namespace replay {
namespace {

using stream::Millis;
using tests::archive::warc_record;
using tests::archive::warc_response;
using tests::files::gzip;

struct Given {
  std::int64_t offset = 0;
  std::string key, origin;

  bool operator==(const Given&) const = default;
};

class Partitions final : public stream::Rebalance {
 public:
  void assigned(std::span<const stream::Partition> partitions) override {
    owned += partitions.size();
  }
  void revoked(std::span<const stream::Partition> partitions) override {
    owned -= partitions.size();
  }
  void lost(std::span<const stream::Partition>) override {}

  std::size_t owned = 0;
};

class FileSourceTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "dateline-source-XXXXXX";
    ASSERT_NE(mkdtemp(folder_.data()), nullptr);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& bytes) {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path, std::ios::binary) << bytes;
    files_.push_back(*adapters::files::look_at(path));
  }

  // As a process that begins with what was committed.
  std::unique_ptr<FileSource> start() {
    told_.clear();
    auto source = std::make_unique<FileSource>(
        FileSource::Options{files_, note_, committed_, {}},
        [this](Millis) { return std::optional(stream::InputOffset{committed_}); },
        [this](Skip skip, const std::string& place) {
          told_.push_back(std::string(to_text(skip)) + " " +
                          std::filesystem::path(place).filename().string());
        },
        clock_);
    EXPECT_FALSE(*source->poll(Millis(0), partitions_)) << "nothing before it is placed";
    EXPECT_TRUE(source->place(FileSource::kPartition, {committed_}));
    return source;
  }

  // Up to so many events, or all there are.
  std::vector<Given> take(FileSource& source, std::size_t most = 1'000'000) {
    std::vector<Given> given;
    while (given.size() < most && !source.is_done(1'000'000'000)) {
      const auto record = source.poll(Millis(0), partitions_);
      EXPECT_TRUE(record) << record.fault().detail;
      if (!record) break;
      if (*record) given.push_back(to_given(**record));
    }
    return given;
  }
  Given to_given(const stream::Record& record) const {
    EXPECT_EQ(record.appended_at, clock_.now());
    return {record.offset.value, std::string(record.key),
            std::filesystem::path(find_header(record, "dateline-origin").value_or("none"))
                .filename()
                .string()};
  }
  void commit(FileSource& source, std::int64_t next) {
    note_ = *read_file_note(source.note_at(next));
    committed_ = next;
  }

  std::string folder_;
  std::vector<adapters::files::FileState> files_;
  std::vector<std::string> told_;
  fakes::FakeClock clock_;
  Partitions partitions_;
  FileNote note_{.digest = "d", .size = 1000};
  std::int64_t committed_ = 0;
};

std::string lines(int from, int to) {
  std::string all;
  for (int i = from; i < to; ++i) all += R"({"url":"u-)" + std::to_string(i) + "\"}\n";
  return all;
}

std::string page(int number) {
  return warc_response({.url = "https://a.example/" + std::to_string(number)});
}

TEST_F(FileSourceTest, GivesTheEventsOfAllFilesAsOneStream) {
  write("a", lines(0, 2));
  write("b", "");
  write("c.gz", gzip(lines(2, 4)));
  const auto source = start();
  EXPECT_EQ(partitions_.owned, 1u);
  EXPECT_EQ(
      take(*source),
      (std::vector<Given>{
          {0, "u-0", "a@0"}, {14, "u-1", "a@14"}, {28, "u-2", "c.gz@0"}, {42, "u-3", "c.gz@14"}}));
  EXPECT_FALSE(source->is_done(42));
  EXPECT_TRUE(source->is_done(43));
  EXPECT_EQ(source->end(), 56);
  EXPECT_EQ(source->last_note().events, 4u);
  EXPECT_TRUE(source->last_note().is_done);
  EXPECT_TRUE(source->close(partitions_));
  EXPECT_EQ(partitions_.owned, 0u);
}

TEST_F(FileSourceTest, WithoutAnyEventIsDoneAtOnce) {
  write("a", "\n\n");
  const auto source = start();
  EXPECT_TRUE(take(*source).empty());
  EXPECT_TRUE(source->is_done(0));
}

// Whatever is committed when it dies: the next process goes on behind it, and counts what the dead
// one had not.
TEST_F(FileSourceTest, GoesOnBehindWhateverWasCommitted) {
  std::string warc = gzip(warc_record("warcinfo", {}, "software: s"));
  for (int i = 0; i < 4; ++i) {
    warc += gzip(warc_record("request", {}, "GET")) + gzip(page(i)) +
            gzip(warc_record("metadata", {}, "m"));
  }
  const std::string one_member = gzip(lines(0, 5));
  write("a.warc.gz", warc + gzip(page(9)).substr(0, 60));
  write("b.jsonl.gz", one_member + "rest");
  write("c.jsonl", lines(5, 8));
  const std::vector<Given> all = take(*start());
  ASSERT_EQ(all.size(), 12u);
  for (std::size_t first = 0; first <= all.size(); ++first) {
    for (const std::size_t second : {std::size_t{1}, std::size_t{4}}) {
      committed_ = 0;
      note_ = {.digest = "d", .size = 1000};
      std::vector<Given> given;
      std::vector<std::string> told;
      for (const std::size_t most : {first, second, all.size()}) {
        const auto source = start();
        const auto more = take(*source, most);
        given.insert(given.end(), more.begin(), more.end());
        // What it has looked at but nobody was given is the next one's to tell.
        if (source->is_done(given.empty() ? 0 : given.back().offset + 1)) {
          told.insert(told.end(), told_.begin(), told_.end());
        }
        if (!more.empty()) commit(*source, more.back().offset + 1);
        if (most == all.size()) note_ = source->last_note();
      }
      ASSERT_EQ(given, all);
      EXPECT_EQ(note_.events, all.size());
      SkipCounts wanted{};
      wanted[static_cast<std::size_t>(Skip::Warcinfo)] = 1;
      wanted[static_cast<std::size_t>(Skip::Request)] = 4;
      wanted[static_cast<std::size_t>(Skip::Metadata)] = 4;
      wanted[static_cast<std::size_t>(Skip::CutEnd)] = 1;
      wanted[static_cast<std::size_t>(Skip::Trailing)] = 1;
      ASSERT_EQ(note_.skipped, wanted) << first << ", " << second;
    }
  }
}

TEST_F(FileSourceTest, BeginsToReadNoFurtherBackThanItMust) {
  std::string warc;
  std::vector<std::uint64_t> starts;
  for (int i = 0; i < 4; ++i) {
    starts.push_back(warc.size());
    warc += gzip(page(i));
  }
  write("a.gz", gzip(lines(0, 3)));
  write("b.gz", warc);
  const auto source = start();
  const auto given = take(*source);
  commit(*source, given[1].offset + 1);
  EXPECT_EQ(note_.place, (FilePlace{0, 0, 0, 0}));
  commit(*source, given[5].offset + 1);
  EXPECT_EQ(note_.place,
            (FilePlace{1, starts[2], 42, static_cast<std::uint64_t>(given[5].offset) - 42}));
}

TEST_F(FileSourceTest, GivesAgainWhatWasNotCommitted) {
  write("a", lines(0, 6));
  const auto source = start();
  const auto all = take(*source, 4);
  commit(*source, all[1].offset + 1);
  // The next commit is lost: Kafka is asked, and has the one before.
  (void)source->note_at(all[3].offset + 1);
  const stream::Partition partition = FileSource::kPartition;
  ASSERT_TRUE(source->pause({&partition, 1}));
  EXPECT_FALSE(*source->poll(Millis(0), partitions_));
  EXPECT_EQ(source->committed({&partition, 1}, Millis(0))->front().offset->value,
            all[1].offset + 1);
  EXPECT_EQ(source->note_at(all[1].offset + 1), to_text(note_)) << "as it was committed";
  ASSERT_TRUE(source->place(partition, {all[1].offset + 1}));
  EXPECT_EQ(take(*source, 2), (std::vector<Given>{all[2], all[3]}));
  commit(*source, all[2].offset + 1);
  EXPECT_EQ(note_.events, 3u);
  // Or Kafka has it: what was given before is not given again.
  (void)source->note_at(all[3].offset + 1);
  committed_ = all[3].offset + 1;
  ASSERT_TRUE(source->committed({&partition, 1}, Millis(0)));
  ASSERT_TRUE(source->place(partition, {committed_}));
  EXPECT_EQ(take(*source).size(), 2u);
  EXPECT_EQ(source->place(partition, {0}).fault().code, "files_passed");
}

TEST_F(FileSourceTest, StopsAtAFileThatHasChanged) {
  write("a", lines(0, 1));
  write("b", lines(1, 2));
  std::ofstream(folder_ + "/b", std::ios::trunc) << lines(1, 3);
  const auto source = start();
  EXPECT_EQ(take(*source, 1).size(), 1u);
  for (;;) {
    const auto record = source->poll(Millis(0), partitions_);
    if (record) continue;
    EXPECT_EQ(record.fault().code, "file_changed");
    EXPECT_EQ(record.fault().recovery, base::Recovery::Stop);
    break;
  }
}

TEST_F(FileSourceTest, TellsWhereAFileIsNotAsItShouldBe) {
  write("a.warc", page(0) + "no record\n" + page(1) + page(2).substr(0, 100));
  const auto source = start();
  EXPECT_EQ(take(*source).size(), 2u);
  const std::size_t size = page(0).size();
  EXPECT_EQ(told_, (std::vector<std::string>{"bad_warc a.warc@" + std::to_string(size),
                                             "cut_end a.warc@" + std::to_string(2 * size + 10)}));
}

TEST_F(FileSourceTest, ShowsWhatIsNoted) {
  write("a.warc", warc_record("request", {}, "GET") + page(0) + page(1));
  const auto source = start();
  const auto all = take(*source);
  EXPECT_EQ(source->figures().events, 0u);
  commit(*source, all[0].offset + 1);
  EXPECT_EQ(source->figures().events, 1u);
  EXPECT_EQ(source->figures().skipped[static_cast<std::size_t>(Skip::Request)], 1u);
  commit(*source, all[1].offset + 1);
  EXPECT_EQ(source->figures().events, 2u);
  EXPECT_GT(source->figures().read, 0u);
}

}  // namespace
}  // namespace replay
