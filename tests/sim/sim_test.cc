// Some hundred runs from as many seeds, and the proof that the simulator sees what it is there for.
#include <gtest/gtest.h>

#include "sim/defects.h"
#include "sim/totals.h"

namespace sim {
namespace {

constexpr std::uint64_t kSeeds = 1'000;
constexpr std::uint64_t kSeedsToCatch = 300;

TEST(Chaos, IsExactlyOnceWhateverHappens) {
  Totals totals;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    totals.add(run_chaos({.seed = seed, .wrap = {}, .tell = {}}));
  }
  for (const Report& report : totals.failed()) {
    ADD_FAILURE() << "seed " << report.seed << ": " << report.failure
                  << "\nmake sim SEED=" << report.seed << " tells its story";
  }
  for (const std::string& what : totals.unseen()) ADD_FAILURE() << "never happened: " << what;
}

TEST(Chaos, IsTheSameAgainFromTheSameSeed) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const std::uint64_t trace = run_chaos({.seed = seed, .wrap = {}, .tell = {}}).trace;
    EXPECT_EQ(run_chaos({.seed = seed, .wrap = {}, .tell = {}}).trace, trace) << "seed " << seed;
    EXPECT_NE(run_chaos({.seed = seed + 1, .wrap = {}, .tell = {}}).trace, trace);
  }
}

class Catches : public testing::TestWithParam<Defect> {};

TEST_P(Catches, TheDefect) {
  std::uint64_t seed = 1;
  Report report;
  while (report.failure.empty() && seed <= kSeedsToCatch) {
    report = run_chaos({.seed = seed++, .wrap = GetParam().wrap, .tell = {}});
  }
  ASSERT_NE(report.failure, "") << "not noticed in " << kSeedsToCatch << " runs";
  std::printf("caught by seed %llu: %s\n", static_cast<unsigned long long>(report.seed),
              report.failure.c_str());
}

INSTANTIATE_TEST_SUITE_P(Simulator, Catches, testing::ValuesIn(defects()),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace sim
