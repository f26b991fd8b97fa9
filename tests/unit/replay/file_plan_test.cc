#include "replay/file_plan.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace replay {
namespace {

using adapters::files::FileState;
using adapters::files::Packing;

const FileState kA{"a.jsonl.gz", 1000, "f1"}, kB{"b.warc.gz", 10'000, "f2"}, kPipe{"-", 0, ""};

FileFound lines_whole() {
  return {.state = kA,
          .packing = Packing::Gzip,
          .form = FileForm::Lines,
          .packed = 1000,
          .events = 20,
          .event_bytes = 2000,
          .is_whole = true};
}
FileFound warc_in_part() {
  return {.state = kB,
          .packing = Packing::Gzip,
          .form = FileForm::Warc,
          .packed = 2000,
          .events = 10,
          .event_bytes = 5000};
}

World a_lane() {
  World world;
  world.target.exists = true;
  world.readers = 1;
  world.live_lag = 3;
  return world;
}

Request request() { return {.topic = "files", .target = "lane"}; }

TEST(FilePlan, CountsWhatItHasReadAndGuessesTheRest) {
  const FilePlan plan = make_plan(request(), {lines_whole(), warc_in_part()}, a_lane(), "id");
  EXPECT_EQ(plan.id, "id");
  EXPECT_EQ(plan.target, "lane");
  EXPECT_EQ(plan.live_lag, 3);
  EXPECT_TRUE(plan.refusals.empty());
  EXPECT_FALSE(plan.has_pipe);
  ASSERT_EQ(plan.rows.size(), 2u);
  EXPECT_EQ(plan.rows[0],
            (FilePlanRow{"a.jsonl.gz", 1000, "gzip", "JSON lines", 20, 2000, true, ""}));
  EXPECT_EQ(plan.rows[1],
            (FilePlanRow{"b.warc.gz", 10'000, "gzip", "WARC", 50, 25'000, false, ""}));
  EXPECT_EQ(plan.totals().records(), 70u);
  EXPECT_EQ(plan.totals().bytes(), 27'000u);
}

// Of many files only some are looked into: the others are like them.
TEST(FilePlan, TakesAFileThatItHasHardlyLookedIntoForOneLikeTheOthers) {
  FileFound hardly = warc_in_part();
  hardly.packed = 100;
  hardly.events = 1;
  hardly.event_bytes = 9;
  const FilePlan plan = make_plan(request(), {lines_whole(), hardly}, a_lane(), "id");
  EXPECT_EQ(plan.rows[1].events, 10'000u * 21 / 1100);
  EXPECT_EQ(plan.rows[1].event_bytes, 10'000u * 2009 / 1100);
}

TEST(FilePlan, TellsOfDamageAndOfPipes) {
  FileFound cut = lines_whole();
  cut.skipped[static_cast<std::size_t>(Skip::CutEnd)] = 1;
  cut.skipped[static_cast<std::size_t>(Skip::TooLarge)] = 2;
  cut.skipped[static_cast<std::size_t>(Skip::Request)] = 7;
  const FilePlan plan = make_plan(request(), {{.state = kPipe}, cut}, a_lane(), "id");
  EXPECT_EQ(plan.rows[0].note, "a pipe: cannot be gone on with after a stop");
  EXPECT_EQ(plan.rows[0].packing, "?");
  EXPECT_TRUE(plan.has_pipe);
  EXPECT_EQ(plan.rows[1].note, "too_large 2, cut_end 1");
}

TEST(FilePlan, RefusesWhatCannotServe) {
  const auto refusal = [](const std::vector<FileFound>& files, const World& world) {
    const FilePlan plan = make_plan(request(), files, world, "id");
    return plan.refusals.size() == 1 ? plan.refusals[0] : std::to_string(plan.refusals.size());
  };
  FileFound odd = lines_whole();
  odd.begins_well = false;
  EXPECT_EQ(refusal({odd}, a_lane()), "a.jsonl.gz is neither lines of JSON nor WARC");
  EXPECT_EQ(refusal({lines_whole(), lines_whole()}, a_lane()), "a.jsonl.gz is named twice");
  World world = a_lane();
  world.readers = 0;
  EXPECT_EQ(refusal({lines_whole()}, world), "nobody reads lane: start `dateline run` first");
  world = a_lane();
  world.target.exists = false;
  EXPECT_EQ(refusal({lines_whole()}, world), "topic lane does not exist");
  world = a_lane();
  world.target.has_append_time = false;
  EXPECT_NE(refusal({lines_whole()}, world).find("LogAppendTime"), std::string::npos);
}

TEST(FilePlan, IsAnotherOneOfOtherFilesOrAnotherSelection) {
  const std::string digest = digest_of(request(), {kA, kB});
  EXPECT_EQ(digest_of(request(), {kA, kB}), digest);
  FileState other = kA;
  other.bytes = 1001;
  EXPECT_NE(digest_of(request(), {other, kB}), digest);
  other = kA;
  other.fingerprint = "f3";
  EXPECT_NE(digest_of(request(), {other, kB}), digest);
  other = kA;
  other.path = "c";
  EXPECT_NE(digest_of(request(), {other, kB}), digest);
  EXPECT_NE(digest_of(request(), {kB, kA}), digest);
  EXPECT_NE(digest_of(request(), {kA}), digest);
  Request narrow = request();
  narrow.selection.sites = {"a.example"};
  EXPECT_NE(digest_of(narrow, {kA, kB}), digest);
  Request elsewhere = request();
  elsewhere.target = "other";
  EXPECT_NE(digest_of(elsewhere, {kA, kB}), digest);
}

TEST(FilePlan, HasTheSameNameAsBeforeUnlessItIsOfAPipe) {
  EXPECT_EQ(id_for("0123456789abcdef", {kA}, {1}), "0123456789ab");
  EXPECT_EQ(id_for("0123456789abcdef", {kA}, {2}), "0123456789ab");
  const std::string first = id_for("0123456789abcdef", {kA, kPipe}, {1});
  EXPECT_TRUE(first.starts_with("pipe-"));
  EXPECT_NE(id_for("0123456789abcdef", {kA, kPipe}, {2}), first);
}

TEST(Skipped, HasALineOfThePageForEachReason) {
  std::ifstream file(DATELINE_SOURCE_DIR "/docs/files.md");
  const std::string page(std::istreambuf_iterator<char>(file), {});
  for (const std::string_view reason : kSkipTexts) {
    EXPECT_NE(page.find("`" + std::string(reason) + "`"), std::string::npos) << reason;
  }
}

}  // namespace
}  // namespace replay
