#include "adapters/log/log.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <thread>
#include <vector>

#include "adapters/log/throttle.h"

namespace adapters::log {
namespace {

class FixedClock final : public stream::Clock {
 public:
  stream::Timestamp now() const override { return stream::Timestamp{now_.load()}; }
  stream::Tick tick() const override { return std::chrono::milliseconds(now_.load()); }
  void advance(std::int64_t ms) { now_ += ms; }

 private:
  std::atomic<std::int64_t> now_{1'772'433'600'000};
};

// Both ends of a pipe: what the log writes can be read after it was closed.
class Pipe final {
 public:
  Pipe() { EXPECT_EQ(::pipe(ends_), 0); }
  ~Pipe() {
    ::close(ends_[0]);
    close_writer();
  }
  int writer() const { return ends_[1]; }
  void close_writer() {
    if (ends_[1] >= 0) ::close(ends_[1]);
    ends_[1] = -1;
  }
  std::string read_rest() {
    close_writer();
    std::string text;
    char buffer[4096];
    for (ssize_t n; (n = ::read(ends_[0], buffer, sizeof buffer)) > 0;) {
      text.append(buffer, static_cast<std::size_t>(n));
    }
    return text;
  }
  std::string read_some() {
    char buffer[65536];
    const ssize_t n = ::read(ends_[0], buffer, sizeof buffer);
    return n > 0 ? std::string(buffer, static_cast<std::size_t>(n)) : "";
  }

 private:
  int ends_[2] = {-1, -1};
};

std::size_t count(const std::string& text, std::string_view what) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; ++at) ++found;
  return found;
}

TEST(Log, LinesComeOutInOrderAndAreCounted) {
  Pipe pipe;
  FixedClock clock;
  Log log({.descriptor = pipe.writer()}, clock);
  log.write(Level::Info, "cli", "started");
  log.write(Level::Error, "stream", "stopped");
  log.write(Level::Debug, "stream", "not shown");
  log.close();
  EXPECT_EQ(pipe.read_rest(),
            "{\"ts\":\"2026-03-02T06:40:00.000Z\",\"level\":\"info\",\"msg\":\"started\","
            "\"component\":\"cli\"}\n"
            "{\"ts\":\"2026-03-02T06:40:00.000Z\",\"level\":\"error\",\"msg\":\"stopped\","
            "\"component\":\"stream\"}\n");
  EXPECT_EQ(log.figures().lines, (std::array<std::uint64_t, 4>{0, 1, 0, 1}));
}

TEST(Log, LevelsCanBeChangedWhileItRuns) {
  Pipe pipe;
  FixedClock clock;
  Log log({.descriptor = pipe.writer()}, clock);
  log.write(Level::Debug, "stream", "one");
  log.set_levels({.level = Level::Error, .by_component = {{"stream", Level::Debug}}});
  log.write(Level::Debug, "stream", "two");
  log.write(Level::Warning, "cli", "three");
  EXPECT_EQ(log.levels().level, Level::Error);
  log.close();
  EXPECT_EQ(count(pipe.read_rest(), "\"msg\":\"two\""), 1u);
  EXPECT_EQ(log.figures().lines, (std::array<std::uint64_t, 4>{1, 0, 0, 0}));
}

// What an admin's request does to workers that log: each sees the old levels or the new ones.
TEST(Log, LevelsAreReplacedWholeWhileOthersReadThem) {
  constexpr int kTimes = 5'000;
  Pipe pipe;
  FixedClock clock;
  const Levels quiet{.level = Level::Error, .by_component = {{"stream", Level::Error}}};
  const Levels talkative{.level = Level::Debug, .by_component = {{"stream", Level::Debug}}};
  Log log({.descriptor = pipe.writer(), .levels = quiet}, clock);
  std::atomic<int> mixed{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 2; ++i) {
      threads.emplace_back([&](const std::stop_token& stop) {
        do {
          const Levels read = log.levels();
          if (read != quiet && read != talkative) ++mixed;
          if (!log.is_on(Level::Error, "stream")) ++mixed;
        } while (!stop.stop_requested());
      });
    }
    for (int i = 0; i < kTimes; ++i) log.set_levels(i % 2 == 0 ? talkative : quiet);
  }
  EXPECT_EQ(mixed, 0);
  EXPECT_EQ(log.levels(), quiet);
}

