// Linear time, without a clock: this program is linked with a build of cleaning that calls us at
// each edge of its control flow, and with the searching and copying of the C library in our hands.
// What is counted depends on the bytes alone, so a bound on it never fails by chance.
#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <ostream>
#include <string>

#include "benchmarks/hostile_event.h"

namespace {

std::uint64_t steps = 0;

// A search or a copy goes over many bytes in one step of ours.
void add_bytes(std::size_t bytes) { steps += 1 + bytes / 16; }

}  // namespace

namespace benchmarks {

void PrintTo(const HostileShape& shape, std::ostream* out) { *out << shape.name; }

}  // namespace benchmarks

extern "C" {

void __sanitizer_cov_trace_pc() { ++steps; }

void* __real_memchr(const void* bytes, int value, std::size_t count);
void* __wrap_memchr(const void* bytes, int value, std::size_t count) {
  const void* found = __real_memchr(bytes, value, count);
  add_bytes(found == nullptr ? count
                             : static_cast<std::size_t>(static_cast<const char*>(found) -
                                                        static_cast<const char*>(bytes)));
  return const_cast<void*>(found);
}

int __real_memcmp(const void* a, const void* b, std::size_t count);
int __wrap_memcmp(const void* a, const void* b, std::size_t count) {
  add_bytes(count);
  return __real_memcmp(a, b, count);
}

void* __real_memcpy(void* to, const void* from, std::size_t count);
void* __wrap_memcpy(void* to, const void* from, std::size_t count) {
  add_bytes(count);
  return __real_memcpy(to, from, count);
}

void* __real_memmove(void* to, const void* from, std::size_t count);
void* __wrap_memmove(void* to, const void* from, std::size_t count) {
  add_bytes(count);
  return __real_memmove(to, from, count);
}

}  // extern "C"

namespace news::clean {
namespace {

constexpr std::size_t kBytes = 256u << 10;

class StepsTest : public testing::TestWithParam<benchmarks::HostileShape> {};

std::uint64_t steps_for(std::size_t bytes) {
  const std::string html = benchmarks::make_hostile(StepsTest::GetParam(), bytes);
  const RawEvent event = benchmarks::hostile_event(StepsTest::GetParam(), html);
  const Context context = benchmarks::hostile_context();
  Tables tables;
  tables.zones = &benchmarks::hostile_zones();
  Cleaner cleaner(tables);
  // The first call also builds the tables of names and words.
  (void)cleaner.clean(event, context);
  steps = 0;
  const auto article = cleaner.clean(event, context);
  EXPECT_TRUE(article && article->headline == benchmarks::kHostileHeadline);
  return steps;
}

TEST_P(StepsTest, TwiceThePageTakesTwiceTheSteps) {
  const std::uint64_t once = steps_for(kBytes), twice = steps_for(2 * kBytes);
  EXPECT_GT(once, kBytes / 64) << "nothing was counted";
  EXPECT_LE(twice, once * 22 / 10) << static_cast<double>(twice) / static_cast<double>(once);
  RecordProperty("steps_per_byte", std::to_string(twice / (2 * kBytes)));
}

TEST_P(StepsTest, NoPageTakesMoreStepsThanItsBytesAllow) {
  EXPECT_LE(steps_for(kBytes), 128 * kBytes) << steps_for(kBytes) / kBytes << " steps a byte";
}

INSTANTIATE_TEST_SUITE_P(Hostile, StepsTest, testing::ValuesIn(benchmarks::hostile_shapes()),
                         [](const auto& given) { return std::string(given.param.name); });

}  // namespace
}  // namespace news::clean
