// `dateline replay --file` on a real broker: lines and pages of archives go into the lane, each
// once, whatever becomes of the process meanwhile, and what is none of them is counted.
#include <gtest/gtest.h>
#include <simdjson.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/hash.h"
#include "e2e/replaying.h"
#include "news/encode/base64.h"
#include "tests/adapters/files/packing.h"
#include "tests/unit/replay/archive.h"

namespace e2e {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using tests::archive::chunked;
using tests::archive::warc_record;
using tests::archive::warc_response;
using tests::files::gzip;
using tests::files::zstd;

constexpr int kDone = 0, kStopped = 1, kRefused = 2, kUsage = 64, kResume = 75;

std::string url_of(int number) {
  return "https://www.harbourpost.example/world/" + std::to_string(number);
}

std::string event(int number) {
  return R"({"url":")" + url_of(number) +
         R"(","fetched_at":"2026-03-02T07:00:00Z","text":"Event number )" + std::to_string(number) +
         R"(."})";
}

std::string lines(int from, int to) {
  std::string all;
  for (int i = from; i < to; ++i) all += event(i) + "\n";
  return all;
}

class FileReplay : public Replaying {
 protected:
  void SetUp() override {
    Replaying::SetUp();
    if (IsSkipped()) return;
    dateline_ = std::make_unique<Installation>(InstallationOptions{
        .name = "files",
        .partitions = 3,
        .binary = DATELINE_BINARY,
        .settings = {{"replay.backlog_max", "10000000"}, {"replay.live_lag_max", "10000000"}},
        .has_lane = true});
  }

  std::string write(const std::string& name, const std::string& bytes) const {
    const std::string path = dateline_->folder() + "/" + name;
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
    return path;
  }

  // Its beginning, for whoever starts a process himself.
  std::vector<std::string> command_of(const std::string& binary) const {
    std::vector<std::string> arguments{binary};
    auto settings = dateline_->settings();
    settings["http.listen"] = "";
    for (const auto& [path, value] : settings) {
      arguments.insert(arguments.end(), {"--set", path + "=" + value});
    }
    return arguments;
  }
  int run(const std::vector<std::string>& arguments) {
    return Replaying::run(arguments, seconds(90));
  }
  bool has_said(const std::string& what) const { return said().find(what) != std::string::npos; }

  // So many events, from 0 on, each once.
  void expect_each_once(int events) const {
    std::map<std::string, int> found, wanted;
    for (const LogRecord& copy : copies()) ++found[*copy.value];
    for (int i = 0; i < events; ++i) ++wanted[event(i)];
    EXPECT_TRUE(found == wanted) << copies().size() << " copies";
  }
  std::int64_t committed(const std::string& id) const {
    for (const auto& [partition, offset] :
         tests::kafka::committed(dateline_->group_of_replay(id), dateline_->backfill)) {
      if (partition == 0) return offset;
    }
    return 0;
  }
  bool await_commits(const std::string& id, std::int64_t beyond) const {
    return process::await(seconds(60), [&] { return committed(id) > beyond; });
  }
};

TEST_F(FileReplay, CopiesLinesHoweverTheyArePacked) {
  attend();
  const std::string b = write("b.jsonl", gzip(lines(10, 20)) + gzip(lines(20, 30)));
  const std::string c = write("c.gz", zstd(lines(30, 35)) + zstd(lines(35, 40)));
  const std::string a = write("a.zst", lines(0, 10));
  EXPECT_EQ(run({"plan", "--file", b, c, a}), kDone) << said();
  EXPECT_TRUE(has_said("Nothing was sent; do it with --execute.")) << said();
  EXPECT_TRUE(copies().empty());
  EXPECT_EQ(run({"run", "--file", b, c, a, "--id", "all", "--execute"}), kDone) << said();
  EXPECT_TRUE(has_said("done: 40 copied, 0 left out, as all")) << said();
  expect_each_once(40);
  std::map<std::string, std::string> origins;
  for (const LogRecord& copy : copies()) {
    EXPECT_EQ(copy.partition, base::partition_for_key(copy.key, 3));
    EXPECT_EQ(copy.header("dateline-replay"), "all");
    EXPECT_GT(copy.header("dateline-origin-time"), "17") << "milliseconds since 1970";
    origins[copy.key] = copy.header("dateline-origin");
  }
  EXPECT_EQ(origins.size(), 40u) << "each has its address as key";
  EXPECT_EQ(origins[url_of(0)], a + "@0");
  EXPECT_EQ(origins[url_of(10)], b + "@0");
  EXPECT_EQ(run({"status", "--id", "all"}), kDone) << said();
  EXPECT_TRUE(has_said("(100%), 40 events, done")) << said();
  EXPECT_EQ(run({"run", "--file", a, b, c, "--id", "all", "--execute"}), kDone) << said();
  EXPECT_TRUE(has_said("done already: all")) << said();
  expect_each_once(40);
}

