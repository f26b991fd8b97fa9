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
