// What one candidate costs the version stage on a real RocksDB, on one core: reading it, finding
// its article, judging it, the rows. A store is filled with articles, then comes the canonical mix:
// once with bodies of one line, which is the judge without the JSON of what it publishes, and once
// with whole bodies; then duplicates alone, beside a bare loop that only reads and overwrites their
// rows in the same store. All of it at two sizes: what so many times the articles cost. Every
// verdict is compared with the plot's before any figure is printed.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>

#include "benchmarks/flags.h"
#include "benchmarks/judge_run.h"
#include "benchmarks/measured.h"

namespace benchmarks {
namespace {

constexpr std::uint64_t kMib = 1u << 20;
constexpr std::uint64_t kCacheMin = 16 * kMib;
// Of state, at most, so that a cache of half of it can be named beforehand.
constexpr std::uint64_t kArticleBytes = 430;
// From the first article to the last: younger than any age of a row.
constexpr std::int64_t kFillingMillis = 5 * 86'400'000;

// What is compared between two sizes.
struct Outcome {
  std::uint64_t articles = 0;
  double filling = 0, mix = 0, duplicate = 0, bare = 0;  // us
  Holding holding;
};

unsigned long long to_print(std::uint64_t number) { return number; }

double share(std::uint64_t part, std::uint64_t of) {
  return static_cast<double>(part) / static_cast<double>(of);
}

void print_cost(const char* name, const Cost& cost) {
  if (cost.candidates == 0) return;
  std::printf("%-16s %10llu %10.0f %8.2f %6.1f %6.1f %9.0f %9.0f\n", name,
              to_print(cost.candidates), 1e6 / cost.micros(), cost.micros(),
              share(cost.gets, cost.candidates), share(cost.rows, cost.candidates),
              share(cost.row_bytes, cost.candidates), share(cost.out_bytes, cost.candidates));
}

// Gives what all of them cost.
double print_costs(const char* title, const Costs& costs, double background) {
  std::printf("\n%-16s %10s %10s %8s %6s %6s %9s %9s\n", title, "candidates", "a CPU s", "us each",
              "gets", "rows", "row bytes", "out bytes");
  Cost all;
  for (std::size_t kind = 0; kind < costs.size(); ++kind) {
    print_cost(to_string(static_cast<EventKind>(kind)), costs[kind]);
    all.add(costs[kind]);
  }
  print_cost("all", all);
  std::printf("RocksDB's own threads besides: %.2f us a candidate\n",
              1e6 * background / static_cast<double>(all.candidates));
  return all.micros();
}

void print_pace(const Pace& pace) {
  const double judged = pace.micros(pace.judged), reads = pace.micros(pace.reads),
               writes = pace.micros(pace.writes);
  std::printf("\nduplicates alone %10llu %10.0f %8.2f\n", to_print(pace.duplicates), 1e6 / judged,
              judged);
  std::printf(
      "the store alone, a read %.2f us and an overwrite %.2f us: judged at %.2f of its pace\n",
      reads, writes, (reads + writes) / judged);
}

void print_holding(const Holding& holding) {
  std::printf("\n%-16s %10s %10s %10s %12s\n", "state", "rows", "an article", "bytes each",
              "an article");
  for (const RowKind& kind : holding.kinds) {
    std::printf("%-16s %10llu %10.3f %10.1f %12.1f\n", kind.name.c_str(), to_print(kind.rows),
                share(kind.rows, holding.articles), share(kind.bytes, kind.rows),
                share(kind.bytes, holding.articles));
  }
  std::printf("an article: %llu bytes in the median, %.1f in the mean, %.1f on disk\n",
              to_print(holding.median_bytes), share(holding.bytes(), holding.articles),
              share(holding.file_bytes, holding.articles));
}

// CPU of all threads but this one.
double background_seconds() { return own_usage().cpu_seconds - thread_cpu_seconds(); }

Outcome run(const Flags& flags, const std::string& folder, std::uint64_t articles) {
  const std::uint64_t candidates = flags.number("candidates");
  const std::uint64_t half = std::max(kCacheMin, articles * kArticleBytes / 2);
  const std::uint64_t cache = flags.number("cache-mib") * kMib;
  const std::uint64_t format = flags.number("format");
  JudgeRun bench(folder, cache == 0 ? half : cache, static_cast<news::encode::RowFormat>(format));
  std::printf("\n== %llu articles, a cache of %llu MiB, rows of format %llu\n", to_print(articles),
              to_print((cache == 0 ? half : cache) / kMib), to_print(format));
  WorkloadOptions filling;
  filling.new_per_mille = 1000;
  filling.sites = 400;
  filling.step_ms = std::max<std::int64_t>(1, kFillingMillis / static_cast<std::int64_t>(articles));
  // One plot: what it knows is what the store holds. It is told when the filling is over.
  Plot plot(filling);
  Outcome outcome;
  outcome.articles = articles;
  double before = background_seconds();
  const Costs filled = bench.run(plot, articles, Body::Short);
  outcome.filling = print_costs("filling", filled, background_seconds() - before);
  plot.set_new_per_mille(WorkloadOptions{}.new_per_mille);
  for (const Body body : {Body::Short, Body::Full}) {
    before = background_seconds();
    const Costs costs = bench.run(plot, candidates, body);
    outcome.mix = print_costs(body == Body::Short ? "bodies of a line" : "whole bodies", costs,
                              background_seconds() - before);
  }
  const Pace pace = bench.repeat(plot, candidates);
  print_pace(pace);
  bench.check();
  outcome.duplicate = pace.micros(pace.judged);
  outcome.bare = pace.micros(pace.reads + pace.writes);
  outcome.holding = bench.count();
  print_holding(outcome.holding);
  return outcome;
}

void compare(const Outcome& small, const Outcome& large) {
  const auto line = [](const char* what, double before, double after) {
    std::printf("%-32s %10.2f %10.2f %8.2f\n", what, before, after, after / before);
  };
  std::printf("\n%llu times the articles %27s %10s %8s\n",
              to_print(large.articles / small.articles), "before", "after", "times");
  line("us: filling", small.filling, large.filling);
  line("us: the mix, whole bodies", small.mix, large.mix);
  line("us: a duplicate", small.duplicate, large.duplicate);
  line("us: its rows alone", small.bare, large.bare);
  line("MiB of rows", share(small.holding.bytes(), kMib), share(large.holding.bytes(), kMib));
  line("MiB on disk", share(small.holding.file_bytes, kMib), share(large.holding.file_bytes, kMib));
  line("bytes an article, median", share(small.holding.median_bytes, 1),
       share(large.holding.median_bytes, 1));
}

}  // namespace
}  // namespace benchmarks

int main(int argc, char** argv) {
  const benchmarks::Flags flags(argc, argv,
                                {{"articles", "1000000"},
                                 {"times", "1"},
                                 {"candidates", "200000"},
                                 {"cache-mib", "0"},
                                 {"format", "2"},
                                 {"folder", ""}});
  std::string folder = flags.text("folder");
  if (folder.empty()) {
    folder = std::filesystem::temp_directory_path() / "dateline-judge-bench";
  }
  const std::uint64_t articles = flags.number("articles"), times = flags.number("times");
  const benchmarks::Outcome small = benchmarks::run(flags, folder, articles);
  if (times > 1) benchmarks::compare(small, benchmarks::run(flags, folder, articles * times));
  std::printf("\npeak memory %.0f MiB\n", benchmarks::own_usage().peak_mib);
  return 0;
}