TEST_F(FileReplay, MakesEventsOfTheArchivedPagesAndCountsAllElse) {
  attend();
  const std::string page = "<html><body><p>The ferry left the pier at seven.</p></body></html>";
  const std::vector<tests::archive::Response> pages{
      {.url = url_of(0), .body = page},
      {.url = url_of(1), .http = {{"Transfer-Encoding", "chunked"}}, .body = chunked(page, 9)},
      {.url = url_of(2), .http = {{"Content-Encoding", "gzip"}}, .body = gzip(page)},
      {.url = url_of(3), .http = {{"content-encoding", "br"}}, .body = tests::files::brotli(page)},
      {.url = url_of(4), .http = {{"Content-Encoding", "gzip"}}, .body = page},
      {.url = "<" + url_of(5) + ">", .status = 404, .body = page}};
  std::string warc = gzip(warc_record("warcinfo", {}, "software: s\r\n"));
  for (const auto& each : pages) {
    warc += gzip(warc_record("request", {}, "GET / HTTP/1.1\r\n\r\n"));
    warc += gzip(warc_response(each));
    warc += gzip(warc_record("metadata", {}, "fetchTimeMs: 7\r\n"));
  }
  warc += gzip(warc_response({.url = url_of(6), .content_type = "image/png"}));
  warc += gzip(warc_record("revisit", {{"WARC-Target-URI", url_of(0)}}, ""));
  warc += gzip(warc_response({.url = url_of(7), .warc = {{"WARC-Truncated", "length"}}}));
  const std::string last = gzip(warc_response({.url = url_of(8), .body = page}));
  const std::string path = write("news", warc + last.substr(0, last.size() - 30));
  EXPECT_EQ(run({"run", "--file", path, "--id", "w", "--execute"}), kDone) << said();
  EXPECT_TRUE(has_said("done: 6 copied, 0 left out, as w")) << said();
  const std::string counts =
      "warcinfo 1, request 6, metadata 6, revisit 1, not_html 1, truncated 1, cut_end 1";
  EXPECT_TRUE(has_said("no events: " + counts)) << said();
  EXPECT_TRUE(has_said("\"reason\":\"cut_end\",\"place\":\"" + path + "@")) << said();
  EXPECT_EQ(run({"status"}), kDone) << said();
  EXPECT_TRUE(has_said(counts)) << said();
  std::map<std::string, LogRecord> found;
  for (const LogRecord& copy : copies()) found[copy.key] = copy;
  ASSERT_EQ(found.size(), pages.size());
  simdjson::dom::parser parser;
  for (int i = 0; i < 6; ++i) {
    ASSERT_TRUE(found.count(url_of(i))) << i;
    const simdjson::dom::element made = parser.parse(*found[url_of(i)].value);
    EXPECT_EQ(std::string_view(made["url"]), url_of(i));
    EXPECT_EQ(std::string_view(made["fetched_at"]), "2026-03-02T06:52:03Z");
    EXPECT_EQ(std::int64_t(made["status"]), i == 5 ? 404 : 200);
    EXPECT_EQ(std::string_view(made["content_type"]), "text/html; charset=utf-8");
    EXPECT_EQ(std::string_view(made["html_base64"]), news::encode::to_base64(page)) << i;
  }
}

