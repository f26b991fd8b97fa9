#include "stream/threads.h"

#include <gtest/gtest.h>
#include <pthread.h>

#include <atomic>

namespace stream {
namespace {

constexpr Millis kLong(20'000);

// Returns when asked to stop.
Result<Done> until_stopped(std::stop_token stop) {
  std::atomic<bool> stopped = false;
  const std::stop_callback wake(stop, [&] {
    stopped = true;
    stopped.notify_one();
  });
  stopped.wait(false);
  return Done{};
}

TEST(Threads, TellOfEachEndOnceWithItsResult) {
  Threads threads;
  threads.start("fails", [](std::stop_token) -> Result<Done> { return base::stop("no_disk"); });
  const std::optional<Ended> ended = threads.await_ended(kLong);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->thread, "fails");
  EXPECT_EQ(ended->result.fault().code, "no_disk");
  EXPECT_FALSE(threads.await_ended(Millis(1)));
}

TEST(Threads, StopAllAndWaitForThem) {
  Threads threads;
  threads.start("one", until_stopped);
  threads.start("two", until_stopped);
  EXPECT_EQ(threads.running(), 2u);
  EXPECT_FALSE(threads.await_all(Millis(1)));
  threads.request_stop();
  EXPECT_TRUE(threads.await_all(kLong));
  EXPECT_TRUE(threads.await_ended(kLong));
  EXPECT_TRUE(threads.await_ended(kLong));
}

TEST(Threads, JoinWhenTheyDie) {
  std::atomic<int> ended = 0;
  {
    Threads threads;
    for (int i = 0; i < 3; ++i) {
      threads.start("worker", [&](std::stop_token stop) {
        const Result<Done> done = until_stopped(std::move(stop));
        ++ended;
        return done;
      });
    }
  }
  EXPECT_EQ(ended, 3);
}

TEST(Threads, WakeWhoAwaitsThem) {
  Threads threads;
  threads.wake();
  EXPECT_FALSE(threads.await_ended(kLong));
  threads.start("waker", [&](std::stop_token stop) {
    threads.wake();
    return until_stopped(std::move(stop));
  });
  EXPECT_FALSE(threads.await_ended(kLong));
  EXPECT_EQ(threads.running(), 1u);
}

TEST(Threads, CarryTheirNames) {
  Threads threads;
  std::string seen;
  threads.start("version-w0-and-more", [&](std::stop_token) -> Result<Done> {
    char name[32] = {};
    pthread_getname_np(pthread_self(), name, sizeof name);
    seen = name;
    return Done{};
  });
  ASSERT_TRUE(threads.await_ended(kLong));
  EXPECT_EQ(seen, "version-w0-and-");
}

}  // namespace
}  // namespace stream
