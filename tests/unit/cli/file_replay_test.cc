// What `replay --file` refuses beside it, and what it prints.
#include "cli/file_replay.h"

#include <gtest/gtest.h>

#include <sstream>

#include "cli/file_text.h"

namespace cli {
namespace {

TEST(FileFlags, RefuseWhatIsOfTopics) {
  const auto complaint = [](const auto& set) {
    ReplayFlags flags;
    flags.files = {"a"};
    set(flags);
    const auto unfit = find_unfit(flags);
    return unfit ? unfit->substr(0, unfit->find(':')) : "";
  };
  EXPECT_EQ(complaint([](ReplayFlags&) {}), "");
  EXPECT_EQ(complaint([](ReplayFlags& f) { f.from = "-7d"; }), "--from");
  EXPECT_EQ(complaint([](ReplayFlags& f) { f.to = "2026-11-01"; }), "--to");
  EXPECT_EQ(complaint([](ReplayFlags& f) { f.partitions = "0"; }), "--partitions");
  EXPECT_EQ(complaint([](ReplayFlags& f) { f.slack = "10m"; }), "--slack");
  EXPECT_EQ(complaint([](ReplayFlags& f) { f.pace = "2x"; }), "--pace");
  EXPECT_EQ(complaint([](ReplayFlags& f) { f.accept_gap = true; }), "--accept-gap");
  EXPECT_EQ(complaint([](ReplayFlags& f) { f.topic = "t"; }), "--file");
  ReplayFlags of_topic;
  of_topic.from = "-7d";
  EXPECT_FALSE(find_unfit(of_topic));
}

replay::FilePlan plan() {
  return {
      .target = "articles.raw.backfill",
      .id = "0f3a91c2d45e",
      .digest = "0f3a91c2d45e6b78",
      .rows = {{"a.jsonl.gz", 1'300'000'000, "gzip", "JSON lines", 120'000, 480'000'000, false, ""},
               {"b.warc", 2048, "plain", "WARC", 7, 9000, true, "cut_end 1"},
               {"-", 0, "?", "?", 0, 0, false, "a pipe"}},
      .refusals = {"b.warc is named twice"},
      .live_lag = 2,
      .has_pipe = true};
}

TEST(FileText, OfAPlanIsATable) {
  std::ostringstream out;
  const replay::FilePlan shown = plan();
  print_table(out, {shown, {.records = 1'000, .bytes = 0}, ReplaySample{9, {{"no_article", 1}}}});
  EXPECT_EQ(out.str(),
            "    bytes  packed        form      events  file  note\n"
            "  1.2 GiB    gzip  JSON lines   ~ 120,000  a.jsonl.gz\n"
            "  2.0 KiB   plain        WARC           7  b.warc  cut_end 1\n"
            "        ?       ?           ?           ?  -  a pipe\n"
            "  1.2 GiB                         120,007  total, 2 min at 1,000/s; live traffic is 2 "
            "records behind\n"
            "sample: 10 read, 1 would be dead letters: no_article 1\n"
            "from 3 files to articles.raw.backfill as 0f3a91c2d45e\n"
            "refused: b.warc is named twice\n");
}

TEST(FileText, OfAPlanForScriptsIsOneObject) {
  std::ostringstream out;
  const replay::FilePlan shown = plan();
  print_json(out, {shown, {.records = 1'000, .bytes = 0}, std::nullopt});
  EXPECT_EQ(out.str(),
            R"({"format":1,"id":"0f3a91c2d45e","digest":"0f3a91c2d45e6b78",)"
            R"("target":"articles.raw.backfill","files":[)"
            R"({"path":"a.jsonl.gz","bytes":1300000000,"packing":"gzip","form":"JSON lines",)"
            R"("records":120000,"exact":false},)"
            R"({"path":"b.warc","bytes":2048,"packing":"plain","form":"WARC","records":7,)"
            R"("exact":true,"note":"cut_end 1"},)"
            R"({"path":"-","bytes":0,"packing":"?","form":"?","records":0,"exact":false,)"
            R"("note":"a pipe"}],"resumable":false,"records":120007,"bytes":480009000,)"
            R"("seconds":120.007,"live_lag":2,"refused":["b.warc is named twice"]})"
            "\n");
}

TEST(FileText, OfAStateTellsWhatWasCounted) {
  replay::FileNote note{.digest = "d", .read = 1024, .size = 4096, .events = 1};
  note.skipped[static_cast<std::size_t>(replay::Skip::Request)] = 1234;
  std::ostringstream out;
  print_table(out, FileState{"a", {7, note}});
  EXPECT_EQ(out.str(), "a  files  1,024 of 4,096 bytes (25%), 1 event, request 1,234\n");
  out.str({});
  note.is_done = true;
  note.size = 0;
  print_table(out, FileState{"a", {7, note}});
  EXPECT_EQ(out.str(), "a  files  1,024 bytes of a pipe, 1 event, request 1,234, done\n");
  out.str({});
  print_json(out, FileState{"a", {7, note}});
  EXPECT_EQ(out.str(),
            R"({"id":"a","topic":"files","bytes":0,"bytes_read":1024,"done":1,"complete":true,)"
            R"("skipped":{"request":1234}})"
            "\n");
}

TEST(FileText, SpellsWhatWasSkipped) {
  replay::SkipCounts counts{};
  EXPECT_EQ(spell(counts), "");
  counts[static_cast<std::size_t>(replay::Skip::Request)] = 7;
  counts[static_cast<std::size_t>(replay::Skip::CutEnd)] = 1;
  EXPECT_EQ(spell(counts), "request 7, cut_end 1");
}

}  // namespace
}  // namespace cli