TEST_F(FileReplay, HandsEachEventOnOnceThoughItIsKilledTenTimes) {
  attend();
  std::string members;
  for (int i = 8000; i < 14'000; i += 10) members += zstd(lines(i, i + 10));
  std::string warc;
  for (int i = 0; i < 500; ++i) {
    warc += gzip(warc_record("request", {}, "GET / HTTP/1.1\r\n\r\n")) +
            gzip(warc_response({.url = url_of(i)})) + gzip(warc_record("metadata", {}, "m"));
  }
  const std::vector<std::string> plan{"run",
                                      "--id",
                                      "k",
                                      "--execute",
                                      "--file",
                                      write("a", gzip(lines(0, 8000)) + "rest"),
                                      write("b", members),
                                      write("c", warc),
                                      write("d", lines(14'000, 20'000))};
  std::int64_t before = 0;
  for (int kill = 0; kill < 10; ++kill) {
    auto slow = plan;
    slow.insert(slow.begin() + 1, {"--rate", "1500"});
    const auto process = start(slow);
    ASSERT_TRUE(await_commits("k", before)) << dateline_->log_of("replay");
    process->send(SIGKILL);
    ASSERT_EQ(process->await(seconds(10))->signal, SIGKILL) << dateline_->log_of("replay");
    before = committed("k");
  }
  EXPECT_EQ(run(plan), kDone) << said();
  EXPECT_TRUE(has_said("no events: request 500, metadata 500, trailing_bytes 1")) << said();
  std::map<std::string, int> found;
  int pages = 0;
  for (const LogRecord& copy : copies()) {
    const bool is_page = copy.value->find("html_base64") != std::string::npos;
    pages += is_page ? 1 : 0;
    ++found[is_page ? "page " + copy.key : *copy.value];
  }
  EXPECT_EQ(pages, 500);
  EXPECT_EQ(found.size(), 20'500u);
  EXPECT_TRUE(
      std::all_of(found.begin(), found.end(), [](const auto& each) { return each.second == 1; }));
  EXPECT_EQ(run({"status", "--format", "json"}), kDone);
  EXPECT_TRUE(
      has_said("\"done\":20500,\"complete\":true,\"skipped\":{\"request\":500,"
               "\"metadata\":500,\"trailing_bytes\":1}"))
      << said();
}

// In the middle of a transaction, in the middle of a file: at each place where the engine's order
// matters.
TEST_F(FileReplay, HandsEachEventOnOnceWhereverInACommitItDies) {
  attend();
  const std::string path = write("a", gzip(lines(0, 3000)));
  int at = 2;
  for (const char* point :
       {"polled", "begun", "half-sent", "sent", "offsets", "end-sent", "committed"}) {
    const std::string place = std::string(point) + ":" + std::to_string(at);
    const std::string out = dateline_->folder() + "/" + point;
    auto arguments = command_of(DATELINE_CRASH_BINARY);
    arguments.insert(arguments.end(),
                     {"replay", "run", "--id", "c", "--rate", "1000", "--file", path, "--execute"});
    Process process(arguments, {{"DATELINE_CRASH_AT", place}}, {.out = out});
    const auto ended = process.await(seconds(60));
    ASSERT_TRUE(ended) << place;
    ASSERT_EQ(ended->signal, SIGKILL) << place << ": " << read_file(out);
  }
  EXPECT_EQ(run({"run", "--id", "c", "--file", path, "--execute"}), kDone) << said();
  expect_each_once(3000);
}

TEST_F(FileReplay, ASecondRunnerFencesTheFirst) {
  attend();
  const std::string path = write("a", gzip(lines(0, 6000)));
  const std::vector<std::string> slow{"run", "--id",      "f",      "--rate",
                                      "300", "--execute", "--file", path};
  const auto first = start(slow);
  ASSERT_TRUE(await_commits("f", 0)) << dateline_->log_of("replay");
  const auto second = start(slow);
  const auto ended = first->await(seconds(60));
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->code, kStopped);
  second->send(SIGTERM);
  EXPECT_EQ(second->await(seconds(60))->code, kResume);
  EXPECT_EQ(run({"run", "--id", "f", "--execute", "--file", path}), kDone) << said();
  expect_each_once(6000);
}

TEST_F(FileReplay, StopsAtASignalAndAtADeadlineAndGoesOn) {
  attend();
  const std::string path = write("a", gzip(lines(0, 3000)));
  const std::vector<std::string> slow{"run", "--id",      "s",      "--rate",
                                      "500", "--execute", "--file", path};
  auto brief = slow;
  brief.insert(brief.begin() + 1, {"--deadline", "1s"});
  EXPECT_EQ(run(brief), kResume) << said();
  EXPECT_TRUE(has_said("run it again with --id s to go on")) << said();
  const auto process = start(slow);
  ASSERT_TRUE(await_commits("s", committed("s")));
  process->send(SIGTERM);
  EXPECT_EQ(process->await(seconds(60))->code, kResume);
  EXPECT_EQ(run({"run", "--id", "s", "--execute", "--file", path}), kDone) << said();
  expect_each_once(3000);
}

TEST_F(FileReplay, TakesAnotherRateAndStandsStillByHand) {
  attend();
  const int port = find_free_port(), shown = find_free_port();
  const auto process = start(
      {"run", "--id", "h", "--rate", "2", "--execute", "--file", write("a", gzip(lines(0, 5000)))},
      "127.0.0.1:" + std::to_string(port), "127.0.0.1:" + std::to_string(shown));
  ASSERT_TRUE(await_commits("h", 0)) << dateline_->log_of("replay");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(http_ask(port, "POST", "/replay/pause").status, 200);
    const std::int64_t before = committed("h");
    EXPECT_EQ(http_ask(port, "POST", "/replay/resume").status, 200);
    ASSERT_TRUE(await_commits("h", before));
  }
  const std::string metrics = http_get(shown, "/metrics").value_or("");
  const double planned = read_metric(metrics, "dateline_replay_planned_records", "");
  EXPECT_GT(planned, 2500) << metrics;
  EXPECT_LT(planned, 7500);
  EXPECT_LT(read_metric(metrics, "dateline_replay_progress_ratio", ""), 0.5);
  EXPECT_NE(metrics.find("dateline_replay_skipped_total{reason=\"cut_end\"} 0"), std::string::npos);
  EXPECT_EQ(http_ask(port, "PUT", "/replay/rate?records=0").status, 200);
  const auto ended = process->await(seconds(60));
  ASSERT_TRUE(ended) << "it has not heard of the new rate";
  EXPECT_EQ(ended->code, kDone);
  expect_each_once(5000);
}

