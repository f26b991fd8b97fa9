// What one candidate costs the version stage on a real RocksDB, on one core: reading it, finding
// its article, judging it, the rows. First a store is filled with articles, then comes the
// canonical mix: once with bodies of one line, which is the judge without the JSON of what it
// publishes, and once with whole bodies. Every verdict is compared with the plot's before any
// figure is printed. Batches are applied as the worker does it after its commits.
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "adapters/rocks/memory.h"
#include "adapters/rocks/stores.h"
#include "base/check.h"
#include "benchmarks/candidates.h"
#include "benchmarks/flags.h"
#include "benchmarks/measured.h"
#include "stream/overlay.h"
#include "stream/read_memo.h"
#include "version/stage.h"

namespace benchmarks {
namespace {

using std::chrono::steady_clock;

// What a worker takes in between two commits at 20,000 records a second.
constexpr std::size_t kBatch = 2000;
// A verdict may differ from the plot's where a row has reached a bound (64 sightings of one
// article), which the plot does not know.
constexpr std::uint64_t kSlack = 10'000;

double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

// The batch's writes and reads over the store, as the engine shows them to a stage; counts what is
// asked.
class CountingReader final : public stream::StateReader {
 public:
  CountingReader(const stream::Overlay& overlay, stream::ReadMemo& memo, const stream::Store& store)
      : overlay_(overlay), memo_(memo), store_(store) {}

  base::Result<std::optional<std::string>> get(std::string_view key) const override {
    ++gets_;
    if (const stream::StateWrite* row = overlay_.find(key)) return row->value;
    if (const auto* known = memo_.find(key)) return *known;
    auto value = store_.get(key);
    CHECK(value);
    memo_.keep(key, *value);
    return value;
  }
  std::uint64_t gets() const { return gets_; }

 private:
  const stream::Overlay& overlay_;
  stream::ReadMemo& memo_;
  const stream::Store& store_;
  mutable std::uint64_t gets_ = 0;
};

struct Cost {
  std::uint64_t candidates = 0, gets = 0, rows = 0, row_bytes = 0, out_bytes = 0;
  double wall = 0, cpu = 0;  // seconds

  void add(const Cost& other) {
    candidates += other.candidates;
    gets += other.gets;
    rows += other.rows;
    row_bytes += other.row_bytes;
    out_bytes += other.out_bytes;
    wall += other.wall;
    cpu += other.cpu;
  }
};
using Costs = std::array<Cost, kEventKinds>;

struct Item {
  EventKind kind;
  news::Verdict expected;
  std::string bytes;
};

class JudgeBench final {
 public:
  JudgeBench(const Flags& flags, const std::string& folder)
      : memory_({.cache_bytes = flags.number("cache-mib") << 20, .write_buffer_bytes = 16u << 20}),
        stores_(memory_, folder),
        stage_({.input = "in", .articles = "articles", .versions = "versions", .ages = {}}) {
    auto opened = stores_.open(stream::Partition{0});
    CHECK(opened);
    store_ = std::move(*opened);
    meta_.format = 1;
  }
  JudgeBench(const JudgeBench&) = delete;
  JudgeBench& operator=(const JudgeBench&) = delete;

  // So many candidates more, of `plot`.
  Costs run(Plot& plot, std::uint64_t candidates, Body body) {
    Costs costs{};
    std::vector<Item> batch;
    for (std::uint64_t done = 0; done < candidates; done += batch.size()) {
      batch.clear();
      while (batch.size() < kBatch && done + batch.size() < candidates) {
        const Happening& happening = plot.next();
        const news::Verdict expected = model_.expect(happening);
        batch.push_back({happening.kind, expected, writer_.write(happening, body)});
      }
      judge(batch, costs);
    }
    return costs;
  }

  void check(std::uint64_t candidates) {
    if (wrong_ * kSlack > candidates) {
      std::fprintf(stderr, "%llu of %llu verdicts are wrong, such as %s\n", to_print(wrong_),
                   to_print(candidates), example_.c_str());
      CHECK(wrong_ * kSlack <= candidates);
    }
  }

  static unsigned long long to_print(std::uint64_t number) { return number; }

 private:
  // The sums are CPU time; how they are shared between the kinds is told by the clock.
  void judge(const std::vector<Item>& batch, Costs& costs) {
    Costs mine{};
    const double cpu_before = cpu_seconds();
    const auto wall_before = steady_clock::now();
    for (const Item& item : batch) handle(item, mine[static_cast<std::size_t>(item.kind)]);
    apply(mine);
    const double cpu = cpu_seconds() - cpu_before;
    const double wall = seconds_since(wall_before);
    for (std::size_t kind = 0; kind < costs.size(); ++kind) {
      mine[kind].cpu = cpu * mine[kind].wall / wall;
      costs[kind].add(mine[kind]);
    }
  }

