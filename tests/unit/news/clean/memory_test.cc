// What cleaning the largest event may take of memory, whatever the event is. Allocations are
// counted, so nothing of it depends on the machine.
#include "tests/memory/memory.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "benchmarks/hostile_event.h"

namespace benchmarks {

void PrintTo(const HostileShape& shape, std::ostream* out) { *out << shape.name; }

}  // namespace benchmarks

namespace news::clean {
namespace {

constexpr std::size_t kMiB = 1u << 20;
constexpr std::size_t kEventBytesMax = 8 * kMiB;  // decode::Limits
constexpr std::size_t kMemoryMax = 128 * kMiB;

class MemoryTest : public testing::TestWithParam<benchmarks::HostileShape> {};

// A cleaner of its own, so that all it holds is of this event.
TEST_P(MemoryTest, LargestEventTakes128MiBAtMost) {
  const std::string bytes = benchmarks::make_hostile(GetParam(), kEventBytesMax);
  const RawEvent event = benchmarks::hostile_event(GetParam(), bytes);
  Tables tables;
  tables.zones = &benchmarks::hostile_zones();
  const std::size_t before = memory::held();
  memory::watch();
  Cleaner cleaner(tables);
  const auto article = cleaner.clean(event, benchmarks::hostile_context());
  EXPECT_TRUE(article && article->headline == benchmarks::kHostileHeadline);
  const std::size_t taken = memory::most() - before;
  EXPECT_GT(taken, kMiB / 16) << "nothing was counted";
  EXPECT_LE(taken, kMemoryMax) << taken / kMiB << " MiB";
  RecordProperty("mib", std::to_string(taken / kMiB));
}

INSTANTIATE_TEST_SUITE_P(Hostile, MemoryTest, testing::ValuesIn(benchmarks::hostile_shapes()),
                         [](const auto& given) { return std::string(given.param.name); });

}  // namespace
}  // namespace news::clean
