#include "adapters/config/keys.h"

#include <algorithm>

#include "adapters/config/values.h"

namespace adapters::config {
namespace {

constexpr std::int64_t kKiB = 1 << 10, kMiB = 1 << 20, kGiB = 1 << 30;
constexpr std::int64_t kSecond = 1000, kMinute = 60 * kSecond, kDay = 24 * 60 * kMinute;

// Names that other rooms give to things: tests hold these lists against them.
constexpr std::string_view kLogRooms = "adapters|adapters.kafka|cli|stream";
constexpr std::string_view kFields =
    "url|html|html_base64|text|text_base64|fetched_at|status|deleted|content_type|request_url|guid|"
    "id|canonical_url|title|published_at|modified_at|language|publisher|section|authors|tags|"
    "description|image_url";
constexpr std::string_view kDeadReasons =
    "bad_address|bad_base64|bad_fetch_time|bad_field|bad_json|event_too_large|http_status|"
    "kill_unresolved|no_address|no_article|no_content|no_fetch_time|no_value|not_article|not_text|"
    "oversize|record_refused|takedown_unnamed|undecodable";

// Setters are written as [](S& s, V v) { s.path = v.part; }: the table stays one row a key.
using S = Settings;
using V = const Value&;

std::size_t size(V v) { return static_cast<std::size_t>(v.number); }
Millis millis(V v) { return Millis{v.number}; }

TextMap text_map(V v) {
  TextMap map;
  for (const auto& [key, texts] : v.map) map[key] = texts.empty() ? "" : texts.front();
  return map;
}

std::map<std::string, Texts> list_map(V v) { return {v.map.begin(), v.map.end()}; }

const Key kGeneral[] = {
    {"app", Kind::Name, "dateline",
     "First part of the names of consumer groups and changelog topics.",
     [](S& s, V v) { s.app = v.text; }, 1, 60},
    {"generation", Kind::Name, "g1",
     "One set of state and outputs. Another generation works beside the first, from the start.",
     [](S& s, V v) { s.generation = v.text; }, 1, 30},
    {"instance", Kind::Name, "\"\"",
     "Name of this process, unique in the group. Empty: the host's name and the process id.",
     [](S& s, V v) { s.instance = v.text; }, 0, 100},
    {"stages", Kind::List, "[clean, version]", "Which stages run in this process.",
     [](S& s, V v) { s.stages = v.list; }, 1, 2, "clean|version"},
    {"workers.clean", Kind::Integer, "0",
     "Worker threads that clean. 0: the CPUs of the cgroup, shared out among the stages.",
     [](S& s, V v) { s.workers.clean = static_cast<int>(v.number); }, 0, 256},
    {"workers.version", Kind::Integer, "0",
     "Worker threads that judge versions. 0: as above, at most the topic's partitions.",
     [](S& s, V v) { s.workers.version = static_cast<int>(v.number); }, 0, 256},
    {"workers.backfill", Kind::Integer, "0",
     "Worker threads that clean what a backfill brings, beside those of the live topic. 0: one for "
     "each four CPUs.",
     [](S& s, V v) { s.workers.backfill = static_cast<int>(v.number); }, 0, 256},
};

const Key kBroker[] = {
    {"kafka.brokers", Kind::Text, "localhost:9092", "Brokers to ask first: host:port,host:port.",
     [](S& s, V v) { s.kafka.brokers = v.text; }, 1, 4096},
    {"kafka.properties", Kind::Properties, "{}",
     "Settings of librdkafka for every client, such as security.protocol.",
     [](S& s, V v) { s.kafka.properties = text_map(v); }},
    {"kafka.consumer_properties", Kind::Properties, "{}", "The same for consumers only.",
     [](S& s, V v) { s.kafka.consumer_properties = text_map(v); }},
    {"kafka.producer_properties", Kind::Properties, "{}", "The same for producers only.",
     [](S& s, V v) { s.kafka.producer_properties = text_map(v); }},
    {"kafka.start_at", Kind::Choice, "earliest",
     "Where a partition begins for which the group has committed nothing yet.",
     [](S& s, V v) { s.kafka.start_at = v.text; }, 0, INT64_MAX, "earliest|latest"},
    {"kafka.on_cut", Kind::Choice, "stop",
     "When the topic no longer holds the next record to read: stop, or go on behind the gap.",
     [](S& s, V v) { s.kafka.on_cut = v.text; }, 0, INT64_MAX, "stop|continue"},
    {"kafka.static_membership", Kind::Boolean, "false",
     "Workers keep their partitions over a restart of at most 60 s. Only where each process has a "
     "fixed instance, as in a StatefulSet: nobody else reads meanwhile, and who is gone is missed "
     "late.",
     [](S& s, V v) { s.kafka.static_membership = v.number != 0; }},
    {"topics.raw", Kind::Name, "articles.raw", "What crawlers write: raw events as JSON.",
     [](S& s, V v) { s.topics.raw = v.text; }, 1, 249},
    {"topics.backfill", Kind::Name, "articles.raw.backfill",
     "The lane of `dateline replay`: raw events once more, beside live ones. Empty: there is none.",
     [](S& s, V v) { s.topics.backfill = v.text; }, 0, 249},
    {"topics.candidates", Kind::Name, "dateline.candidates",
     "Cleaned events by site, not yet judged: the log that versions are a function of.",
     [](S& s, V v) { s.topics.candidates = v.text; }, 1, 249},
    {"topics.clean", Kind::Name, "articles.clean", "The current version of every article.",
     [](S& s, V v) { s.topics.clean = v.text; }, 1, 249},
    {"topics.versions", Kind::Name, "articles.versions",
     "Every version ever published. Empty: not written.",
     [](S& s, V v) { s.topics.versions = v.text; }, 0, 249},
    {"topics.dead", Kind::Name, "articles.dead", "What could not be read, with the reason.",
     [](S& s, V v) { s.topics.dead = v.text; }, 1, 249},
    {"topics.takedowns", Kind::Name, "dateline.takedowns",
     "What was taken down, for ever: `dateline takedown` writes it.",
     [](S& s, V v) { s.topics.takedowns = v.text; }, 1, 249},
    {"commit.interval", Kind::Duration, "100ms", "A transaction is committed after this time,",
     [](S& s, V v) { s.commit.interval = millis(v); }, 1, 4 * kSecond},
    {"commit.records", Kind::Integer, "20000", "or after so many records,",
     [](S& s, V v) { s.commit.records = size(v); }, 1, 100'000},
    {"commit.bytes", Kind::Bytes, "32MiB", "or after so many bytes.",
     [](S& s, V v) { s.commit.bytes = size(v); }, 64 * kKiB, 48 * kMiB},
};

const Key kWork[] = {
    {"state.dir", Kind::Text, "/var/lib/dateline",
     "Folder for the stores. A cache of the changelog topics: it may be lost.",
     [](S& s, V v) { s.state.dir = v.text; }, 1, 4096},
    {"state.cache", Kind::Bytes, "256MiB", "Memory of all stores together, write buffers included.",
     [](S& s, V v) { s.state.cache = size(v); }, 8 * kMiB, 1024 * kGiB},
    {"state.write_buffer", Kind::Bytes, "16MiB", "Write buffer of one store.",
     [](S& s, V v) { s.state.write_buffer = size(v); }, kMiB, kGiB},
    {"state.restore_slice", Kind::Duration, "50ms",
     "Longest time that a restore holds up partitions that are already live.",
     [](S& s, V v) { s.state.restore_slice = millis(v); }, 1, 5 * kSecond},
    {"state.flush_after", Kind::Bytes, "64MiB",
     "Changelog bytes after which a store is written to disk: what a crash must read again.",
     [](S& s, V v) { s.state.flush_after = size(v); }, kMiB, 64 * kGiB},
    {"state.format", Kind::Integer, "2",
     "Format in which rows of the state are written; both are read. 2 takes less room and time, 1 "
     "can be taken over by a release that knows no 2.",
     [](S& s, V v) { s.state.format = static_cast<std::uint32_t>(v.number); }, 1, 2},
    {"input.fields",
     Kind::ListMap,
     "{}",
     "Other crawlers' names of fields, as dotted paths: {html: [html, rawHtml]}.",
     [](S& s, V v) { s.input.fields = list_map(v); },
     0,
     INT64_MAX,
     {},
     Reload::Restart,
     kFields},
    {"input.fetched_at_formats", Kind::List, "[rfc3339, epoch]", "How fetched_at may be written.",
     [](S& s, V v) { s.input.fetched_at_formats = v.list; }, 1, 2, "rfc3339|epoch"},
    {"input.text_prefix", Kind::Text, "\"date {date} {title}\"",
     "A crawler's own first line in text dumps. Empty: there is none.",
     [](S& s, V v) { s.input.text_prefix = v.text; }, 0, 200},
    {"publishers", Kind::Text, "\"\"", "File with publishers' sites. Empty: the built-in one.",
     [](S& s, V v) { s.publishers = v.text; }, 0, 4096},
    {"versions.head_age", Kind::Duration, "180d",
     "After so long an article's history is forgotten.",
     [](S& s, V v) { s.versions.head_age = millis(v); }, kDay, 3650 * kDay},
    {"versions.text_age", Kind::Duration, "30d",
     "After so long it is forgotten what a change could be compared with.",
     [](S& s, V v) { s.versions.text_age = millis(v); }, kDay, 3650 * kDay},
    {"versions.silent", Kind::List, "[none, boilerplate]",
     "Classes of change that make no new version.", [](S& s, V v) { s.versions.silent = v.list; },
     0, 3, "none|boilerplate|cosmetic"},
    {"versions.output", Kind::Choice, "json",
     "How versions are written: ninjs 3.1 as JSON, or the messages of proto/version.proto.",
     [](S& s, V v) { s.versions.output = v.text; }, 0, INT64_MAX, "json|protobuf"},
    {"versions.schema_registry_id", Kind::Integer, "0",
     "Protobuf only: the id under which a Schema Registry knows proto/version.proto. Each value is "
     "framed in its wire format then. 0: bare messages.",
     [](S& s, V v) { s.versions.schema_registry_id = static_cast<std::uint32_t>(v.number); }, 0,
     INT32_MAX},
    {"dead.connect_headers", Kind::Boolean, "true",
     "Dead letters carry Kafka Connect's error headers too.",
     [](S& s, V v) { s.dead.connect_headers = v.number != 0; }},
    {"dead.bodies", Kind::Boolean, "true", "Dead letters carry the value as it came.",
     [](S& s, V v) { s.dead.bodies = v.number != 0; }},
    {"dead.skip_bodies", Kind::List, "[http_status]",
     "Reasons whose dead letters carry no value, so they cannot be tried again.",
     [](S& s, V v) { s.dead.skip_bodies = v.list; }, 0, 100, kDeadReasons},
};

const Key kLimits[] = {
    {"limits.event_bytes_max", Kind::Bytes, "8MiB", "Of a raw event; larger: dead letter.",
     [](S& s, V v) { s.limits.event_bytes_max = size(v); }, kKiB, 64 * kMiB},
    {"limits.json_depth_max", Kind::Integer, "32", "Of a raw event; deeper: dead letter.",
     [](S& s, V v) { s.limits.json_depth_max = size(v); }, 2, 256},
    {"limits.hint_bytes_max", Kind::Bytes, "4KiB", "Of a crawler's hint; longer: ignored.",
     [](S& s, V v) { s.limits.hint_bytes_max = size(v); }, 1, kMiB},
    {"limits.html_nodes_max", Kind::Integer, "500000", "Of a page; reading stops there.",
     [](S& s, V v) { s.limits.html_nodes_max = size(v); }, 1000, 10'000'000},
    {"limits.html_depth_max", Kind::Integer, "256", "Deeper text goes to the element there.",
     [](S& s, V v) { s.limits.html_depth_max = size(v); }, 16, 4096},
    {"limits.attributes_max", Kind::Integer, "64", "Of a tag; the rest is skipped.",
     [](S& s, V v) { s.limits.attributes_max = size(v); }, 8, 1024},
    {"limits.attribute_bytes_max", Kind::Bytes, "4KiB", "Of a value; the rest is skipped.",
     [](S& s, V v) { s.limits.attribute_bytes_max = size(v); }, 64, kMiB},
    {"limits.class_tokens_max", Kind::Integer, "32", "Of class and id; the rest is skipped.",
     [](S& s, V v) { s.limits.class_tokens_max = size(v); }, 1, 1024},
    {"limits.jsonld_bytes_max", Kind::Bytes, "1MiB", "Of a script; larger: ignored.",
     [](S& s, V v) { s.limits.jsonld_bytes_max = size(v); }, kKiB, 64 * kMiB},
    {"limits.jsonld_values_max", Kind::Integer, "20000", "Of a script; more: ignored.",
     [](S& s, V v) { s.limits.jsonld_values_max = size(v); }, 100, 1'000'000},
    {"limits.jsonld_depth_max", Kind::Integer, "32", "Of a script; deeper: ignored.",
     [](S& s, V v) { s.limits.jsonld_depth_max = size(v); }, 4, 256},
    {"limits.dump_lines_max", Kind::Integer, "50000", "Of a text dump; the rest is dropped.",
     [](S& s, V v) { s.limits.dump_lines_max = size(v); }, 100, 1'000'000},
    {"limits.line_bytes_max", Kind::Bytes, "64KiB", "Of a dump's line; longer: split.",
     [](S& s, V v) { s.limits.line_bytes_max = size(v); }, kKiB, 8 * kMiB},
    {"limits.body_bytes_max", Kind::Bytes, "1MiB", "Of an article; cut at a paragraph.",
     [](S& s, V v) { s.limits.body_bytes_max = size(v); }, kKiB, 4 * kMiB},
    {"limits.paragraphs_max", Kind::Integer, "5000", "Of an article; cut there.",
     [](S& s, V v) { s.limits.paragraphs_max = size(v); }, 10, 100'000},
    {"limits.headline_bytes_max", Kind::Bytes, "1KiB", "Longer: ignored.",
     [](S& s, V v) { s.limits.headline_bytes_max = size(v); }, 16, 64 * kKiB},
    {"limits.authors_max", Kind::Integer, "20", "Of an article; the rest is dropped.",
     [](S& s, V v) { s.limits.authors_max = size(v); }, 1, 1000},
    {"limits.tags_max", Kind::Integer, "64", "Of an article; the rest is dropped.",
     [](S& s, V v) { s.limits.tags_max = size(v); }, 1, 1000},
    {"limits.images_max", Kind::Integer, "100", "Of an article; the rest is dropped.",
     [](S& s, V v) { s.limits.images_max = size(v); }, 1, 10'000},
    {"limits.overlay_bytes_max", Kind::Bytes, "64MiB",
     "Of state changes not yet committed, in one worker; reached: commit early.",
     [](S& s, V v) { s.limits.overlay_bytes_max = size(v); }, kMiB, 4 * kGiB},
    {"limits.partition_series_max", Kind::Integer, "256",
     "Partitions with a metric series of their own; above it only sums are shown.",
     [](S& s, V v) { s.limits.partition_series_max = size(v); }, 0, 10'000},
};

const Key kReplay[] = {
    {"replay.rate",
     Kind::Integer,
     "0",
     "Records a second that a replay copies at most. 0: no limit.",
     [](S& s, V v) { s.replay.rate = size(v); },
     0,
     10'000'000,
     {},
     Reload::Live},
    {"replay.bytes",
     Kind::Bytes,
     "0",
     "Bytes a second that a replay copies at most. 0: no limit.",
     [](S& s, V v) { s.replay.bytes = size(v); },
     0,
     64 * kGiB,
     {},
     Reload::Live},
    {"replay.backlog_max", Kind::Integer, "50000",
     "A replay stands still while the lane has more unread records.",
     [](S& s, V v) { s.replay.backlog_max = size(v); }, 1, 1'000'000'000},
    {"replay.live_lag_max", Kind::Integer, "10000",
     "A replay stands still while any stage is more records behind live traffic.",
     [](S& s, V v) { s.replay.live_lag_max = size(v); }, 1, 1'000'000'000},
    {"replay.give_way", Kind::Boolean, "true",
     "A replay goes only so fast that live articles wait little longer than without it.",
     [](S& s, V v) { s.replay.give_way = v.number != 0; }},
};

const Key kProcess[] = {
    {"http.listen", Kind::Text, "0.0.0.0:9464",
     "Address of the status page, /metrics, /livez, /readyz, /startupz and /status. Empty: none.",
     [](S& s, V v) { s.http.listen = v.text; }, 0, 300},
    {"http.admin_listen", Kind::Text, "127.0.0.1:9465",
     "Address of /loglevel, /reload and /config: whoever reaches it changes the process. Empty: "
     "none.",
     [](S& s, V v) { s.http.admin_listen = v.text; }, 0, 300},
    {"http.samples", Kind::Integer, "24",
     "Records of the last moments that the status page shows whole. 0: no text is ever kept.",
     [](S& s, V v) { s.http.samples = size(v); }, 0, 1000},
    {"http.sample_bytes", Kind::Bytes, "4MiB",
     "Memory of all of them together; what is larger than a quarter of it is not kept.",
     [](S& s, V v) { s.http.sample_bytes = size(v); }, 64 * kKiB, 256 * kMiB},
    {"log.level", Kind::Choice, "info", "What is logged at least.",
     [](S& s, V v) { s.log.level = v.text; }, 0, INT64_MAX, "debug|info|warning|error",
     Reload::Live},
    {"log.format", Kind::Choice, "auto", "auto: text on a terminal, else JSON lines.",
     [](S& s, V v) { s.log.format = v.text; }, 0, INT64_MAX, "auto|json|text"},
    {"log.levels", Kind::Map, "{}", "Levels of single rooms: {adapters.kafka: debug}.",
     [](S& s, V v) { s.log.levels = text_map(v); }, 0, INT64_MAX, "debug|info|warning|error",
     Reload::Live, kLogRooms},
    {"shutdown_timeout", Kind::Duration, "45s",
     "How long the workers may take to commit and leave after a signal.",
     [](S& s, V v) { s.shutdown_timeout = millis(v); }, kSecond, 60 * kMinute},
    {"config.watch", Kind::Boolean, "false",
     "Read the files again when their content changes, looked at every 10 s. A SIGHUP reads them "
     "again at once.",
     [](S& s, V v) { s.config.watch = v.number != 0; }},
};

std::vector<Key> join_tables() {
  std::vector<Key> all;
  const auto append = [&all](std::span<const Key> part) {
    all.insert(all.end(), part.begin(), part.end());
  };
  append(kGeneral);
  append(kBroker);
  append(kWork);
  append(kLimits);
  append(kReplay);
  append(kProcess);
  return all;
}

std::string_view leaf_of(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

}  // namespace

std::span<const Key> keys() {
  static const std::vector<Key> all = join_tables();
  return all;
}

bool is_map(Kind kind) {
  return kind == Kind::Map || kind == Kind::Properties || kind == Kind::ListMap;
}

const Key* find_key(std::string_view path) {
  for (const Key& key : keys()) {
    if (key.path == path) return &key;
  }
  return nullptr;
}

bool is_section(std::string_view path) {
  return std::any_of(keys().begin(), keys().end(), [path](const Key& key) {
    return key.path.size() > path.size() && key.path.starts_with(path) &&
           key.path[path.size()] == '.';
  });
}

std::string variable_of(const Key& key) {
  std::string name = "DATELINE_";
  for (const char c : key.path) {
    name += c == '.' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return name;
}

std::string suggest(std::string_view unknown) {
  std::vector<std::string_view> paths;
  for (const Key& key : keys()) {
    paths.push_back(key.path);
    for (std::size_t dot = key.path.find('.'); dot != std::string_view::npos;
         dot = key.path.find('.', dot + 1)) {
      paths.push_back(key.path.substr(0, dot));
    }
  }
  if (const std::string_view near = find_nearest(unknown, paths); !near.empty()) {
    return std::string(near);
  }
  for (const Key& key : keys()) {
    if (leaf_of(key.path) == leaf_of(unknown)) return std::string(key.path);
  }
  return "";
}

}  // namespace adapters::config
