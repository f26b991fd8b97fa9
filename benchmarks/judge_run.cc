#include "benchmarks/judge_run.h"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <utility>

#include "base/check.h"
#include "benchmarks/measured.h"

namespace benchmarks {
namespace {

using std::chrono::steady_clock;

// What a worker takes in between two commits at 20,000 records a second.
constexpr std::size_t kBatch = 2000;
// A verdict may differ from the plot's where a row has reached a bound (64 sightings of one
// article), which the plot does not know.
constexpr std::uint64_t kSlack = 10'000;
constexpr std::size_t kWriteBuffer = 16u << 20;

double seconds_since(steady_clock::time_point before) {
  return std::chrono::duration<double>(steady_clock::now() - before).count();
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

}  // namespace

void Cost::add(const Cost& other) {
  candidates += other.candidates;
  gets += other.gets;
  rows += other.rows;
  row_bytes += other.row_bytes;
  out_bytes += other.out_bytes;
  wall += other.wall;
  cpu += other.cpu;
}

JudgeRun::JudgeRun(std::string folder, std::uint64_t cache_bytes, news::encode::RowFormat format)
    : folder_(std::move(folder)),
      memory_({.cache_bytes = cache_bytes, .write_buffer_bytes = kWriteBuffer}),
      stores_(memory_, folder_),
      stage_({.input = "in",
              .articles = "articles",
              .versions = "versions",
              .ages = {},
              .row_format = format}) {
  std::filesystem::remove_all(folder_);
  auto opened = stores_.open(stream::Partition{0});
  CHECK(opened);
  store_ = std::move(*opened);
  meta_.format = 1;
}

JudgeRun::~JudgeRun() {
  store_.reset();
  std::filesystem::remove_all(folder_);
}

Costs JudgeRun::run(Plot& plot, std::uint64_t candidates, Body body) {
  Costs costs{};
  for (std::uint64_t done = 0; done < candidates; done += batch_.size()) {
    batch_.clear();
    while (batch_.size() < kBatch && done + batch_.size() < candidates) take(plot.next(), body);
    judge(costs);
  }
  return costs;
}

Pace JudgeRun::repeat(Plot& plot, std::uint64_t duplicates) {
  Pace pace;
  while (pace.duplicates < duplicates) {
    batch_.clear();
    while (batch_.size() < kBatch) take(plot.again(), Body::Full);
    Costs costs{};
    judge(costs);
    for (const Cost& cost : costs) pace.judged += cost.cpu;
    pace.duplicates += batch_.size();
    repeat_bare(plot, pace);
  }
  return pace;
}

// Each head again as it is, so the store's contents stay what the plot knows.
void JudgeRun::repeat_bare(Plot& plot, Pace& pace) {
  std::vector<std::string> rows;
  std::vector<std::string> heads;
  while (rows.size() < kBatch) rows.push_back(head_key_of(plot.again()));
  heads.reserve(rows.size());
  const double begun = thread_cpu_seconds();
  for (const std::string& row : rows) {
    auto head = store_->get(row);
    CHECK(head && *head);
    heads.push_back(std::move(**head));
  }
  const double read = thread_cpu_seconds();
  std::vector<stream::RowView> views;
  views.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) views.push_back({rows[i], heads[i]});
  ++meta_.position.value;
  CHECK(store_->apply(views, meta_));
  pace.reads += read - begun;
  pace.writes += thread_cpu_seconds() - read;
}

void JudgeRun::check() const {
  if (wrong_ * kSlack <= candidates_) return;
  std::fprintf(stderr, "%llu of %llu verdicts are wrong, such as %s\n",
               static_cast<unsigned long long>(wrong_),
               static_cast<unsigned long long>(candidates_), example_.c_str());
  CHECK(wrong_ * kSlack <= candidates_);
}

void JudgeRun::take(const Happening& happening, Body body) {
  const news::Verdict expected = model_.expect(happening);
  batch_.push_back({happening.kind, expected, writer_.write(happening, body)});
}

// The sums are CPU time; how they are shared between the kinds is told by the clock.
void JudgeRun::judge(Costs& costs) {
  Costs mine{};
  const double cpu_before = thread_cpu_seconds();
  const auto wall_before = steady_clock::now();
  for (const Item& item : batch_) handle(item, mine[static_cast<std::size_t>(item.kind)]);
  apply(mine);
  const double cpu = thread_cpu_seconds() - cpu_before;
  const double wall = seconds_since(wall_before);
  for (std::size_t kind = 0; kind < costs.size(); ++kind) {
    mine[kind].cpu = cpu * mine[kind].wall / wall;
    costs[kind].add(mine[kind]);
  }
  candidates_ += batch_.size();
}

void JudgeRun::handle(const Item& item, Cost& cost) {
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
void JudgeRun::apply(Costs& costs) {
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

void JudgeRun::compare(const Item& item, const stream::Effects& effects) {
  const std::string label = "verdict=\"" + std::string(to_string(item.expected)) + "\"";
  for (const stream::Tally& tally : effects.tally) {
    const stream::CounterSpec& counter = stage_.spec().counters[tally.counter.value];
    if (counter.metric != "verdicts_total") continue;
    if (counter.labels.starts_with(label)) return;
    example_ = counter.labels + " for " + to_string(item.kind);
  }
  ++wrong_;
}

Holding JudgeRun::count() {
  CHECK(store_->flush());
  store_.reset();
  return count_rows(folder_ + "/0");
}

}  // namespace benchmarks
