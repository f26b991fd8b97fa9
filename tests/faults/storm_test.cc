// Workers die, join and leave at random for a while, under load. The seed is printed first.
//
// DATELINE_STORM_SECONDS: how long (20) · DATELINE_STORM_PAUSE: seconds from one to the next (2) ·
// DATELINE_STORM_SEED: who and what (1)
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <cstdio>
#include <set>

#include "base/hash.h"
#include "faults/engine.h"

namespace faults {
namespace {

int number_from(const char* variable, int otherwise) {
  return static_cast<int>(process::number_from(variable, static_cast<std::uint64_t>(otherwise)));
}

// Numbers that follow from a seed alone.
class Dice final {
 public:
  explicit Dice(int seed) : seed_(seed) {}
  std::size_t below(std::size_t count) {
    return base::murmur2(std::to_string(seed_) + "/" + std::to_string(++thrown_)) % count;
  }

 private:
  const int seed_;
  int thrown_ = 0;
};

class Storm : public EngineTest {
 protected:
  const std::vector<std::string> all_ = {"a", "b", "c", "d"};

  std::vector<std::string> those(bool running) {
    std::vector<std::string> found;
    for (const std::string& who : all_) {
      if (is_up_.contains(who) == running) found.push_back(who);
    }
    return found;
  }
  // Feeds meanwhile. A worker that leaves by itself is a failure.
  void blow(seconds pause) {
    const auto until = std::chrono::steady_clock::now() + pause;
    while (std::chrono::steady_clock::now() < until) {
      feed(60);
      await(seconds(1), [&] { return is_drained() || !all_run(); });
      ASSERT_TRUE(all_run());
    }
  }
  bool all_run() {
    return std::all_of(is_up_.begin(), is_up_.end(),
                       [&](const std::string& who) { return is_running(who); });
  }
  void kill_one(Dice& dice) {
    const auto running = those(true);
    const std::string who = running[dice.below(running.size())];
    process(who).send(SIGKILL);
    ASSERT_TRUE(process(who).await(seconds(10)));
    is_up_.erase(who);
    check_positions(who);
    if (dice.below(3) == 0) delete_state(who);
    ++kills_;
  }
  void join_one(Dice& dice) {
    const auto away = those(false);
    const std::string who = away[dice.below(away.size())];
    start(who);
    is_up_.insert(who);
    ++joins_;
  }
  void leave_one(Dice& dice) {
    const auto running = those(true);
    const std::string who = running[dice.below(running.size())];
    stop(who);
    is_up_.erase(who);
    ++leaves_;
  }

  std::set<std::string> is_up_;
  int kills_ = 0, joins_ = 0, leaves_ = 0;
};

TEST_F(Storm, OfDeathsJoinsAndLeavesLosesNothingDoublesNothing) {
  const int seed = number_from("DATELINE_STORM_SEED", 1);
  const seconds time(number_from("DATELINE_STORM_SECONDS", 20));
  const seconds pause(number_from("DATELINE_STORM_PAUSE", 2));
  std::printf("seed %d, %d seconds\n", seed, static_cast<int>(time.count()));
  make_topics();
  Dice dice(seed);
  for (const char* who : {"a", "b", "c"}) {
    start(who);
    is_up_.insert(who);
  }
  const auto until = std::chrono::steady_clock::now() + time;
  for (int turn = 0; std::chrono::steady_clock::now() < until && !HasFatalFailure(); ++turn) {
    blow(pause);
    if (turn % 3 == 2) {
      leave_one(dice);
    } else {
      kill_one(dice);
    }
    while (is_up_.size() < 3 && !HasFatalFailure()) join_one(dice);
  }
  ASSERT_FALSE(HasFatalFailure());
  for (const std::string& who : those(false)) {
    start(who);
    is_up_.insert(who);
  }
  feed(500);
  await_drained(seconds(120));
  for (const std::string& who : all_) stop(who);
  std::printf("%d kills, %d joins, %d leaves\n", kills_, joins_, leaves_);
  EXPECT_GT(kills_, 0);
  EXPECT_GT(joins_, 0);
  EXPECT_GT(leaves_, 0);
  check_all(all_);
}

}  // namespace
}  // namespace faults
