// adapters/status/view.h
//
// Everything the status server shows, at one moment, as plain values. Put together for each
// request by whoever knows the workers; pure functions make the answers from it.
// Must not know: HTTP, Prometheus, news.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/status/seen.h"
#include "stream/meter_snapshot.h"
#include "stream/stage.h"

namespace adapters::status {

struct Build {
  std::string version, commit, librdkafka, rocksdb, simdjson;
};

// Of all open stores of a stage; the estimates of RocksDB.
struct StateSizes {
  std::uint64_t keys = 0, live_bytes = 0, sst_bytes = 0, memtable_bytes = 0;
  std::uint64_t compaction_pending_bytes = 0;
};

struct KafkaQueue {
  std::string client;  // "source", "outbox", "changelog"
  std::uint64_t bytes = 0;
};

struct Broker {
  std::int32_t id = 0;
  bool is_up = false;
  double round_trip_seconds = 0;  // 0: not known

  bool operator==(const Broker&) const = default;
};

struct StageView {
  stream::StageSpec spec;
  std::vector<stream::MeterSnapshot> workers;
  StateSizes state = {};                // of a stage with state
  std::vector<KafkaQueue> queues = {};  // of all its workers' clients
};

// From /proc; what could not be read is 0.
struct Process {
  double cpu_seconds = 0, start_seconds = 0;
  std::uint64_t open_fds = 0, max_fds = 0, virtual_bytes = 0, resident_bytes = 0;
  std::uint64_t memory_limit_bytes = 0;
};

struct StateFigures {
  std::uint64_t cache_hits = 0, cache_misses = 0, cache_used_bytes = 0;
  double stall_seconds = 0;
  std::uint64_t disk_free_bytes = 0, disk_size_bytes = 0;
};

struct KafkaError {
  std::string client, error;  // both of few values
  std::uint64_t count = 0;
};

struct HttpCount {
  std::string path;
  int code = 0;
  std::uint64_t count = 0;
};

// What became of the configuration since the start: see cli/reloader.h.
struct ConfigReloads {
  bool last_successful = true;
  stream::Timestamp last_success{};
  bool restart_required = false;
};

struct View {
  Build build;
  std::string app, generation, instance, config_hash;
  ConfigReloads config;
  std::string waits_for;  // before it has stages: "brokers"
  bool draining = false;
  stream::Timestamp now;
  stream::Tick tick{0};
  stream::Millis heartbeat_age_max{300'000};
  std::size_t partition_series_max = 256;
  std::vector<StageView> stages;
  std::optional<StateFigures> state;  // absent: no stage here has any
  Process process;
  std::vector<NamedCount> log_lines;  // by level
  std::uint64_t log_lines_lost = 0;
  std::vector<KafkaError> kafka_errors;
  std::vector<Broker> brokers;
  bool kafka_uncompressed = false;  // a broker does not take our compression
  std::vector<HttpCount> http;
  std::vector<HistoryEntry> history;  // oldest first; the present moment is not in it
  TopSites sites;
  bool keeps_articles = false;        // false: the configuration says not to
  std::vector<ArticleLine> articles;  // newest first
  // One of them whole, as JSON; nothing if it is not kept any more. Any thread.
  std::function<std::optional<std::string>(std::uint64_t id)> find_article;
  std::optional<ReplayView> replay;
};

}  // namespace adapters::status
