#include "adapters/status/status_page.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>

#include "adapters/status/health.h"
#include "adapters/status/json.h"

namespace adapters::status {
namespace {

using stream::MeterSnapshot;

constexpr std::size_t kReasonsMax = 10;

void add_partition(Json& out, const stream::PartitionSnapshot& partition) {
  out.begin_object();
  out.number("partition", std::int64_t{partition.partition.value});
  out.text("phase", to_text(partition.phase));
  out.number("committed", partition.committed.value);
  out.number("end", partition.end.value);
  out.number("lag_records", partition.lag_records);
  out.seconds("lag_seconds", std::chrono::duration<double>(partition.lag).count());
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

void add_worker(Json& out, const View& view, const MeterSnapshot& worker) {
  out.begin_object();
  out.text("phase", to_text(worker.phase));
  out.seconds("heartbeat_age_seconds", heartbeat_age(view, worker));
  out.boolean("had_assignment", worker.had_assignment);
  out.number("consumed", worker.consumed.records);
  out.number("commits", worker.commits_committed);
  out.number("commits_unknown", worker.commits_unknown);
  if (worker.restoring_partitions > 0) add_restore(out, worker);
  out.begin_list("partitions");
  for (const stream::PartitionSnapshot& partition : worker.partitions) {
    add_partition(out, partition);
  }
  out.end_list();
  out.end_object();
}

using Counts = std::map<std::string, std::uint64_t>;

void add_counts(Json& out, std::string_view key, const Counts& counts) {
  out.begin_object(key);
  for (const auto& [name, count] : counts) out.number(name, count);
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

void add_stage(Json& out, const View& view, const StageView& stage) {
  std::uint64_t consumed = 0;
  Counts produced, dead, tallies;
  for (const MeterSnapshot& worker : stage.workers) {
    consumed += worker.consumed.records;
    for (const stream::TopicCount& topic : worker.produced) {
      if (!topic.topic.empty()) produced[topic.topic] += topic.records;
    }
    for (const NamedCount& reason : worker.dead_letters) dead[reason.name] += reason.count;
    for (std::size_t i = 0; i < std::min(worker.tallies.size(), stage.spec.counters.size()); ++i) {
      if (worker.tallies[i] == 0) continue;
      const stream::CounterSpec& counter = stage.spec.counters[i];
      tallies[counter.metric + "{" + counter.labels + "}"] += worker.tallies[i];
    }
  }
  out.begin_object();
  out.text("stage", stage.spec.name);
  out.text("input", stage.spec.input);
  out.number("consumed", consumed);
  add_counts(out, "produced", produced);
  add_reasons(out, dead);
  add_counts(out, "decided", tallies);
  out.begin_list("workers");
  for (const MeterSnapshot& worker : stage.workers) add_worker(out, view, worker);
  out.end_list();
  out.end_object();
}

}  // namespace

std::string to_status_json(const View& view) {
  Json out;
  out.begin_object();
  out.number("format", std::int64_t{1});
  out.text("now", base::to_rfc3339(view.now));
  out.begin_object("build");
  out.text("version", view.build.version);
  out.text("commit", view.build.commit);
  out.text("librdkafka", view.build.librdkafka);
  out.text("rocksdb", view.build.rocksdb);
  out.text("simdjson", view.build.simdjson);
  out.end_object();
  out.text("app", view.app);
  out.text("generation", view.generation);
  out.text("config_hash", view.config_hash);
  out.boolean("ready", readiness(view).good);
  out.boolean("draining", view.draining);
  out.begin_list("stages");
  for (const StageView& stage : view.stages) add_stage(out, view, stage);
  out.end_list();
  out.end_object();
  return out.str() + "\n";
}

}  // namespace adapters::status
