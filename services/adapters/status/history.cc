#include "adapters/status/history.h"

#include <algorithm>

namespace adapters::status {
namespace {

constexpr stream::Tick kRateOver = std::chrono::seconds(10);

double per_second(std::uint64_t before, std::uint64_t now, double seconds) {
  return now < before ? 0 : static_cast<double>(now - before) / seconds;
}

}  // namespace

HistoryPoint point_of(const StageView& stage) {
  HistoryPoint point;
  for (const stream::MeterSnapshot& worker : stage.workers) {
    point.consumed += worker.consumed.records;
    // The last two are the changelog and the dead letters.
    for (std::size_t i = 0; i + 2 < worker.produced.size(); ++i) {
      point.produced += worker.produced[i].records;
    }
    for (const NamedCount& reason : worker.dead_letters) point.dead += reason.count;
    for (const stream::PartitionSnapshot& partition : worker.partitions) {
      point.lag_records += partition.lag_records;
      point.lag = std::max(point.lag, partition.lag);
    }
  }
  return point;
}

bool History::is_due(stream::Tick now) const {
  return entries_.empty() || now - entries_.back().at >= kHistoryStep;
}

void History::add(stream::Tick now, const std::vector<StageView>& stages) {
  HistoryEntry entry{.at = now, .stages = {}};
  for (const StageView& stage : stages) entry.stages.push_back(point_of(stage));
  entries_.push_back(std::move(entry));
  if (entries_.size() > kHistoryMax) entries_.pop_front();
}

Rates rates_of(const View& view, std::size_t stage) {
  const HistoryEntry* since = nullptr;
  for (const HistoryEntry& entry : view.history) {
    if (since != nullptr && view.tick - entry.at < kRateOver) break;
    if (stage < entry.stages.size()) since = &entry;
  }
  if (since == nullptr || view.tick <= since->at) return {};
  const double seconds = std::chrono::duration<double>(view.tick - since->at).count();
  const HistoryPoint now = point_of(view.stages[stage]), &then = since->stages[stage];
  return {.seconds = seconds,
          .consumed = per_second(then.consumed, now.consumed, seconds),
          .produced = per_second(then.produced, now.produced, seconds),
          .dead = per_second(then.dead, now.dead, seconds)};
}

}  // namespace adapters::status
