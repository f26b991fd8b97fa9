// What pages and dumps cost that were made to be slow to read: each shape at 64 KiB and at 8 MiB,
// the largest event. Each benchmark first checks that the story before the hostile part comes out
// whole.
#include <benchmark/benchmark.h>

#include <string>

#include "base/check.h"
#include "benchmarks/hostile_event.h"
#include "benchmarks/tables.h"

namespace benchmarks {
namespace {

void clean(benchmark::State& state, const HostileShape& shape) {
  static const Tables tables;
  const std::string html = make_hostile(shape, static_cast<std::size_t>(state.range(0)));
  const news::RawEvent event = hostile_event(shape, html);
  const news::clean::Context context = hostile_context();
  news::clean::Cleaner cleaner(tables.cleaning());
  const auto article = cleaner.clean(event, context);
  CHECK(article && article->headline == kHostileHeadline);
  CHECK(!article->blocks.empty() && article->blocks.front().text == kHostileParagraph);
  for (auto _ : state) {
    benchmark::DoNotOptimize(cleaner.clean(event, context));
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * html.size()));
}

}  // namespace
}  // namespace benchmarks

int main(int argc, char** argv) {
  for (const benchmarks::HostileShape& shape : benchmarks::hostile_shapes()) {
    benchmark::RegisterBenchmark(std::string(shape.name).c_str(), benchmarks::clean, shape)
        ->Arg(64 << 10)
        ->Arg(8 << 20)
        ->Unit(benchmark::kMillisecond);
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 64;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
