// What pages cost that were made to be slow to read: each shape at 64 KiB and at 8 MiB, the largest
// event. Each benchmark first checks that the story before the hostile part comes out whole.
#include <benchmark/benchmark.h>

#include <string>

#include "base/check.h"
#include "benchmarks/hostile.h"
#include "benchmarks/tables.h"
#include "news/clean/clean.h"

namespace benchmarks {
namespace {

// A publisher with a zone: dates are compared with each other.
news::clean::Context context() {
  static const news::Publisher kPublisher = [] {
    news::Publisher publisher;
    publisher.zone = "America/New_York";
    return publisher;
  }();
  return {.site = "harbourpost.example", .publisher = &kPublisher};
}

void clean(benchmark::State& state, const HostileShape& shape) {
  static const Tables tables;
  const std::string html = make_hostile(shape, static_cast<std::size_t>(state.range(0)));
  news::RawEvent event;
  event.url = "https://harbourpost.example/night-ferry";
  event.html = html;
  event.fetched_at = base::Timestamp{1'800'000'000'000};
  news::clean::Cleaner cleaner(tables.cleaning());
  const auto article = cleaner.clean(event, context());
  CHECK(article && article->headline == kHostileHeadline);
  CHECK(!article->blocks.empty() && article->blocks.front().text == kHostileParagraph);
  for (auto _ : state) {
    benchmark::DoNotOptimize(cleaner.clean(event, context()));
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
