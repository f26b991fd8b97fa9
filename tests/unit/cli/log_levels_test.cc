// Levels that people wish for while the process runs, above those of the configuration.
#include "cli/log_levels.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "fakes/fake_clock.h"

namespace cli {
namespace {

using adapters::log::Level;
using adapters::log::Levels;
using Wish = adapters::status::LevelWish;

class LogLevelsTest : public testing::Test {
 protected:
  const Levels configured_{.level = Level::Info, .by_component = {{"cli", Level::Error}}};
  fakes::FakeClock clock_;
  adapters::log::Log log_{{.levels = configured_}, clock_};
  LogLevels levels_{log_, configured_, clock_};
};

TEST_F(LogLevelsTest, AWishGoesAboveTheConfiguration) {
  ASSERT_TRUE(levels_.wish({.level = "debug", .room = "stream", .time = ""}));
  ASSERT_TRUE(levels_.wish({.level = "warning", .room = "", .time = ""}));
  const Levels wanted{.level = Level::Warning,
                      .by_component = {{"cli", Level::Error}, {"stream", Level::Debug}}};
  EXPECT_EQ(log_.levels(), wanted);
  EXPECT_EQ(levels_.show(), "* warning\ncli error\nstream debug\n");
}

TEST_F(LogLevelsTest, ATimeEndsAWish) {
  const auto said = levels_.wish({.level = "debug", .room = "stream", .time = "10m"});
  ASSERT_TRUE(said);
  EXPECT_EQ(*said, "* info\ncli error\nstream debug until 2027-01-15T08:10:00Z\n");
  clock_.advance(base::Millis{9 * 60'000});
  levels_.look();
  EXPECT_EQ(log_.levels().by_component.at("stream"), Level::Debug);
  clock_.advance(base::Millis{60'000});
  levels_.look();
  EXPECT_EQ(log_.levels(), configured_);
}

TEST_F(LogLevelsTest, ConfiguredTakesAWishBack) {
  ASSERT_TRUE(levels_.wish({.level = "debug", .room = "", .time = ""}));
  ASSERT_TRUE(levels_.wish({.level = "debug", .room = "cli", .time = "1h"}));
  ASSERT_TRUE(levels_.wish({.level = "configured", .room = "", .time = ""}));
  EXPECT_EQ(levels_.show(), "* info\ncli debug until 2027-01-15T09:00:00Z\n");
  ASSERT_TRUE(levels_.wish({.level = "configured", .room = "cli", .time = ""}));
  EXPECT_EQ(log_.levels(), configured_);
}

TEST_F(LogLevelsTest, AConfigurationReadAgainEndsWishesWithoutATime) {
  ASSERT_TRUE(levels_.wish({.level = "debug", .room = "stream", .time = ""}));
  ASSERT_TRUE(levels_.wish({.level = "debug", .room = "adapters.kafka", .time = "1m"}));
  levels_.configure({.level = Level::Warning});
  const Levels wanted{.level = Level::Warning, .by_component = {{"adapters.kafka", Level::Debug}}};
  EXPECT_EQ(log_.levels(), wanted);
}

TEST_F(LogLevelsTest, AWishThatIsNoneChangesNothing) {
  const std::vector<std::pair<Wish, std::string_view>> bad{
      {{.level = "loud", .room = "", .time = ""}, "bad_level"},
      {{.level = "", .room = "", .time = ""}, "bad_level"},
      {{.level = "debug", .room = "Stream", .time = ""}, "bad_room"},
      {{.level = "debug", .room = "news", .time = ""}, "bad_room"},
      {{.level = "configured", .room = "streams", .time = ""}, "bad_room"},
      {{.level = "debug", .room = "", .time = "10"}, "bad_time"},
      {{.level = "debug", .room = "", .time = "0s"}, "bad_time"},
      {{.level = "debug", .room = "", .time = "25h"}, "bad_time"}};
  for (const auto& [wish, code] : bad) {
    const auto done = levels_.wish(wish);
    ASSERT_FALSE(done) << code;
    EXPECT_EQ(done.fault().code, code);
    EXPECT_FALSE(done.fault().detail.empty());
  }
  EXPECT_EQ(log_.levels(), configured_);
}

TEST_F(LogLevelsTest, AMistypedRoomIsToldWhichAreThere) {
  const auto done = levels_.wish({.level = "debug", .room = "adapters.kafk", .time = ""});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.fault().detail,
            "'adapters.kafk' is none of adapters, adapters.kafka, cli, stream, did you mean "
            "adapters.kafka?");
}

// Two servers' threads and the one of the signals: none of them may undo what another has done.
TEST_F(LogLevelsTest, WishesOfSeveralThreadsAllCount) {
  constexpr int kWishes = 5'000;
  const std::vector<std::string> rooms{"adapters", "adapters.kafka", "cli", "stream"};
  std::atomic<int> undone{0};
  const auto wish_and_look = [&](const std::string& room) {
    for (int i = 1; i <= kWishes; ++i) {
      const std::string level = i % 2 == 0 ? "debug" : "error";
      (void)levels_.wish({.level = level, .room = room, .time = ""});
      if (levels_.show().find("\n" + room + " " + level + "\n") == std::string::npos) ++undone;
    }
  };
  {
    std::vector<std::jthread> threads;
    for (const std::string& room : rooms) threads.emplace_back(wish_and_look, room);
  }
  EXPECT_EQ(undone, 0);
  for (const std::string& room : rooms) {
    EXPECT_EQ(log_.levels().by_component.at(room), Level::Debug) << room;
  }
}

}  // namespace
}  // namespace cli
