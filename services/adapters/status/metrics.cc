#include "adapters/status/metrics.h"

#include <prometheus/text_serializer.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <sstream>

#include "adapters/status/families.h"
#include "adapters/status/health.h"

namespace adapters::status {
namespace {

using stream::BusyPhase;
using stream::Lane;
using stream::MeterSnapshot;

constexpr double kNanos = 1e-9, kMillis = 1e-3, kOne = 1;

double number(std::uint64_t count) { return static_cast<double>(count); }
double number(std::int64_t count) { return static_cast<double>(count); }

// `verdict="new",published="yes"`, as a stage's spec has it: values hold no quotes or commas.
Labels read_labels(std::string_view text) {
  Labels labels;
  while (!text.empty()) {
    const std::size_t equals = text.find("=\""), end = text.find('"', equals + 2);
    if (equals == std::string_view::npos || end == std::string_view::npos) break;
    labels.emplace_back(text.substr(0, equals),
                        std::string(text.substr(equals + 2, end - equals - 2)));
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  return labels;
}

void add_flow(Families& out, const MeterSnapshot& worker) {
  const std::string& stage = worker.stage;
  const Labels in{{"stage", stage}, {"topic", worker.consumed.topic}};
  out.counter("records_consumed_total", in, number(worker.consumed.records));
  out.counter("consumed_bytes_total", in, number(worker.consumed.bytes));
  for (const stream::TopicCount& topic : worker.produced) {
    if (topic.topic.empty()) continue;
    const Labels to{{"stage", stage}, {"topic", topic.topic}};
    out.counter("records_produced_total", to, number(topic.records));
    out.counter("produced_bytes_total", to, number(topic.bytes));
  }
  for (const NamedCount& reason : worker.dead_letters) {
    out.counter("dead_letters_total", {{"stage", stage}, {"reason", reason.name}},
                number(reason.count));
  }
  for (const NamedCount& limit : worker.limits) {
    out.counter("limits_total", {{"limit", limit.name}}, number(limit.count));
  }
}

void add_times(Families& out, const MeterSnapshot& worker, bool has_state) {
  const Labels stage{{"stage", worker.stage}};
  out.histogram("stage_duration_seconds", stage, worker.stage_duration, kNanos);
  out.histogram("event_bytes", stage, worker.event_bytes, kOne);
  for (const Lane lane : {Lane::Live, Lane::Backfill}) {
    const auto index = static_cast<std::size_t>(lane);
    const Labels labels{{"lane", lane == Lane::Live ? "live" : "backfill"}};
    out.histogram("end_to_end_seconds", labels, worker.end_to_end[index], kMillis);
    out.histogram("freshness_seconds", labels, worker.freshness[index], kMillis);
  }
  out.histogram("commit_duration_seconds", stage, worker.commit_duration, kNanos);
  out.histogram("commit_records", stage, worker.commit_records, kOne);
  if (!has_state) return;
  out.histogram("state_read_duration_seconds", stage, worker.state_read_duration, kNanos);
  out.histogram("state_apply_duration_seconds", stage, worker.state_apply_duration, kNanos);
  out.histogram("restore_duration_seconds", stage, worker.restore_duration, kNanos);
}

void add_engine(Families& out, const MeterSnapshot& worker, bool has_state) {
  const std::string& stage = worker.stage;
  const auto add = [&](std::string_view name, std::string_view label, const char* value,
                       std::uint64_t count) {
    out.counter(name, {{"stage", stage}, {label, value}}, number(count));
  };
  add("rebalances_total", "type", "assigned", worker.rebalances_assigned);
  add("rebalances_total", "type", "revoked", worker.rebalances_revoked);
  add("rebalances_total", "type", "lost", worker.rebalances_lost);
  for (const NamedCount& cause : worker.rebuilds) {
    out.counter("rebuilds_total", {{"stage", stage}, {"cause", cause.name}}, number(cause.count));
  }
  out.counter("retries_total", {{"stage", stage}}, number(worker.retries));
  add("commits_total", "outcome", "committed", worker.commits_committed);
  add("commits_total", "outcome", "unknown", worker.commits_unknown);
  for (const BusyPhase phase : {BusyPhase::Poll, BusyPhase::Handle, BusyPhase::Send,
                                BusyPhase::Commit, BusyPhase::Apply, BusyPhase::Restore}) {
    out.counter("worker_busy_seconds_total",
                {{"stage", stage}, {"phase", std::string(to_text(phase))}},
                number(worker.busy[static_cast<std::size_t>(phase)]) * kNanos);
  }
  if (!has_state) return;
  for (const NamedCount& reason : worker.store_wipes) {
    out.counter("store_wipes_total", {{"stage", stage}, {"reason", reason.name}},
                number(reason.count));
  }
  add("restores_total", "kind", "tail", worker.restores_tail);
  add("restores_total", "kind", "full", worker.restores_full);
  out.counter("restored_records_total", {{"stage", stage}}, number(worker.restored_records));
}

void add_sizes(Families& out, const Labels& stage, const StateSizes& sizes) {
  out.gauge("state_keys", stage, number(sizes.keys));
  out.gauge("state_live_bytes", stage, number(sizes.live_bytes));
  out.gauge("state_sst_bytes", stage, number(sizes.sst_bytes));
  out.gauge("state_memtable_bytes", stage, number(sizes.memtable_bytes));
  out.gauge("state_compaction_pending_bytes", stage, number(sizes.compaction_pending_bytes));
}

// What is not a sum over workers.
void add_gauges(Families& out, const View& view, const StageView& stage) {
  const Labels labels{{"stage", stage.spec.name}};
  std::int64_t assigned = 0, restoring = 0, overlay = 0, remaining = 0;
  double heartbeat = 0, lag = 0, eta = 0;
  std::map<std::int32_t, std::int64_t> lags;
  for (const MeterSnapshot& worker : stage.workers) {
    assigned += worker.assigned_partitions;
    restoring += worker.restoring_partitions;
    overlay += worker.overlay_bytes;
    heartbeat = std::max(heartbeat, heartbeat_age(view, worker));
    remaining += worker.restore_remaining;
    eta = std::max(eta, restore_eta(worker));
    for (const stream::PartitionSnapshot& partition : worker.partitions) {
      lags[partition.partition.value] = partition.lag_records;
      lag = std::max(lag, std::chrono::duration<double>(partition.lag).count());
    }
  }
  out.gauge("workers", labels, number(static_cast<std::uint64_t>(stage.workers.size())));
  out.gauge("assigned_partitions", labels, number(assigned));
  out.gauge("restoring_partitions", labels, number(restoring));
  out.gauge("overlay_bytes", labels, number(overlay));
  out.highest("heartbeat_age_seconds", labels, heartbeat);
  if (stage.spec.has_state) {
    out.gauge("restore_remaining_records", labels, number(remaining));
    out.highest("restore_eta_seconds", labels, eta);
    add_sizes(out, labels, stage.state);
  }
  for (const KafkaQueue& queue : stage.queues) {
    out.gauge("kafka_queue_bytes", {{"stage", stage.spec.name}, {"client", queue.client}},
              number(queue.bytes));
  }
  const Labels topic{{"stage", stage.spec.name}, {"topic", stage.spec.input}};
  out.highest("consumer_lag_seconds", topic, lag);
  const bool single = lags.size() <= view.partition_series_max;
  for (const auto& [partition, records] : lags) {
    Labels one = topic;
    one.emplace_back("partition", single ? std::to_string(partition) : "all");
    out.gauge("consumer_lag_records", one, number(records));
  }
}

void add_tallies(Families& out, const StageView& stage) {
  for (std::size_t i = 0; i < stage.spec.counters.size(); ++i) {
    const stream::CounterSpec& counter = stage.spec.counters[i];
    std::uint64_t sum = 0;
    for (const MeterSnapshot& worker : stage.workers) {
      if (i < worker.tallies.size()) sum += worker.tallies[i];
    }
    out.counter(counter.metric, read_labels(counter.labels), number(sum));
  }
}

void add_state(Families& out, const StateFigures& state) {
  out.counter("state_cache_lookups_total", {{"result", "hit"}}, number(state.cache_hits));
  out.counter("state_cache_lookups_total", {{"result", "miss"}}, number(state.cache_misses));
  out.counter("state_stall_seconds_total", {}, state.stall_seconds);
  out.gauge("state_disk_free_bytes", {}, number(state.disk_free_bytes));
  out.gauge("state_disk_size_bytes", {}, number(state.disk_size_bytes));
}

void add_kafka(Families& out, const View& view) {
  for (const KafkaError& error : view.kafka_errors) {
    out.counter("kafka_errors_total", {{"client", error.client}, {"error", error.error}},
                number(error.count));
  }
  std::uint64_t up = 0;
  for (const Broker& broker : view.brokers) {
    up += broker.is_up ? 1 : 0;
    out.gauge("kafka_broker_rtt_seconds", {{"broker", std::to_string(broker.id)}},
              broker.round_trip_seconds);
  }
  out.gauge("kafka_brokers_up", {}, number(up));
  out.gauge("kafka_uncompressed", {}, view.kafka_uncompressed ? 1 : 0);
}

void add_config(Families& out, const View& view) {
  out.gauge("config_info", {{"hash", view.config_hash}, {"generation", view.generation}}, 1);
  out.gauge("config_last_reload_successful", {}, view.config.last_successful ? 1 : 0);
  out.gauge("config_last_reload_success_timestamp_seconds", {},
            number(view.config.last_success.value) * kMillis);
  out.gauge("config_restart_required", {}, view.config.restart_required ? 1 : 0);
}

void add_said(Families& out, const View& view) {
  for (const NamedCount& level : view.log_lines) {
    out.counter("log_lines_total", {{"level", level.name}}, number(level.count));
  }
  out.counter("log_lines_lost_total", {{"reason", "overflow"}}, number(view.log_lines_lost));
  for (const HttpCount& http : view.http) {
    out.counter("http_requests_total", {{"path", http.path}, {"code", std::to_string(http.code)}},
                number(http.count));
  }
}

void add_replay(Families& out, const ReplayView& replay) {
  const double planned = number(replay.planned);
  out.gauge("replay_planned_records", {}, planned);
  out.gauge("replay_progress_ratio", {}, planned == 0 ? 1 : number(replay.copied) / planned);
  out.gauge("replay_eta_seconds", {},
            replay.eta_seconds.value_or(std::numeric_limits<double>::infinity()));
  out.gauge("replay_rate_limit_records", {}, number(replay.rate_records));
  out.gauge("replay_rate_limit_bytes", {}, number(replay.rate_bytes));
  for (const auto& [cause, is_paused] : replay.paused) {
    out.gauge("replay_paused", {{"cause", cause}}, is_paused ? 1 : 0);
  }
  for (const NamedCount& each : replay.skipped) {
    out.counter("replay_skipped_total", {{"reason", each.name}}, number(each.count));
  }
}

void add_process(Families& out, const View& view) {
  const Build& build = view.build;
  out.gauge("ready", {}, readiness(view).good ? 1 : 0);
  out.gauge("build_info",
            {{"version", build.version},
             {"commit", build.commit},
             {"librdkafka", build.librdkafka},
             {"rocksdb", build.rocksdb},
             {"simdjson", build.simdjson}},
            1);
  const Process& process = view.process;
  out.gauge("memory_limit_bytes", {}, number(process.memory_limit_bytes));
  out.counter("process_cpu_seconds_total", {}, process.cpu_seconds);
  out.gauge("process_open_fds", {}, number(process.open_fds));
  out.gauge("process_max_fds", {}, number(process.max_fds));
  out.gauge("process_virtual_memory_bytes", {}, number(process.virtual_bytes));
  out.gauge("process_resident_memory_bytes", {}, number(process.resident_bytes));
  out.gauge("process_start_time_seconds", {}, process.start_seconds);
}

}  // namespace

std::string to_prometheus(const View& view) {
  Families families;
  for (const StageView& stage : view.stages) {
    for (const MeterSnapshot& worker : stage.workers) {
      add_flow(families, worker);
      add_times(families, worker, stage.spec.has_state);
      add_engine(families, worker, stage.spec.has_state);
    }
    add_gauges(families, view, stage);
    add_tallies(families, stage);
  }
  if (view.state) add_state(families, *view.state);
  add_kafka(families, view);
  add_config(families, view);
  add_said(families, view);
  if (view.replay) add_replay(families, *view.replay);
  add_process(families, view);
  std::ostringstream text;
  prometheus::TextSerializer().Serialize(text, families.all());
  return text.str();
}

}  // namespace adapters::status
