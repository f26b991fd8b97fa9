#include "adapters/status/status_stage.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "adapters/status/health.h"
#include "adapters/status/history.h"

namespace adapters::status {
namespace {

using stream::BusyPhase;
using stream::MeterSnapshot;

constexpr std::size_t kReasonsMax = 10;

double in_seconds(stream::Millis length) { return std::chrono::duration<double>(length).count(); }

void add_partition(Json& out, const stream::PartitionSnapshot& partition) {
  out.begin_object();
  out.number("partition", std::int64_t{partition.partition.value});
  out.text("phase", to_text(partition.phase));
  out.number("committed", partition.committed.value);
  out.number("end", partition.end.value);
  out.number("lag_records", partition.lag_records);
  out.seconds("lag_seconds", in_seconds(partition.lag));
  if (partition.restore_remaining > 0) {
    out.number("restore_position", partition.restore_position.value);
    out.number("restore_target", partition.restore_target.value);
    out.number("restore_remaining", partition.restore_remaining);
  }
  out.end_object();
}

// Without eta_seconds while the rate is not known.
void add_restore(Json& out, const MeterSnapshot& worker) {
  out.begin_object("restore");
  out.number("partitions", worker.restoring_partitions);
  out.number("records_left", worker.restore_remaining);
  out.number("records_per_second", worker.restore_rate);
  const double eta = restore_eta(worker);
  if (std::isfinite(eta)) out.seconds("eta_seconds", eta);
  out.end_object();
}

void add_busy(Json& out, const MeterSnapshot& worker) {
  out.begin_object("busy_seconds");
  for (const BusyPhase phase : {BusyPhase::Poll, BusyPhase::Handle, BusyPhase::Send,
                                BusyPhase::Commit, BusyPhase::Apply, BusyPhase::Restore}) {
    out.seconds(to_text(phase),
                static_cast<double>(worker.busy[static_cast<std::size_t>(phase)]) / 1e9);
  }
  out.end_object();
}

void add_worker(Json& out, const View& view, const MeterSnapshot& worker) {
  out.begin_object();
  out.text("phase", to_text(worker.phase));
  out.seconds("heartbeat_age_seconds", heartbeat_age(view, worker));
  out.boolean("had_assignment", worker.had_assignment);
  out.number("consumed", worker.consumed.records);
  out.number("commits", worker.commits_committed);
  out.number("commits_unknown", worker.commits_unknown);
  out.number("rebalances",
             worker.rebalances_assigned + worker.rebalances_revoked + worker.rebalances_lost);
  add_busy(out, worker);
  if (worker.restoring_partitions > 0) add_restore(out, worker);
  out.begin_list("partitions");
  for (const stream::PartitionSnapshot& partition : worker.partitions) {
    add_partition(out, partition);
  }
  out.end_list();
  out.end_object();
}

// The most frequent reasons, most frequent first, names breaking ties.
void add_reasons(Json& out, const Counts& counts) {
  std::vector<std::pair<std::string, std::uint64_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  sorted.resize(std::min(sorted.size(), kReasonsMax));
  out.begin_list("dead_letters");
  for (const auto& [reason, count] : sorted) {
    out.begin_object();
    out.text("reason", reason);
    out.number("count", count);
    out.end_object();
  }
  out.end_list();
}

void add_rates(Json& out, const Rates& rates) {
  out.begin_object("rates");
  out.seconds("seconds", rates.seconds);
  out.rate("consumed", rates.consumed);
  out.rate("produced", rates.produced);
  out.rate("dead_letters", rates.dead);
  out.end_object();
}

// `read` gives the number of a step, from the entry before it and its own.
template <class Read>
void add_series(Json& out, std::string_view key, const View& view, std::size_t stage, Read read) {
  out.begin_list(key);
  for (std::size_t i = 1; i < view.history.size(); ++i) {
    const HistoryEntry &before = view.history[i - 1], &now = view.history[i];
    if (stage >= before.stages.size() || stage >= now.stages.size()) continue;
    const double seconds = std::chrono::duration<double>(now.at - before.at).count();
    out.rate({}, read(before.stages[stage], now.stages[stage], std::max(seconds, 1e-3)));
  }
  out.end_list();
}

template <class Count>
auto rate_of(Count count) {
  return [count](const HistoryPoint& before, const HistoryPoint& now, double seconds) {
    return (static_cast<double>(now.*count) - static_cast<double>(before.*count)) / seconds;
  };
}

void add_history(Json& out, const View& view, std::size_t stage) {
  out.begin_object("history");
  out.seconds("step_seconds", std::chrono::duration<double>(kHistoryStep).count());
  add_series(out, "consumed", view, stage, rate_of(&HistoryPoint::consumed));
  add_series(out, "produced", view, stage, rate_of(&HistoryPoint::produced));
  add_series(out, "dead_letters", view, stage, rate_of(&HistoryPoint::dead));
  add_series(out, "lag_records", view, stage,
             [](const HistoryPoint&, const HistoryPoint& now, double) {
               return static_cast<double>(now.lag_records);
             });
  add_series(
      out, "lag_seconds", view, stage,
      [](const HistoryPoint&, const HistoryPoint& now, double) { return in_seconds(now.lag); });
  out.end_object();
}

// `x="a",y="b"` as a stage's spec has it.
std::string label_of(std::string_view labels, std::string_view name) {
  const std::string start = std::string(name) + "=\"";
  std::size_t at = labels.find(start);
  if (at == labels.npos) return {};
  at += start.size();
  return std::string(labels.substr(at, labels.find('"', at) - at));
}

// Calls use(counter's spec, count) for all that a worker has counted.
template <class Use>
void each_tally(const StageView& stage, const MeterSnapshot& worker, Use use) {
  for (std::size_t i = 0; i < std::min(worker.tallies.size(), stage.spec.counters.size()); ++i) {
    if (worker.tallies[i] > 0) use(stage.spec.counters[i], worker.tallies[i]);
  }
}

void add_totals(Json& out, const StageView& stage) {
  Counts produced, dead, tallies;
  for (const MeterSnapshot& worker : stage.workers) {
    for (const stream::TopicCount& topic : worker.produced) {
      if (!topic.topic.empty()) produced[topic.topic] += topic.records;
    }
    for (const NamedCount& reason : worker.dead_letters) {
      if (reason.count > 0) dead[reason.name] += reason.count;
    }
    each_tally(stage, worker, [&](const stream::CounterSpec& counter, std::uint64_t count) {
      tallies[counter.metric + "{" + counter.labels + "}"] += count;
    });
  }
  add_counts(out, "produced", produced);
  add_reasons(out, dead);
  add_counts(out, "decided", tallies);
}

}  // namespace

void add_counts(Json& out, std::string_view key, const Counts& counts) {
  out.begin_object(key);
  for (const auto& [name, count] : counts) out.number(name, count);
  out.end_object();
}

Counts counts_by(const View& view, std::string_view metric, std::string_view label) {
  Counts counts;
  for (const StageView& stage : view.stages) {
    for (const MeterSnapshot& worker : stage.workers) {
      each_tally(stage, worker, [&](const stream::CounterSpec& counter, std::uint64_t count) {
        if (counter.metric == metric) counts[label_of(counter.labels, label)] += count;
      });
    }
  }
  return counts;
}

void add_stage(Json& out, const View& view, std::size_t index) {
  const StageView& stage = view.stages[index];
  const HistoryPoint now = point_of(stage);
  out.begin_object();
  out.text("stage", stage.spec.name);
  out.text("input", stage.spec.input);
  out.begin_list("outputs");
  for (const std::string& topic : stage.spec.outputs) out.text({}, topic);
  out.end_list();
  out.number("consumed", now.consumed);
  out.number("lag_records", now.lag_records);
  out.seconds("lag_seconds", in_seconds(now.lag));
  add_totals(out, stage);
  add_rates(out, rates_of(view, index));
  add_history(out, view, index);
  if (stage.spec.has_state) {
    out.begin_object("state");
    out.number("keys", stage.state.keys);
    out.number("bytes", stage.state.live_bytes);
    out.end_object();
  }
  out.begin_list("workers");
  for (const MeterSnapshot& worker : stage.workers) add_worker(out, view, worker);
  out.end_list();
  out.end_object();
}

}  // namespace adapters::status