TEST_F(FileReplay, CopiesOnlyWhatIsMeantAndTriesASample) {
  attend();
  const std::string path =
      write("a", lines(0, 4) +
                     R"({"url":"https://other.example/1","fetched_at":"2026-04-02T07:)"
                     R"(00:00Z","text":"x","kind":"b"})" +
                     "\nno event\n");
  EXPECT_EQ(run({"plan", "--file", path, "--sample", "100"}), kDone) << said();
  EXPECT_TRUE(has_said("sample: 6 read, ")) << said();
  EXPECT_TRUE(has_said("bad_json 1")) << said();
  EXPECT_EQ(run({"run", "--file", path, "--site", "other.example", "--execute"}), kDone) << said();
  EXPECT_TRUE(has_said("done: 1 copied, 5 left out")) << said();
  EXPECT_EQ(run({"run", "--file", path, "--where", "kind=b", "--execute"}), kDone) << said();
  EXPECT_EQ(run({"run", "--file", path, "--key", url_of(3), "--execute"}), kDone) << said();
  EXPECT_EQ(run({"run", "--file", path, "--fetched-from", "2026-04-01", "--execute"}), kDone);
  std::vector<std::string> keys;
  for (const LogRecord& copy : copies()) keys.push_back(copy.key);
  std::sort(keys.begin(), keys.end());
  EXPECT_EQ(keys, (std::vector<std::string>{"https://other.example/1", "https://other.example/1",
                                            "https://other.example/1", url_of(3)}));
}

