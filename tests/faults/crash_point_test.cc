// A worker dies at every named point, while another one goes on. It comes back, and everything is
// as if nothing had happened.
#include <gtest/gtest.h>
#include <signal.h>

#include "faults/engine.h"

namespace faults {
namespace {

// What brings the worker to the point.
enum class Way {
  Feed,    // records come
  Tail,    // it has been there before, and comes back to more records
  Empty,   // it comes back without its state
  Aged,    // it comes back after too long a time
  Joined,  // another worker joins
  Stop,    // SIGTERM
};

struct Point {
  const char* name;
  int count;
  Way way;
};

const Point kPoints[] = {{"polled", 300, Way::Feed},
                         {"handled", 300, Way::Tail},
                         {"begun", 2, Way::Feed},
                         {"half-sent", 2, Way::Tail},
                         {"sent", 2, Way::Feed},
                         {"offsets", 2, Way::Tail},
                         {"end-sent", 2, Way::Feed},
                         {"committed", 2, Way::Tail},
                         {"half-applied", 2, Way::Feed},
                         {"applied", 2, Way::Tail},
                         {"flushing", 1, Way::Feed},
                         {"rebuilt", 1, Way::Tail},
                         {"asked", 1, Way::Tail},
                         {"placed", 1, Way::Empty},
                         {"slice", 1, Way::Empty},
                         {"wiped", 1, Way::Aged},
                         {"restored", 1, Way::Empty},
                         {"revoke-committed", 1, Way::Joined},
                         {"revoke-closed", 1, Way::Joined},
                         {"stop-1", 1, Way::Stop},
                         {"stop-2", 1, Way::Stop},
                         {"stop-3", 1, Way::Stop},
                         {"stop-4", 1, Way::Stop}};

class CrashPoint : public EngineTest, public testing::WithParamInterface<Point> {
 protected:
  // A first life, if the way needs one.
  void live_before() {
    const Way way = GetParam().way;
    if (way != Way::Tail && way != Way::Empty && way != Way::Aged) return;
    start("a");
    ASSERT_TRUE(await(seconds(30), [&] { return has_said("a", "live 2"); }));
    feed(400);
    stop("a");
    if (way == Way::Empty) delete_state("a");
  }

  Options options() const {
    Options all{
        {"at", std::string(GetParam().name) + ":" + std::to_string(GetParam().count) + ":kill"}};
    if (GetParam().way == Way::Aged) all["clock_ahead_ms"] = "432000000";
    return all;
  }

  void run_into_it() {
    if (GetParam().way == Way::Joined) {
      ASSERT_TRUE(await(seconds(30), [&] { return has_said("a", "live 4"); }));
      start("b");
    }
    if (GetParam().way == Way::Stop) {
      ASSERT_TRUE(await(seconds(30), [&] { return has_said("a", "live 2"); }));
      feed(100);
      process("a").send(SIGTERM);
    }
    EXPECT_TRUE(await(seconds(60), [&] {
      if (GetParam().way != Way::Stop) feed(300);
      return !is_running("a");
    })) << "never reached";
  }
};

TEST_P(CrashPoint, LosesNothingDoublesNothing) {
  make_topics();
  feed(2000);
  if (GetParam().way != Way::Joined) {
    start("b");
    ASSERT_TRUE(await(seconds(30), [&] { return has_said("b", "live 4"); }));
  }
  live_before();
  start("a", options());
  run_into_it();
  const auto ended = process("a").await(seconds(1));
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->signal, SIGKILL) << log("a");
  expect_said("a", std::string("fired ") + GetParam().name);
  check_positions("a");
  ASSERT_TRUE(is_running("b"));

  start("a");
  feed(500);
  await_drained();
  for (const char* who : {"a", "b"}) stop(who);
  check_all({"a", "b"});
}

INSTANTIATE_TEST_SUITE_P(Kafka, CrashPoint, testing::ValuesIn(kPoints), [](const auto& point) {
  std::string name = point.param.name;
  for (char& c : name) {
    if (c == '-') c = '_';
  }
  return name;
});

}  // namespace
}  // namespace faults
