#include "adapters/status/admin.h"

#include <gtest/gtest.h>

#include <vector>

namespace adapters::status {
namespace {

// Remembers what it was asked for; "bad" is no level, and the second reload finds a broken file.
class Process final {
 public:
  Controls controls() {
    return {.show_levels = [] { return std::string("info\n"); },
            .set_level = [this](const LevelWish& wish) { return set_level(wish); },
            .reload = [this] { return reload(); },
            .show_config = [] { return std::string("app: dateline\n"); }};
  }

  std::vector<LevelWish> wishes;
  int reloads = 0;

 private:
  base::Result<std::string> set_level(const LevelWish& wish) {
    if (wish.level == "bad") return base::stop("bad_level", "bad is no level");
    wishes.push_back(wish);
    return std::string("done\n");
  }
  base::Result<std::string> reload() {
    if (++reloads == 2) return base::stop("bad_configuration", "dateline.yaml:3:1: no");
    return std::string("read\n");
  }
};

class Admin : public testing::Test {
 protected:
  Response ask(const std::string& method, const std::string& path, const std::string& query = "") {
    return handle({method, path, query}, process_.controls());
  }
  Process process_;
};

TEST_F(Admin, ShowsLevelsAndConfiguration) {
  EXPECT_EQ(ask("GET", "/loglevel").body, "info\n");
  EXPECT_EQ(ask("GET", "/config").body, "app: dateline\n");
  EXPECT_EQ(ask("GET", "/config").status, 200);
}

TEST_F(Admin, SetsALevelForARoomAndATime) {
  EXPECT_EQ(ask("PUT", "/loglevel", "room=stream&level=debug&for=10m").body, "done\n");
  EXPECT_EQ(ask("PUT", "/loglevel", "level=error").status, 200);
  ASSERT_EQ(process_.wishes.size(), 2u);
  EXPECT_EQ(process_.wishes[0].room, "stream");
  EXPECT_EQ(process_.wishes[0].level, "debug");
  EXPECT_EQ(process_.wishes[0].time, "10m");
  EXPECT_EQ(process_.wishes[1].room, "");
}

// A wish that is half understood would make the wrong room talk.
TEST_F(Admin, AWishWithAMistakeChangesNothing) {
  for (const char* query : {"", "room=stream", "level=debug&rom=stream", "level=bad",
                            "level=debug&level=info", "level=%zz"}) {
    const Response response = ask("PUT", "/loglevel", query);
    EXPECT_EQ(response.status, 400) << query;
    EXPECT_TRUE(response.body.ends_with('\n')) << query;
  }
  EXPECT_TRUE(process_.wishes.empty());
}

TEST_F(Admin, ReloadsAndSaysWhatIsWrongWithTheFile) {
  EXPECT_EQ(ask("POST", "/reload").body, "read\n");
  const Response refused = ask("POST", "/reload");
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.body, "dateline.yaml:3:1: no\n");
}

TEST_F(Admin, OfAReplaySetsRatesAndPauses) {
  std::vector<std::string> asked;
  Controls controls = process_.controls();
  controls.set_replay_rate = [&](const RateWish& wish) {
    const auto spell = [](const auto& part) { return part ? std::to_string(*part) : "-"; };
    asked.push_back(spell(wish.records) + " " + spell(wish.bytes));
    return std::string("set\n");
  };
  controls.pause_replay = [&](bool paused) {
    asked.push_back(paused ? "pause" : "resume");
    return std::string("done\n");
  };
  EXPECT_EQ(handle({"PUT", "/replay/rate", "records=5000"}, controls).body, "set\n");
  EXPECT_EQ(handle({"PUT", "/replay/rate", "records=0&bytes=1048576"}, controls).status, 200);
  EXPECT_EQ(handle({"POST", "/replay/pause", ""}, controls).body, "done\n");
  EXPECT_EQ(handle({"POST", "/replay/resume", ""}, controls).status, 200);
  EXPECT_EQ(asked, (std::vector<std::string>{"5000 -", "0 1048576", "pause", "resume"}));
  for (const char* query : {"", "records=", "records=-1", "records=fast", "record=1"}) {
    EXPECT_EQ(handle({"PUT", "/replay/rate", query}, controls).status, 400) << query;
  }
  EXPECT_EQ(handle({"GET", "/replay/rate", ""}, controls).status, 405);
  EXPECT_EQ(asked.size(), 4u);
}

TEST_F(Admin, WhereNothingIsReplayedThereIsNoReplay) {
  EXPECT_EQ(ask("PUT", "/replay/rate", "records=1").status, 404);
  EXPECT_EQ(ask("POST", "/replay/pause").status, 404);
}

TEST_F(Admin, ReadingNeverChangesAndUnknownPathsAreNotThere) {
  EXPECT_EQ(ask("GET", "/reload").status, 405);
  EXPECT_EQ(ask("GET", "/reload").headers, "Allow: POST\r\n");
  EXPECT_EQ(ask("POST", "/loglevel").headers, "Allow: GET, PUT\r\n");
  EXPECT_EQ(ask("DELETE", "/config").status, 405);
  EXPECT_EQ(ask("GET", "/metrics").status, 404);
  EXPECT_EQ(ask("GET", "/").status, 404);
  EXPECT_EQ(process_.reloads, 0);
}

TEST_F(Admin, TurnsPagesOfOtherSitesAway) {
  Request request{"POST", "/reload", ""};
  request.origin = "http://elsewhere.example";
  EXPECT_EQ(handle(request, process_.controls()).status, 403);
  EXPECT_EQ(process_.reloads, 0);
}

}  // namespace
}  // namespace adapters::status
