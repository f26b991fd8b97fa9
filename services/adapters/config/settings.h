// adapters/config/settings.h
//
// The whole configuration as typed values, defaults included: what load() answers and what main
// builds the process from. Plain and immutable afterwards; any thread.
// Must not know: YAML, which room reads which value.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/time.h"

namespace adapters::config {

using base::Millis;
using Texts = std::vector<std::string>;
using TextMap = std::map<std::string, std::string>;

struct Workers {
  int clean = 0, version = 0, backfill = 0;  // 0 = the CPUs of the cgroup, shared out
};

struct Kafka {
  std::string brokers;
  TextMap properties, consumer_properties, producer_properties;
  std::string start_at, on_cut;
  bool static_membership = false;
};

struct Topics {
  std::string raw, backfill, candidates, clean, versions, dead, takedowns;
};

struct Commit {
  Millis interval{0};
  std::size_t records = 0, bytes = 0;
};

struct State {
  std::string dir;
  std::size_t cache = 0, write_buffer = 0, flush_after = 0;
  Millis restore_slice{0};
  std::uint32_t format = 0;
};

struct Input {
  std::map<std::string, Texts> fields;  // our name -> dotted paths, in order of preference
  Texts fetched_at_formats;
  std::string text_prefix;
};

struct Versions {
  Millis head_age{0}, text_age{0};
  Texts silent;
  std::string output;
  std::uint32_t schema_registry_id = 0;
};

struct Dead {
  bool connect_headers = true, bodies = true;
  Texts skip_bodies;
};

// Each named as the limit it is, in bytes or in pieces.
struct Limits {
  std::size_t event_bytes_max = 0, json_depth_max = 0, hint_bytes_max = 0;
  std::size_t html_nodes_max = 0, html_depth_max = 0;
  std::size_t attributes_max = 0, attribute_bytes_max = 0, class_tokens_max = 0;
  std::size_t jsonld_bytes_max = 0, jsonld_values_max = 0, jsonld_depth_max = 0;
  std::size_t dump_lines_max = 0, line_bytes_max = 0;
  std::size_t body_bytes_max = 0, paragraphs_max = 0, headline_bytes_max = 0;
  std::size_t authors_max = 0, tags_max = 0, images_max = 0;
  std::size_t overlay_bytes_max = 0, partition_series_max = 0;
};

// What a replay keeps to; 0: no limit of that kind.
struct Replay {
  std::size_t rate = 0, bytes = 0, backlog_max = 0, live_lag_max = 0;
  bool give_way = true;
};

struct Http {
  std::string listen, admin_listen;
  std::size_t samples = 0, sample_bytes = 0;
};

struct Log {
  std::string level, format;
  TextMap levels;  // room -> level
};

struct Config {
  bool watch = false;  // read the files again when they change
};

struct Settings {
  std::string app, generation, instance;
  Texts stages;
  Workers workers;
  Kafka kafka;
  Topics topics;
  Commit commit;
  State state;
  Input input;
  std::string publishers;  // file; "" = the built-in one
  Versions versions;
  Dead dead;
  Limits limits;
  Replay replay;
  Http http;
  Log log;
  Millis shutdown_timeout{0};
  Config config;
};

// What a running process takes over from a configuration that was read again: the keys that are
// Reload::Live in the table, and nothing else.
struct Live {
  std::string log_level;
  TextMap log_levels;
  std::size_t replay_rate = 0, replay_bytes = 0;

  bool operator==(const Live&) const = default;
};

inline Live live_of(const Settings& settings) {
  return {.log_level = settings.log.level,
          .log_levels = settings.log.levels,
          .replay_rate = settings.replay.rate,
          .replay_bytes = settings.replay.bytes};
}

}  // namespace adapters::config
