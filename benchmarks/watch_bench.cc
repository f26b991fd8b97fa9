// What the onlookers of the status page cost a record: the stage of cleaning alone, and with them,
// on the canonical workload's dumps; the look that a candidate costs before it is judged.
#include <benchmark/benchmark.h>

#include <memory>

#include "adapters/config/load.h"
#include "adapters/config/publishers.h"
#include "base/check.h"
#include "benchmarks/workload.h"
#include "cli/offline.h"
#include "cli/watch/watch.h"

namespace {

using stream::Effects;
using stream::Result;
using stream::Timestamp;

constexpr std::size_t kEvents = 4'000;
constexpr std::int64_t kBegin = 1'741'000'000'000;

struct World {
  World() {
    const auto publishers =
        adapters::config::read_publishers(adapters::config::built_in_publishers(), "built in");
    inputs = std::move(*clean::Inputs::load(settings, publishers.all, {"0", ""}));
    watch = std::make_unique<cli::watch::Watch>(settings, *inputs);
    watched = &watch->add_clean(news::Lane::Live);
    alone = std::make_unique<clean::CleanStage>(clean::stage_options(settings, news::Lane::Live),
                                                inputs->tables());
    benchmarks::Workload workload({.sites = 400});
    for (std::size_t i = 0; i < kEvents; ++i) events.push_back(workload.next().value);
  }

  // As a worker hands it over; a fifth of a millisecond goes by between two.
  Result<Effects> handle(stream::Stage& stage, std::size_t i) {
    const Timestamp now{kBegin + static_cast<std::int64_t>(i) / 5};
    return stage.handle({.partition = {},
                         .offset = {},
                         .key = "k",
                         .value = events[i % kEvents],
                         .headers = {},
                         .appended_at = Timestamp{kBegin + 86'400'000}},
                        *state, now);
  }

  const adapters::config::Settings settings = adapters::config::load({}).settings;
  std::unique_ptr<clean::Inputs> inputs;
  std::unique_ptr<cli::watch::Watch> watch;
  stream::Stage* watched = nullptr;
  std::unique_ptr<clean::CleanStage> alone;
  std::unique_ptr<cli::OfflineState> state = cli::make_memory_state();
  std::vector<std::string> events;
};

World& world() {
  static World one;
  return one;
}

void run_stage(benchmark::State& state, stream::Stage& stage) {
  for (std::size_t i = 0; i < 200; ++i) {
    const auto seen = world().handle(stage, i), bare = world().handle(*world().alone, i);
    CHECK(bool(seen) == bool(bare) && (!seen || *seen == *bare));
  }
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(world().handle(stage, i++));
  state.SetItemsProcessed(state.iterations());
}

void clean_alone(benchmark::State& state) { run_stage(state, *world().alone); }
void clean_watched(benchmark::State& state) { run_stage(state, *world().watched); }
BENCHMARK(clean_alone);
BENCHMARK(clean_watched);

// All of them awaited, none of them this one, though one has its size.
void candidate_not_known(benchmark::State& state) {
  cli::watch::Samples samples({});
  const std::string candidate(4'000, 'c');
  for (std::size_t i = 0; i < 40; ++i) samples.add({}, std::string(3'990 + i, 's'));
  CHECK(!samples.knows(candidate));
  for (auto _ : state) benchmark::DoNotOptimize(samples.knows(candidate));
}
BENCHMARK(candidate_not_known);

// A site that is in the list, and one that must take another's place, by turns.
void site_counted(benchmark::State& state) {
  cli::watch::Sites sites(world().alone->spec());
  const auto effects = world().handle(*world().alone, 0);
  std::vector<std::string> names;
  for (int i = 0; i < 2'000; ++i) names.push_back("site-" + std::to_string(i) + ".example");
  std::size_t i = 0;
  for (auto _ : state) {
    sites.count(names[i % 2 == 0 ? 0 : i % names.size()], effects);
    ++i;
  }
}
BENCHMARK(site_counted);

}  // namespace

BENCHMARK_MAIN();
