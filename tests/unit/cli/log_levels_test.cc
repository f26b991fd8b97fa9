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
      {{.level = "debug", .room = std::string(65, 'a'), .time = ""}, "bad_room"},
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

TEST_F(LogLevelsTest, MoreWishesThanTheLimitAreRefused) {
  for (std::size_t i = 0; i < LogLevels::kWishesMax; ++i) {
    ASSERT_TRUE(levels_.wish({.level = "debug", .room = std::string(i + 1, 'a'), .time = ""}));
  }
  const auto more = levels_.wish({.level = "debug", .room = "stream", .time = ""});
  ASSERT_FALSE(more);
  EXPECT_EQ(more.fault().code, "too_many");
  EXPECT_FALSE(log_.levels().by_component.contains("stream"));
  EXPECT_TRUE(levels_.wish({.level = "error", .room = "a", .time = ""})) << "one that is there";
}

// Two servers' threads and the one of the signals: none of them may undo what another has done.
TEST_F(LogLevelsTest, WishesOfSeveralThreadsAllCount) {
  constexpr int kThreads = 4, kWishes = 5'000;
  std::atomic<int> undone{0};
  const auto wish_and_look = [&](int thread) {
    const std::string room(static_cast<std::size_t>(thread) + 1, 'a');
    for (int i = 1; i <= kWishes; ++i) {
      const std::string level = i % 2 == 0 ? "debug" : "error";
      (void)levels_.wish({.level = level, .room = room, .time = ""});
      if (levels_.show().find("\n" + room + " " + level + "\n") == std::string::npos) ++undone;
    }
  };
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) threads.emplace_back(wish_and_look, i);
  }
  EXPECT_EQ(undone, 0);
  for (const char* room : {"a", "aa", "aaa", "aaaa"}) {
    EXPECT_EQ(log_.levels().by_component.at(room), Level::Debug) << room;
  }
}

}  // namespace
}  // namespace cli
