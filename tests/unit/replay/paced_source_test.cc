#include "replay/paced_source.h"

#include <gtest/gtest.h>

#include <deque>

#include "fakes/fake_clock.h"

namespace replay {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using stream::Done;
using stream::InputOffset;
using stream::Millis;
using stream::Partition;
using stream::Record;
using stream::Result;
using stream::Tick;

// A log of equal records, always ahead of its reader.
class Log final : public stream::Source {
 public:
  Result<std::optional<Record>> poll(Millis, stream::Rebalance&) override {
    ++polls;
    if (paused) return std::optional<Record>();
    const std::int64_t offset = next++;
    return std::optional(Record{{0}, {offset}, "k", "123456789", {}, {offset * spacing_ms}});
  }
  Result<std::vector<stream::Committed>> committed(std::span<const Partition>, Millis) override {
    return std::vector<stream::Committed>();
  }
  Result<Done> place(Partition, InputOffset offset) override {
    next = offset.value;
    paused = false;
    return Done{};
  }
  Result<Done> pause(std::span<const Partition> partitions) override {
    paused = paused || !partitions.empty();
    return Done{};
  }
  Result<stream::InputRange> range(Partition, Millis) override {
    return stream::InputRange{{0}, {1'000'000}};
  }
  Result<Done> close(stream::Rebalance&) override { return Done{}; }

  bool paused = true;
  std::int64_t next = 0, spacing_ms = 1;
  int polls = 0;
};

class NoRebalance final : public stream::Rebalance {
 public:
  void assigned(std::span<const Partition>) override {}
  void revoked(std::span<const Partition>) override {}
  void lost(std::span<const Partition>) override {}
};

class PacedSourceTest : public testing::Test {
 protected:
  explicit PacedSourceTest(double pace = 0)
      : source_({log_, control_, clock_, [this](Millis time) { clock_.advance(time); }}, pace) {
    EXPECT_TRUE(source_.place({0}, {0}));
  }

  std::optional<std::int64_t> poll() {
    const auto polled = source_.poll(50ms, rebalance_);
    if (!polled || !*polled) return std::nullopt;
    return (*polled)->offset.value;
  }
  // Polls as a worker does; each offset must follow the one before.
  std::int64_t read_for(Tick time) {
    std::int64_t count = 0;
    for (const Tick until = clock_.tick() + time; clock_.tick() < until;) {
      if (const auto offset = poll()) {
        EXPECT_EQ(*offset, expected_);
        ++expected_;
        ++count;
      }
    }
    return count;
  }

  fakes::FakeClock clock_;
  Control control_{{}};
  Log log_;
  PacedSource source_;
  NoRebalance rebalance_;
  std::int64_t expected_ = 0;
};

class OriginalSpacing : public PacedSourceTest {
 protected:
  OriginalSpacing() : PacedSourceTest(10) {}
};

TEST_F(PacedSourceTest, HandsOverWhateverComesWithoutARate) {
  EXPECT_EQ(poll(), 0);
  EXPECT_EQ(poll(), 1);
}

TEST_F(PacedSourceTest, KeepsToARateInRecords) {
  control_.set_rates({.records = 2'000, .bytes = 0});
  EXPECT_NEAR(static_cast<double>(read_for(10s)), 20'000, 20'000 * 0.01);
}

TEST_F(PacedSourceTest, KeepsToARateInBytes) {
  control_.set_rates({.records = 0, .bytes = 5'000});  // ten bytes a record
  EXPECT_NEAR(static_cast<double>(read_for(10s)), 5'000, 5'000 * 0.01);
}

TEST_F(PacedSourceTest, TakesANewRateWithTheNextPoll) {
  control_.set_rates({.records = 1, .bytes = 0});
  EXPECT_LE(read_for(5s), 7);
  control_.set_rates({.records = 1'000, .bytes = 0});
  EXPECT_NEAR(static_cast<double>(read_for(10s)), 10'000, 110);
}

TEST_F(PacedSourceTest, StandsStillForEachCauseAndGoesOnWhereItWas) {
  read_for(1ms);
  for (const Cause cause : kCauses) {
    control_.set_paused(cause, true);
    EXPECT_EQ(read_for(100ms), 0) << to_text(cause);
    EXPECT_TRUE(log_.paused);
    control_.set_paused(cause, false);
    EXPECT_GT(read_for(1ms), 0) << to_text(cause);
  }
}

TEST_F(PacedSourceTest, GivesARecordThatWaitedWhenThePauseCameOnceOnly) {
  control_.set_rates({.records = 1, .bytes = 0});
  EXPECT_EQ(poll(), 0);
  ++expected_;
  EXPECT_EQ(poll(), std::nullopt) << "the next one is held";
  control_.set_paused(Cause::Operator, true);
  EXPECT_EQ(poll(), std::nullopt);
  control_.set_paused(Cause::Operator, false);
  control_.set_rates({});
  EXPECT_GT(read_for(1ms), 0);
}

TEST_F(PacedSourceTest, PlacedDuringAPauseBeginsThereBehindIt) {
  read_for(1ms);
  control_.set_paused(Cause::Backlog, true);
  EXPECT_EQ(poll(), std::nullopt);
  const Partition all[] = {{0}};
  EXPECT_TRUE(source_.pause(all));
  EXPECT_TRUE(source_.place({0}, {7}));
  EXPECT_TRUE(log_.paused) << "a recovery does not end the pause";
  control_.set_paused(Cause::Backlog, false);
  expected_ = 7;
  EXPECT_GT(read_for(1ms), 0);
}

TEST_F(PacedSourceTest, ForgetsTheHeldRecordOfAPartitionThatIsTakenBack) {
  control_.set_rates({.records = 1, .bytes = 0});
  EXPECT_EQ(poll(), 0);
  EXPECT_EQ(poll(), std::nullopt);
  const Partition all[] = {{0}};
  EXPECT_TRUE(source_.pause(all));
  EXPECT_TRUE(source_.place({0}, {0}));
  control_.set_rates({});
  EXPECT_EQ(poll(), 0) << "nothing was committed";
}

TEST_F(PacedSourceTest, AsksNothingOfTheInnerSourceWhileARecordWaits) {
  control_.set_rates({.records = 1, .bytes = 0});
  EXPECT_EQ(poll(), 0);
  const int before = log_.polls;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(poll(), std::nullopt);
  EXPECT_EQ(log_.polls, before + 1) << "the record would be gone";
}

TEST_F(OriginalSpacing, IsKeptSoManyTimesAsFast) {
  log_.spacing_ms = 20;  // 50 a second, ten times as fast
  EXPECT_NEAR(static_cast<double>(read_for(10s)), 5'000, 5);
}

TEST_F(OriginalSpacing, BeginsAnewBehindAPause) {
  log_.spacing_ms = 20;
  read_for(1s);
  control_.set_paused(Cause::Operator, true);
  EXPECT_EQ(read_for(5s), 0);
  control_.set_paused(Cause::Operator, false);
  EXPECT_NEAR(static_cast<double>(read_for(1s)), 500, 5) << "nothing is caught up with";
}

}  // namespace
}  // namespace replay