TEST_F(FileReplay, RefusesWhatCannotBeMeant) {
  const std::string path = write("a", lines(0, 10));
  EXPECT_EQ(run({"run", "--file", path, "--execute"}), kRefused);
  EXPECT_TRUE(has_said("nobody reads " + dateline_->backfill)) << said();
  attend();
  const std::string other = write("z", "%PDF-1.7\nsome bytes\n");
  EXPECT_EQ(run({"run", "--file", path, other, "--execute"}), kRefused);
  EXPECT_TRUE(has_said("refused: " + other + " is neither lines of JSON nor WARC")) << said();
  EXPECT_EQ(run({"run", "--file", path, path, "--execute"}), kRefused);
  EXPECT_TRUE(has_said("is named twice")) << said();
  EXPECT_EQ(run({"run", "--file", path + "-none", "--execute"}), kUsage);
  EXPECT_TRUE(has_said("No such file")) << said();
  for (const std::vector<std::string>& flags :
       std::vector<std::vector<std::string>>{{"--from", "-7d"},
                                             {"--to", "offset:7"},
                                             {"--partitions", "0"},
                                             {"--slack", "10m"},
                                             {"--topic", "t"},
                                             {"--pace", "2x"},
                                             {"--accept-gap"}}) {
    std::vector<std::string> arguments{"run", "--file", path, "--execute"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    EXPECT_EQ(run(arguments), kUsage) << flags.front();
    EXPECT_TRUE(has_said(flags.front() + ": ") || flags.front() == "--topic") << said();
  }
  EXPECT_TRUE(copies().empty());
}

TEST_F(FileReplay, RefusesToGoOnWithAnotherPlanOrAChangedFile) {
  attend();
  const std::string path = write("a", lines(0, 3000)), more = write("b", lines(3000, 3001));
  EXPECT_EQ(
      run({"run", "--id", "x", "--rate", "500", "--deadline", "1s", "--execute", "--file", path}),
      kResume)
      << said();
  for (const std::vector<std::string>& flags : std::vector<std::vector<std::string>>{
           {"--file", path, more}, {"--file", path, "--site", "a.example"}}) {
    std::vector<std::string> arguments{"run", "--id", "x", "--execute"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    EXPECT_EQ(run(arguments), kRefused) << said();
    EXPECT_TRUE(has_said("another plan has begun under the id x")) << said();
  }
  EXPECT_NE(run({"run", "--id", "x", "--execute"}), kDone) << said();  // of a topic
  EXPECT_TRUE(has_said("has the id x")) << said();
  std::string changed = lines(0, 3000);
  changed[changed.size() - 3] = '!';
  write("a", changed);
  EXPECT_EQ(run({"run", "--id", "x", "--execute", "--file", path}), kRefused) << said();
  EXPECT_TRUE(has_said("a file is no longer what it was")) << said();
  write("a", lines(0, 3000));
  EXPECT_EQ(run({"run", "--id", "x", "--execute", "--file", path}), kDone) << said();
  expect_each_once(3000);
}

TEST_F(FileReplay, StopsWhereAFileChangesWhileItRuns) {
  attend();
  const std::string first = write("a", lines(0, 1000)), second = write("b", lines(1000, 1001));
  read_ = dateline_->log_of("replay").size();
  const auto process =
      start({"run", "--id", "c", "--rate", "500", "--execute", "--file", first, second});
  ASSERT_TRUE(await_commits("c", 0)) << said();
  write("b", lines(1000, 1002));
  const auto ended = process->await(seconds(60));
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->code, kStopped);
  EXPECT_TRUE(has_said("file_changed")) << said();
  write("b", lines(1000, 1001));
  EXPECT_EQ(run({"run", "--id", "c", "--execute", "--file", first, second}), kDone) << said();
  expect_each_once(1001);
}

TEST_F(FileReplay, ReadsAPipeOnce) {
  attend();
  const std::string pipe = dateline_->folder() + "/pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(run({"plan", "--file", pipe}), kDone) << said();
  EXPECT_TRUE(has_said("a pipe: cannot be gone on with after a stop")) << said();
  // Opened for both, so that nobody waits for the other end.
  std::fstream writer(pipe, std::ios::in | std::ios::out | std::ios::binary);
  read_ = dateline_->log_of("replay").size();
  const auto process = start({"run", "--id", "p", "--execute", "--file", pipe});
  writer << lines(0, 10) << std::flush;
  ASSERT_TRUE(await_commits("p", 0)) << "it waits for more than there is: " << said();
  EXPECT_EQ(run({"run", "--id", "p", "--execute", "--file", pipe}), kRefused) << said();
  EXPECT_TRUE(has_said("with a pipe none can go on")) << said();
}

TEST_F(FileReplay, ReadsStandardInput) {
  attend();
  auto arguments = command_of(DATELINE_BINARY);
  arguments.insert(arguments.end(), {"replay", "run", "--file", "-", "--execute"});
  const std::string out = dateline_->folder() + "/out";
  Process process(arguments, {}, {.in = write("in", gzip(lines(0, 100))), .out = out});
  const auto ended = process.await(seconds(60));
  ASSERT_TRUE(ended) << read_file(out);
  EXPECT_EQ(ended->code, kDone) << read_file(out);
  EXPECT_NE(read_file(out).find("done: 100 copied, 0 left out, as pipe-"), std::string::npos)
      << read_file(out);
  expect_each_once(100);
}

}  // namespace
}  // namespace e2e