  void handle(const Item& item, Cost& cost) {
    const CountingReader reader(overlay_, memo_, *store_);
    stream::Record record{};
    record.value = item.bytes;
    record.offset = {offset_++};
    const auto before = steady_clock::now();
    base::Result<stream::Effects> effects = stage_.handle(record, reader, {});
    CHECK(effects);
    for (stream::StateWrite& row : effects->rows) {
      ++cost.rows;
      cost.row_bytes += row.key.size() + (row.value ? row.value->size() : 0);
      overlay_.put(std::move(row));
    }
    cost.wall += seconds_since(before);
    ++cost.candidates;
    cost.gets += reader.gets();
    for (const stream::OutRecord& out : effects->out) cost.out_bytes += out.value->size();
    compare(item, *effects);
  }

  // To each kind what its rows cost.
  void apply(Costs& costs) {
    std::uint64_t rows = 0;
    for (const Cost& cost : costs) rows += cost.rows;
    const auto before = steady_clock::now();
    std::vector<stream::RowView> views;
    views.reserve(overlay_.rows().size());
    for (const stream::StateWrite& row : overlay_.rows()) views.push_back({row.key, row.value});
    ++meta_.position.value;
    CHECK(store_->apply(views, meta_));
    overlay_.clear();
    memo_.clear();
    const double took = seconds_since(before);
    if (rows == 0) return;
    for (Cost& cost : costs) {
      cost.wall += took * static_cast<double>(cost.rows) / static_cast<double>(rows);
    }
  }

  void compare(const Item& item, const stream::Effects& effects) {
    const std::string label = "verdict=\"" + std::string(to_string(item.expected)) + "\"";
    for (const stream::Tally& tally : effects.tally) {
      const stream::CounterSpec& counter = stage_.spec().counters[tally.counter.value];
      if (counter.metric != "verdicts_total") continue;
      if (counter.labels.starts_with(label)) return;
      example_ = counter.labels + " for " + to_string(item.kind);
    }
    ++wrong_;
  }

  static double seconds_since(steady_clock::time_point before) {
    return std::chrono::duration<double>(steady_clock::now() - before).count();
  }

  const adapters::rocks::Memory memory_;
  adapters::rocks::RocksStores stores_;
  version::VersionStage stage_;
  stream::StoreMeta meta_;
  stream::Overlay overlay_;
  stream::ReadMemo memo_;
  CandidateWriter writer_;
  VerdictModel model_;
  std::int64_t offset_ = 0;
  std::uint64_t wrong_ = 0;
  std::string example_;
  std::unique_ptr<stream::Store> store_;  // dies first
};

void print_cost(const char* name, const Cost& cost) {
  if (cost.candidates == 0) return;
  const auto n = static_cast<double>(cost.candidates);
  std::printf("%-16s %10llu %10.0f %8.2f %6.1f %6.1f %9.0f %9.0f\n", name,
              JudgeBench::to_print(cost.candidates), n / cost.cpu, 1e6 * cost.cpu / n,
              static_cast<double>(cost.gets) / n, static_cast<double>(cost.rows) / n,
              static_cast<double>(cost.row_bytes) / n, static_cast<double>(cost.out_bytes) / n);
}

void print_costs(const char* title, const Costs& costs, double background) {
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
}

// CPU of all threads but this one.
double background_seconds() { return own_usage().cpu_seconds - cpu_seconds(); }

void run(const Flags& flags, const std::string& folder) {
  const std::uint64_t articles = flags.number("articles"), candidates = flags.number("candidates");
  JudgeBench bench(flags, folder);
  WorkloadOptions filling;
  filling.new_per_mille = 1000;
  filling.sites = 400;
  // One plot: what it knows is what the store holds. It is told when the filling is over.
  Plot plot(filling);
  const Costs filled = bench.run(plot, articles, Body::Short);
  print_costs("filling", filled, background_seconds());
  plot.set_new_per_mille(WorkloadOptions{}.new_per_mille);
  for (const Body body : {Body::Short, Body::Full}) {
    const double before = background_seconds();
    const Costs costs = bench.run(plot, candidates, body);
    print_costs(body == Body::Short ? "bodies of a line" : "whole bodies", costs,
                background_seconds() - before);
  }
  bench.check(articles + 2 * candidates);
  std::printf("peak memory %.0f MiB\n", own_usage().peak_mib);
}

}  // namespace
}  // namespace benchmarks

int main(int argc, char** argv) {
  const benchmarks::Flags flags(
      argc, argv,
      {{"articles", "1000000"}, {"candidates", "200000"}, {"cache-mib", "256"}, {"folder", ""}});
  std::string folder = flags.text("folder");
  if (folder.empty()) {
    folder = std::filesystem::temp_directory_path() / "dateline-judge-bench";
  }
  std::filesystem::remove_all(folder);
  benchmarks::run(flags, folder);
  std::filesystem::remove_all(folder);
  return 0;
}