TEST(Log, LevelsByComponentCountFromTheLongestName) {
  Pipe pipe;
  FixedClock clock;
  Log log(
      {.descriptor = pipe.writer(),
       .levels = {.level = Level::Warning,
                  .by_component = {{"adapters", Level::Error}, {"adapters.kafka", Level::Debug}}}},
      clock);
  log.write(Level::Info, "stream", "a");
  log.write(Level::Warning, "stream", "b");
  log.write(Level::Warning, "adapters.rocks", "c");
  log.write(Level::Debug, "adapters.kafka", "d");
  log.close();
  const std::string text = pipe.read_rest();
  EXPECT_EQ(count(text, "\n"), 2u) << text;
  EXPECT_EQ(count(text, "\"msg\":\"b\""), 1u);
  EXPECT_EQ(count(text, "\"msg\":\"d\""), 1u);
}

TEST(Log, RepeatsAreLeftOutAndToldLater) {
  Pipe pipe;
  FixedClock clock;
  Log log({.descriptor = pipe.writer()}, clock);
  for (int i = 0; i < 15; ++i) log.write(Level::Info, "stream", "retrying");
  clock.advance(kRepeatsWindow.count());
  log.write(Level::Info, "stream", "retrying");
  log.close();
  const std::string text = pipe.read_rest();
  EXPECT_EQ(count(text, "\"msg\":\"retrying\""), 11u);
  EXPECT_EQ(count(text, "\"times\":\"5\",\"of\":\"retrying\""), 1u) << text;
}

TEST(Log, WhatIsHeldBackAtTheEndIsTold) {
  Pipe pipe;
  FixedClock clock;
  Log log({.descriptor = pipe.writer()}, clock);
  for (int i = 0; i < 12; ++i) log.write(Level::Info, "stream", "retrying");
  log.close();
  EXPECT_EQ(count(pipe.read_rest(), "\"times\":\"2\""), 1u);
}

// A pipe that nobody reads takes 64 KiB; behind it the queue fills up.
TEST(Log, AFullQueueDropsAndCountsAndNeverBlocks) {
  Pipe pipe;
  FixedClock clock;
  Log log({.descriptor = pipe.writer(), .queue_lines = 16}, clock);
  const std::string long_text(8000, 'x');
  for (int i = 0; i < 200; ++i) {
    const NoteField fields[] = {{"value", long_text}};
    log.write(Level::Info, "stream" + std::to_string(i), "filling", fields);
  }
  EXPECT_GT(log.figures().lost_overflow, 100u);
  std::string text;
  std::jthread closer([&] {
    log.close();
    pipe.close_writer();
  });
  for (std::string part; !(part = pipe.read_some()).empty();) text += part;
  closer.join();
  EXPECT_EQ(count(text, "\n") + log.figures().lost_overflow, 200u);
}

TEST(Log, TheBarGoesBeforeALineAndComesBackAfterIt) {
  Pipe pipe;
  FixedClock clock;
  Log log({.descriptor = pipe.writer(), .format = Format::Text}, clock);
  log.show_bar("50%");
  log.write(Level::Info, "cli", "hello");
  log.close();
  EXPECT_EQ(pipe.read_rest(), "\r\x1b[K50%\r\x1b[K06:40:00.000 info    cli: hello\n50%\r\x1b[K");
}

TEST(Log, JournalAddsItsOwnFields) {
  Pipe pipe;
  FixedClock clock;
  Log log({.descriptor = pipe.writer()}, clock);
  LogJournal journal(log, "stream", {{"stage", "clean"}, {"worker", "w1"}});
  const NoteField fields[] = {{"code", "fenced"}};
  journal.note(stream::Severity::Warning, "rebuilding", fields);
  log.close();
  EXPECT_EQ(
      pipe.read_rest(),
      "{\"ts\":\"2026-03-02T06:40:00.000Z\",\"level\":\"warning\",\"msg\":\"rebuilding\","
      "\"component\":\"stream\",\"stage\":\"clean\",\"worker\":\"w1\",\"code\":\"fenced\"}\n");
}

}  // namespace
}  // namespace adapters::log
