#include "stream/meter.h"

#include <gtest/gtest.h>

#include <numeric>
#include <string>

#include "stream/threads.h"

namespace stream {
namespace {

StageSpec spec() {
  StageSpec spec;
  spec.name = "fold";
  spec.input = "in";
  spec.outputs = {"one", "two"};
  spec.counters = {{"a_total", ""}, {"b_total", ""}};
  spec.dead_reasons = {"bad_json"};
  return spec;
}

TEST(Histogram, CountsAValueAtItsBoundBelowIt) {
  Histogram histogram(kBoundsN);
  for (const std::int64_t value : {0, 1, 2, 4, 65'536, 65'537}) histogram.observe(value);
  EXPECT_EQ(histogram.bucket(0), 2u);
  EXPECT_EQ(histogram.bucket(1), 2u);
  EXPECT_EQ(histogram.bucket(8), 1u);
  EXPECT_EQ(histogram.bucket(9), 1u);
  EXPECT_EQ(histogram.sum(), 0 + 1 + 2 + 4 + 65'536 + 65'537);
}

TEST(Histogram, BoundsAscend) {
  for (const Bounds bounds : {kBoundsA, kBoundsC, kBoundsL, kBoundsS, kBoundsN}) {
    for (std::size_t i = 1; i < bounds.size(); ++i) EXPECT_LT(bounds[i - 1], bounds[i]);
  }
  EXPECT_EQ(kBoundsA.front(), 10'000);
  EXPECT_EQ(kBoundsA.back(), 1'000'000'000);
  EXPECT_EQ(kBoundsC.back(), 60'000'000'000);
  EXPECT_EQ(kBoundsL.back(), 3'600'000);
}

TEST(NamedCounters, ShareTheLastSlotWhenTheyAreTooMany) {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (int i = 0; i < 70; ++i) all.push_back("name" + std::to_string(i));
    return all;
  }();
  NamedCounters counters;
  for (const std::string& name : names) counters.add(name);
  counters.add(names[5], 2);
  ASSERT_EQ(counters.size(), NamedCounters::kNamesMax);
  EXPECT_EQ(counters.name(5), "name5");
  EXPECT_EQ(counters.count(5), 3u);
  EXPECT_EQ(counters.name(63), "other");
  EXPECT_EQ(counters.count(63), 7u);
}

TEST(Meter, BeginsEachKnownLabelAtZero) {
  const Meter meter(spec(), "log", "dead");
  const MeterSnapshot shown = meter.snapshot({});
  EXPECT_EQ(shown.stage, "fold");
  EXPECT_EQ(shown.consumed, (TopicCount{"in", 0, 0}));
  EXPECT_EQ(shown.produced,
            (std::vector<TopicCount>{{"one", 0, 0}, {"two", 0, 0}, {"log", 0, 0}, {"dead", 0, 0}}));
  EXPECT_EQ(shown.tallies, (std::vector<std::uint64_t>{0, 0}));
  std::string causes;
  for (const NamedCount& cause : shown.rebuilds) causes += cause.name + " ";
  EXPECT_EQ(causes, "fenced fatal deadline unknown lost record store ");
  EXPECT_EQ(shown.dead_letters,
            (std::vector<NamedCount>{{"oversize", 0}, {"record_refused", 0}, {"bad_json", 0}}));
}

TEST(Meter, ShowsPartitionsInOrderAndForgetsThoseThatLeave) {
  Meter meter(spec(), "log", "dead");
  PartitionGauges* nine = meter.take_slot(Partition{9}, Timestamp{1'000});
  PartitionGauges* two = meter.take_slot(Partition{2}, Timestamp{1'000});
  nine->end.set(50);
  nine->committed.set(20);
  two->phase.set(static_cast<std::int64_t>(PartitionPhase::Live));
  two->oldest_appended.set(4'000);
  MeterSnapshot shown = meter.snapshot(Timestamp{6'000});
  ASSERT_EQ(shown.partitions.size(), 2u);
  EXPECT_EQ(shown.partitions[0].partition, Partition{2});
  EXPECT_EQ(shown.partitions[0].lag, Millis(2'000));
  EXPECT_EQ(shown.partitions[1].lag_records, 30);
  EXPECT_EQ(shown.partitions[1].lag, Millis(5'000)) << "since its assignment";
  meter.free_slot(nine);
  EXPECT_EQ(meter.snapshot({}).partitions.size(), 1u);
  PartitionGauges* again = meter.take_slot(Partition{7}, Timestamp{0});
  EXPECT_EQ(again->end.read(), 0) << "nothing of the former is left";
}

TEST(Meter, HasRoomForSoManyPartitionsAndNoMore) {
  Meter meter(spec(), "log", "dead");
  for (int i = 0; i < 256; ++i) ASSERT_NE(meter.take_slot(Partition{i}, {}), nullptr);
  EXPECT_EQ(meter.take_slot(Partition{256}, {}), nullptr);
  meter.free_slot(nullptr);
  EXPECT_EQ(meter.snapshot({}).partitions.size(), 256u);
}

TEST(Meter, HasAsMuchRoomAsItWasToldToHave) {
  Meter meter(spec(), "log", "dead", 300);
  for (int i = 0; i < 300; ++i) ASSERT_NE(meter.take_slot(Partition{i}, {}), nullptr);
  EXPECT_EQ(meter.take_slot(Partition{300}, {}), nullptr);
  EXPECT_EQ(meter.snapshot({}).partitions.back().partition.value, 299);
}

TEST(Meter, IsReadWhileItIsWritten) {
  static constexpr std::uint64_t kRounds = 20'000;
  Meter meter(spec(), "log", "dead");
  Threads threads;
  threads.start("writer", [&](std::stop_token) -> Result<Done> {
    for (std::uint64_t i = 0; i < kRounds; ++i) {
      meter.consumed.records.add();
      meter.stage_duration.observe(static_cast<std::int64_t>(i));
      meter.dead_letters.add(i % 2 == 0 ? "even" : "odd");
      if (i % 100 == 0) meter.free_slot(meter.take_slot(Partition{1}, {}));
    }
    return Done{};
  });
  std::uint64_t last = 0;
  while (threads.running() > 0) {
    const MeterSnapshot shown = meter.snapshot({});
    EXPECT_GE(shown.consumed.records, last);
    last = shown.consumed.records;
    for (const NamedCount& reason : shown.dead_letters) {
      const bool known = reason.name == "oversize" || reason.name == "record_refused";
      EXPECT_TRUE(known || reason.name == "bad_json" || reason.name == "even" ||
                  reason.name == "odd")
          << reason.name;
    }
  }
  const MeterSnapshot shown = meter.snapshot({});
  EXPECT_EQ(shown.consumed.records, kRounds);
  const auto& counts = shown.stage_duration.counts;
  EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}), kRounds);
}

}  // namespace
}  // namespace stream
