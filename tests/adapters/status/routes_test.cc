#include "adapters/status/routes.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <set>
#include <sstream>

#include "tests/adapters/status/sample_view.h"

namespace adapters::status {
namespace {

Response get(const View& view, const std::string& path, const std::string& query = "") {
  return handle({"GET", path, query}, view);
}

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST(Routes, OnlyReadsAndOnlyKnownPaths) {
  const View view = sample_view();
  EXPECT_EQ(handle({"POST", "/status", ""}, view).status, 405);
  EXPECT_EQ(handle({"HEAD", "/livez", ""}, view).status, 200);
  EXPECT_EQ(get(view, "/metrics/").status, 404);
  EXPECT_EQ(get(view, "/../etc/passwd").status, 404);
  for (const std::string_view path : paths()) {
    const bool needs_an_id = path == "/article";
    EXPECT_EQ(get(view, std::string(path)).status, needs_an_id ? 404 : 200) << path;
  }
}

TEST(Routes, ThePageComesWithItsPolicy) {
  const Response page = get(sample_view(), "/");
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  EXPECT_TRUE(page.body.starts_with("<!doctype html>"));
  EXPECT_TRUE(page.headers.starts_with("Content-Security-Policy: default-src 'none'"));
  EXPECT_EQ(get(sample_view(), "/status").headers, "");
}

TEST(Routes, AnArticleIsFoundByItsIdOnly) {
  View view = sample_view();
  view.find_article = [](std::uint64_t id) {
    return id == 17 ? std::optional<std::string>("{}") : std::nullopt;
  };
  EXPECT_EQ(get(view, "/article", "id=17").body, "{}");
  EXPECT_EQ(get(view, "/article", "id=17").content_type, "application/json");
  for (const char* query : {"", "id=", "id=18", "id=-17", "id=0x11", "ID=17", "x&id=17"}) {
    EXPECT_EQ(get(view, "/article", query).status, 404) << query;
  }
}

TEST(Health, ReadyNeedsEveryPartitionLiveAndAFirstAssignment) {
  View view = sample_view();
  EXPECT_EQ(get(view, "/readyz").body, "ok\n");
  EXPECT_EQ(get(view, "/readyz", "verbose").body,
            "[+] clean worker 0: 2 partitions live\n[+] clean worker 1: 2 partitions live\nok\n");

  view.stages[0].workers[1].live_partitions = 1;
  EXPECT_EQ(get(view, "/readyz").status, 503);
  EXPECT_EQ(get(view, "/readyz").body,
            "[-] clean worker 1: 1 of 2 partitions not live yet\nnot ok\n");

  view = sample_view();
  view.stages[0].workers[0].had_assignment = false;
  EXPECT_EQ(get(view, "/readyz").status, 503);

  view = sample_view();
  view.stages[0].workers[0].assigned_partitions = 0;
  view.stages[0].workers[0].live_partitions = 0;
  EXPECT_EQ(get(view, "/readyz").status, 200) << "an empty assignment is one";

  view.draining = true;
  EXPECT_EQ(get(view, "/readyz").status, 503);
  EXPECT_EQ(get(view, "/livez").status, 200) << "draining is not death";
}

TEST(Health, TellsHowFarARestoreIs) {
  View view = sample_view();
  stream::MeterSnapshot& worker = view.stages[0].workers[1];
  worker.assigned_partitions = 12;
  worker.live_partitions = 9;
  worker.restoring_partitions = 3;
  worker.restore_remaining = 1'204'000;
  EXPECT_EQ(get(view, "/readyz").body,
            "[-] clean worker 1: restoring 3 of 12 partitions, 1,204,000 records left, rate not "
            "known yet\nnot ok\n");
  worker.restore_rate = 30'000;
  EXPECT_EQ(get(view, "/readyz", "verbose").body,
            "[+] clean worker 0: 2 partitions live\n[-] clean worker 1: restoring 3 of 12 "
            "partitions, 1,204,000 records left, about 41 s\nnot ok\n");
}

TEST(Health, AliveUntilAHeartbeatIsTooOldWhateverTheLag) {
  View view = sample_view();
  view.stages[0].workers[0].partitions[0].lag = stream::Millis{99'000'000};
  EXPECT_EQ(get(view, "/livez").status, 200);
  view.tick = std::chrono::seconds(98 + 300) - std::chrono::nanoseconds(1);
  EXPECT_EQ(get(view, "/livez").status, 200);
  view.tick = std::chrono::seconds(98 + 300);
  EXPECT_EQ(get(view, "/livez").status, 503);
}

TEST(Health, StartedWhenEachWorkerBeatOnce) {
  View view = sample_view();
  EXPECT_EQ(get(view, "/startupz").status, 200);
  view.stages[0].workers[1].heartbeat = stream::Tick{0};
  EXPECT_EQ(get(view, "/startupz").status, 503);
  EXPECT_EQ(get(view, "/livez").status, 200) << "not begun is not dead";
}

// Neither a restart nor patience of the kubelet brings brokers back.
TEST(Health, AProcessThatWaitsForBrokersIsStartedAndAliveAndNotReady) {
  View view = sample_view();
  view.stages.clear();
  view.waits_for = "brokers";
  EXPECT_EQ(get(view, "/startupz").status, 200);
  EXPECT_EQ(get(view, "/livez").status, 200);
  EXPECT_EQ(get(view, "/readyz").status, 503);
  EXPECT_EQ(get(view, "/readyz").body, "[-] waits for brokers\nnot ok\n");
  EXPECT_TRUE(has_line(get(view, "/metrics").body, "dateline_ready 0"));
}

TEST(Metrics, WorkersAreSummed) {
  const std::string text = get(sample_view(), "/metrics").body;
  for (const char* line : {
           R"(dateline_records_consumed_total{stage="clean",topic="articles.raw"} 20)",
           R"(dateline_records_produced_total{stage="clean",topic="dateline.candidates"} 16)",
           R"(dateline_dead_letters_total{stage="clean",reason="bad_json"} 4)",
           R"(dateline_clean_pages_total{method="dump",confidence="high"} 6)",
           R"(dateline_clean_pages_total{method="blocks",confidence="low"} 10)",
           R"(dateline_stage_duration_seconds_count{stage="clean"} 20)",
           R"(dateline_stage_duration_seconds_sum{stage="clean"} 0.1)",
           R"(dateline_stage_duration_seconds_bucket{stage="clean",le="0.001"} 8)",
           R"(dateline_stage_duration_seconds_bucket{stage="clean",le="0.01"} 18)",
           R"(dateline_stage_duration_seconds_bucket{stage="clean",le="+Inf"} 20)",
           R"(dateline_assigned_partitions{stage="clean"} 4)",
           R"(dateline_consumer_lag_records{stage="clean",topic="articles.raw",partition="1"} 2)",
           R"(dateline_consumer_lag_seconds{stage="clean",topic="articles.raw"} 1.501)",
           R"(dateline_heartbeat_age_seconds{stage="clean"} 2)",
           R"(dateline_rebuilds_total{stage="clean",cause="fenced"} 2)",
           R"(dateline_ready 1)",
           R"(dateline_log_lines_total{level="info"} 4)",
       }) {
    EXPECT_TRUE(has_line(text, line)) << line << "\n" << text;
  }
}

TEST(Metrics, BoundedLabelsAreThereAtZero) {
  const std::string text = get(sample_view(), "/metrics").body;
  for (const char* line : {R"(dateline_rebalances_total{stage="clean",type="lost"} 0)",
                           R"(dateline_commits_total{stage="clean",outcome="unknown"} 0)",
                           R"(dateline_worker_busy_seconds_total{stage="clean",phase="restore"} 0)",
                           R"(dateline_limits_total{limit="overlay_bytes_max"} 0)",
                           R"(dateline_end_to_end_seconds_count{lane="backfill"} 0)",
                           R"(dateline_log_lines_total{level="error"} 0)"}) {
    EXPECT_TRUE(has_line(text, line)) << line;
  }
}

TEST(Metrics, NoNameIsGivenTwiceAndEachHasHelpAndType) {
  std::istringstream text(get(sample_view(), "/metrics").body);
  std::set<std::string> types, helps, series;
  for (std::string line; std::getline(text, line);) {
    std::istringstream words(line);
    std::string hash, kind, name;
    words >> hash >> kind >> name;
    if (hash == "#" && kind == "TYPE") {
      EXPECT_TRUE(types.insert(name).second) << line;
    }
    if (hash == "#" && kind == "HELP") helps.insert(name);
    if (hash != "#") {
      EXPECT_TRUE(series.insert(line.substr(0, line.rfind(' '))).second) << line;
    }
  }
  EXPECT_EQ(types, helps);
  EXPECT_GT(types.size(), 30u);
}

TEST(Metrics, AboveTheLimitPartitionsAreOnlySummed) {
  View view = sample_view();
  view.partition_series_max = 1;
  const std::string text = get(view, "/metrics").body;
  EXPECT_TRUE(has_line(
      text,
      R"(dateline_consumer_lag_records{stage="clean",topic="articles.raw",partition="all"} 4)"))
      << text;
  EXPECT_EQ(text.find("partition=\"0\""), std::string::npos);
}

TEST(Metrics, StoresAppearOnlyWithState) {
  View view = sample_view();
  EXPECT_EQ(get(view, "/metrics").body.find("dateline_state_"), std::string::npos);
  view.state = StateFigures{.cache_hits = 7, .disk_free_bytes = 5};
  EXPECT_TRUE(has_line(get(view, "/metrics").body,
                       R"(dateline_state_cache_lookups_total{result="hit"} 7)"));
}

TEST(Metrics, ShowRestoresAndStoresOfAStageWithState) {
  View view = sample_view();
  view.stages[0].spec.has_state = true;
  view.stages[0].state = {.keys = 5, .memtable_bytes = 6};
  stream::MeterSnapshot& worker = view.stages[0].workers[1];
  worker.store_wipes = {{"aged", 2}, {"corrupt", 0}};
  worker.restore_remaining = 100;
  EXPECT_TRUE(
      has_line(get(view, "/metrics").body, R"(dateline_restore_eta_seconds{stage="clean"} +Inf)"));
  worker.restore_rate = 40;
  const std::string text = get(view, "/metrics").body;
  for (const char* line : {R"(dateline_store_wipes_total{stage="clean",reason="aged"} 2)",
                           R"(dateline_store_wipes_total{stage="clean",reason="corrupt"} 0)",
                           R"(dateline_restore_remaining_records{stage="clean"} 100)",
                           R"(dateline_restore_eta_seconds{stage="clean"} 2.5)",
                           R"(dateline_state_keys{stage="clean"} 5)",
                           R"(dateline_state_memtable_bytes{stage="clean"} 6)"}) {
    EXPECT_TRUE(has_line(text, line)) << line << "\n" << text;
  }
}

TEST(Status, ShowsARestoreWithItsTimeLeft) {
  View view = sample_view();
  stream::MeterSnapshot& worker = view.stages[0].workers[0];
  worker.restoring_partitions = 1;
  worker.restore_remaining = 100;
  simdjson::dom::parser parser;
  simdjson::dom::element json;
  const auto restore = [&] {
    const std::string body = get(view, "/status").body;
    EXPECT_EQ(parser.parse(body).get(json), simdjson::SUCCESS) << body;
    return json["stages"].at(0)["workers"].at(0)["restore"];
  };
  EXPECT_EQ(std::int64_t(restore()["records_left"]), 100);
  EXPECT_EQ(restore()["eta_seconds"].error(), simdjson::NO_SUCH_FIELD) << "no rate yet";
  worker.restore_rate = 40;
  EXPECT_EQ(double(restore()["eta_seconds"]), 2.5);
}

TEST(Status, ShowsRatesAndTheirHistory) {
  View view = sample_view();  // at 100 s: 20 records consumed
  view.history = {{std::chrono::seconds(85), {{.consumed = 5}}},
                  {std::chrono::seconds(90), {{.consumed = 10, .lag = stream::Millis(250)}}},
                  {std::chrono::seconds(95), {{.consumed = 16}}}};
  simdjson::dom::parser parser;
  const std::string body = get(view, "/status").body;
  const simdjson::dom::element stage = parser.parse(body)["stages"].at(0);
  EXPECT_EQ(double(stage["rates"]["consumed"]), 1);
  std::ostringstream consumed, lag;
  consumed << stage["history"]["consumed"];
  lag << stage["history"]["lag_seconds"];
  EXPECT_EQ(consumed.str(), "[1,1.2]");
  EXPECT_EQ(lag.str(), "[0.3,0]");
}

TEST(Status, ShowsSitesArticlesAndABackfillThatRuns) {
  View view = sample_view();
  EXPECT_EQ(get(view, "/status").body.find("\"replay\""), std::string::npos);
  view.sites.dead_letters = {{"a.example", 7, 1, {{"no_article", 6}}}};
  view.articles = {{.id = 3, .headline = "</script>\"\x01", .outcome = "new", .version = "1"}};
  view.replay = ReplayView{.id = "november", .state = "running", .planned = 10, .copied = 4};
  view.replay->skipped = {{"request", 7}, {"cut_end", 0}};
  simdjson::dom::parser parser;
  simdjson::dom::element json;
  const std::string body = get(view, "/status").body;
  ASSERT_EQ(parser.parse(body).get(json), simdjson::SUCCESS) << body;
  EXPECT_EQ(std::int64_t(json["sites"]["dead_letters"].at(0)["reasons"]["no_article"]), 6);
  EXPECT_EQ(std::string_view(json["articles"]["last"].at(0)["headline"]), "</script>\"\x01");
  EXPECT_EQ(std::int64_t(json["replay"]["copied"]), 4);
  EXPECT_NE(body.find("\"skipped\":{\"request\":7}"), std::string::npos) << body;
}

TEST(Status, IsJsonWithAFormatNumber) {
  View view = sample_view();
  view.app = "a \"quoted\"\n\x01 name";
  const Response response = get(view, "/status");
  simdjson::dom::parser parser;
  simdjson::dom::element json;
  ASSERT_EQ(parser.parse(response.body).get(json), simdjson::SUCCESS) << response.body;
  EXPECT_EQ(std::int64_t(json["format"]), 1);
  EXPECT_EQ(std::string_view(json["app"]), view.app);
  EXPECT_EQ(std::int64_t(json["stages"].at(0)["consumed"]), 20);
  EXPECT_EQ(std::string_view(json["stages"].at(0)["dead_letters"].at(0)["reason"]), "bad_json");
  EXPECT_EQ(std::string_view(json["stages"].at(0)["workers"].at(1)["phase"]), "running");
  EXPECT_EQ(double(json["stages"].at(0)["workers"].at(0)["partitions"].at(1)["lag_seconds"]),
            1.501);
}

}  // namespace
}  // namespace adapters::status
