#include "e2e/installation.h"

#include <simdjson.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "adapters/kafka/admin.h"
#include "adapters/kafka/owners.h"
#include "adapters/rocks/stores.h"

namespace e2e {
namespace {

namespace kafka = adapters::kafka;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr milliseconds kBetweenLooks{50};
constexpr seconds kStopPatience{60};
constexpr seconds kReadPatience{120};

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what); }

std::string make_folder(const std::string& name) {
  const std::string folder = std::filesystem::temp_directory_path() / name;
  std::filesystem::create_directories(folder + "/state");
  return folder;
}

// Partitions that are live in a stage, by what /status says.
int count_live(const std::string& status, std::string_view stage) {
  simdjson::dom::parser parser;
  int live = 0;
  for (const simdjson::dom::element each : parser.parse(status)["stages"]) {
    if (each["stage"].get_string().value() != stage) continue;
    for (const simdjson::dom::element worker : each["workers"]) {
      for (const simdjson::dom::element partition : worker["partitions"]) {
        live += partition["phase"].get_string().value() == "live" ? 1 : 0;
      }
    }
  }
  return live;
}

std::vector<std::string> command(const std::string& binary) {
  const char* given = std::getenv("DATELINE_TEST_COMMAND");
  if (given == nullptr || *given == 0) return {binary};
  std::istringstream words(given);
  return {std::istream_iterator<std::string>(words), {}};
}

kafka::Handle make_reader() {
  kafka::Conf conf(rd_kafka_conf_new());
  char text[256];
  for (const auto& [name, value] :
       std::map<std::string, std::string>{{"bootstrap.servers", tests::kafka::bootstrap()},
                                          {"group.id", "dateline-test-reader"},
                                          {"enable.auto.commit", "false"},
                                          {"enable.partition.eof", "true"},
                                          {"auto.offset.reset", "error"},
                                          {"isolation.level", "read_committed"},
                                          {"fetch.wait.max.ms", "20"},
                                          {"queued.max.messages.kbytes", "32768"}}) {
    rd_kafka_conf_set(conf.get(), name.c_str(), value.c_str(), text, sizeof text);
  }
  kafka::Handle reader(rd_kafka_new(RD_KAFKA_CONSUMER, conf.get(), text, sizeof text));
  if (!reader) fail(text);
  (void)conf.release();
  rd_kafka_poll_set_consumer(reader.get());
  return reader;
}

LogRecord to_record(const rd_kafka_message_t& message) {
  LogRecord record{.topic = rd_kafka_topic_name(message.rkt),
                   .partition = message.partition,
                   .offset = message.offset,
                   .timestamp_ms = rd_kafka_message_timestamp(&message, nullptr),
                   .key = {},
                   .value = {},
                   .headers = {}};
  if (message.key) record.key.assign(static_cast<const char*>(message.key), message.key_len);
  if (message.payload) {
    record.value.emplace(static_cast<const char*>(message.payload), message.len);
  }
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return record;
  const char* name = nullptr;
  const void* value = nullptr;
  std::size_t size = 0;
  for (std::size_t i = 0;
       rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
       ++i) {
    record.headers.push_back({name, std::string(static_cast<const char*>(value), size)});
  }
  return record;
}

// From the given offsets of each partition to the ends as they are now.
// Up to the last stable offset, at least as far as `goal` says.
void read(const std::string& topic, const std::map<int, std::int64_t>& from,
          const std::map<int, std::int64_t>& goal, const std::function<void(LogRecord)>& take) {
  const kafka::Handle reader = make_reader();
  const kafka::List list = kafka::make_list(static_cast<int>(from.size()));
  for (const auto& [partition, offset] : from) {
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition)->offset = offset;
  }
  if (rd_kafka_assign(reader.get(), list.get()) != RD_KAFKA_RESP_ERR_NO_ERROR) fail("assign");
  std::map<int, bool> ended;
  auto until = steady_clock::now() + kReadPatience;
  while (ended.size() < from.size()) {
    if (steady_clock::now() > until) fail("no end of " + topic);
    const kafka::Message message(rd_kafka_consumer_poll(reader.get(), 100));
    if (!message) continue;
    if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
      const auto least = goal.find(message->partition);
      if (least == goal.end() || message->offset >= least->second) ended[message->partition] = true;
    }
    if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) continue;
    until = steady_clock::now() + kReadPatience;
    take(to_record(*message));
  }
  rd_kafka_consumer_close(reader.get());
}

}  // namespace

Installation::Installation(InstallationOptions options)
    : options_(std::move(options)),
      app_(tests::kafka::fresh_name(options_.name)),
      folder_(make_folder(app_)) {
  raw = app_ + ".raw";
  if (options_.has_lane) backfill = app_ + ".backfill";
  candidates = app_ + ".candidates";
  clean = app_ + ".clean";
  versions = app_ + ".versions";
  dead = app_ + ".dead";
  changelog = group("version") + ".changelog";
  takedowns = app_ + ".takedowns";
  kafka::TopicNames names;
  names.raw = raw;
  names.backfill = backfill;
  names.candidates = candidates;
  names.clean = clean;
  names.versions = versions;
  names.dead = dead;
  names.takedowns = takedowns;
  create_topics(names, changelog);
}

void Installation::create_topics(const kafka::TopicNames& names,
                                 const std::string& its_changelog) const {
  std::vector<tests::kafka::NewTopic> topics;
  for (const kafka::TopicPlan& plan : kafka::plan_topics(names, {{its_changelog, candidates}})) {
    topics.push_back({plan.name, options_.partitions, plan.settings});
  }
  tests::kafka::create_topics(topics);
}

Installation::~Installation() {
  process_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string Installation::group(std::string_view stage, std::string_view generation) const {
  return app_ + "." + std::string(stage) + "." + std::string(generation);
}

void Installation::start(const std::map<std::string, std::string>& environment) {
  process_.reset();
  port_ = find_free_port();
  process_ = make_process({"run"},
                          {{"instance", "pod"},
                           {"state.dir", state()},
                           {"http.listen", "127.0.0.1:" + std::to_string(port_)}},
                          environment, folder_ + "/log");
}

std::unique_ptr<Process> Installation::start_beside(const std::string& instance) const {
  return make_process(
      {"run"},
      {{"instance", instance}, {"state.dir", state() + "-" + instance}, {"http.listen", ""}}, {},
      folder_ + "/log-" + instance);
}

Generation Installation::name_generation(const std::string& name, Input input) const {
  return {name, clean + "." + name, versions + "." + name, group("version", name) + ".changelog",
          input == Input::Raw ? candidates + "." + name : std::string()};
}

Generation Installation::make_generation(const std::string& name) const {
  const Generation made = name_generation(name);
  kafka::TopicNames names{};
  for (std::string* each : {&names.raw, &names.backfill, &names.candidates, &names.dead,
                            &names.takedowns, &names.fingerprints, &names.links}) {
    each->clear();
  }
  names.clean = made.clean;
  names.versions = made.versions;
  create_topics(names, made.changelog);
  return made;
}

std::unique_ptr<Process> Installation::start(
    const Generation& generation, const std::map<std::string, std::string>& environment,
    const std::map<std::string, std::string>& settings) const {
  std::map<std::string, std::string> all = settings;
  all.merge(std::map<std::string, std::string>{{"generation", generation.name},
                                               {"instance", generation.name},
                                               {"topics.clean", generation.clean},
                                               {"topics.versions", generation.versions},
                                               {"state.dir", state() + "-" + generation.name},
                                               {"http.listen", ""}});
  if (generation.candidates.empty()) {
    return make_process({"run", "--stages", "version"}, std::move(all), environment,
                        folder_ + "/log-" + generation.name);
  }
  all["topics.candidates"] = generation.candidates;
  return make_process({"run"}, std::move(all), environment, folder_ + "/log-" + generation.name);
}

std::unique_ptr<Process> Installation::start_verb(
    const std::vector<std::string>& arguments,
    const std::map<std::string, std::string>& environment) const {
  return make_process(arguments, {}, environment, folder_ + "/log-" + arguments.front());
}

std::string Installation::log_of(const std::string& instance) const {
  return read_file(folder_ + "/log-" + instance);
}

std::map<std::string, std::string> Installation::settings() const {
  return {{"app", app_},
          {"kafka.brokers", tests::kafka::bootstrap()},
          {"topics.raw", raw},
          {"topics.backfill", backfill},
          {"topics.candidates", candidates},
          {"topics.clean", clean},
          {"topics.versions", versions},
          {"topics.dead", dead},
          {"topics.takedowns", takedowns},
          {"http.admin_listen", ""},
          {"log.format", "json"}};
}

std::unique_ptr<Process> Installation::make_process(
    const std::vector<std::string>& verb, std::map<std::string, std::string> settings,
    const std::map<std::string, std::string>& environment, const std::string& log) const {
  settings.merge(this->settings());
  for (const auto& [path, value] : options_.settings) settings[path] = value;
  std::vector<std::string> arguments = command(options_.binary);
  for (const auto& [path, value] : settings) {
    arguments.push_back("--set");
    arguments.push_back(path + "=" + value);
  }
  arguments.insert(arguments.end(), verb.begin(), verb.end());
  return std::make_unique<Process>(arguments, environment, process::Streams{.out = log});
}

void Installation::await(const std::string& what, seconds patience,
                         const std::function<bool()>& done) {
  const auto until = steady_clock::now() + patience;
  while (!done()) {
    if (process_->await(kBetweenLooks)) fail("it ended before it " + what + ":\n" + log());
    if (steady_clock::now() > until) fail("no end of waiting until it " + what + ":\n" + log());
  }
}

void Installation::await_ready(seconds patience) {
  await("is ready", patience, [this] { return http_get(port_, "/readyz").has_value(); });
}

void Installation::stop() {
  process_->send(SIGTERM);
  const auto ended = process_->await(kStopPatience);
  if (!ended) fail("it does not stop:\n" + log());
  if (ended->code != 0 || ended->signal != 0) {
    fail("it left with " + std::to_string(ended->code) + ", signal " +
         std::to_string(ended->signal) + ":\n" + log());
  }
}

std::string Installation::metrics() const { return http_get(port_, "/metrics").value_or(""); }

double Installation::commits() const {
  return read_metric(metrics(), "dateline_commits_total", "outcome=\"committed\"");
}

std::int64_t Installation::unread(const std::string& topic, const std::string& its_group) const {
  std::map<int, std::int64_t> from = tests::kafka::committed(its_group, topic);
  for (auto& [partition, offset] : from) offset = std::max<std::int64_t>(offset, 0);
  std::int64_t count = 0;
  read(topic, from, {}, [&count](const LogRecord&) { ++count; });
  return count;
}

std::int64_t Installation::unread() const {
  const std::int64_t lane = backfill.empty() ? 0 : unread(backfill, group("clean.backfill"));
  return lane + unread(raw, group("clean")) + unread(candidates, group("version"));
}

std::int64_t Installation::unread(const Generation& generation) const {
  const std::string version = group("version", generation.name);
  if (generation.candidates.empty()) return unread(candidates, version);
  return unread(raw, group("clean", generation.name)) + unread(generation.candidates, version);
}

void Installation::await_drained(seconds patience) {
  // Lag that the process itself tells of is cheap to ask for, but markers count in it.
  await("has read everything", patience, [this] { return unread() == 0; });
}

void Installation::each_record(const std::string& topic,
                               const std::function<void(LogRecord)>& take) const {
  std::map<int, std::int64_t> from;
  for (int partition = 0; partition < options_.partitions; ++partition) from[partition] = 0;
  read(topic, from, tests::kafka::ends(topic, tests::kafka::Isolation::ReadUncommitted), take);
}

std::vector<PartitionEnd> Installation::ends() const {
  std::vector<PartitionEnd> all;
  for (const std::string& topic : {raw, candidates, clean, versions, dead, changelog}) {
    const auto stable = tests::kafka::ends(topic, tests::kafka::Isolation::ReadCommitted);
    for (const auto& [partition, end] :
         tests::kafka::ends(topic, tests::kafka::Isolation::ReadUncommitted)) {
      all.push_back({.topic = topic,
                     .partition = partition,
                     .last_stable = stable.at(partition),
                     .end = end});
    }
  }
  for (PartitionEnd& end : all) {
    if (end.topic != raw && end.topic != candidates) continue;
    const std::string_view stage = end.topic == raw ? "clean" : "version";
    end.committed = std::max<std::int64_t>(
        tests::kafka::committed(group(stage), end.topic).at(end.partition), 0);
    read(end.topic, {{end.partition, *end.committed}}, {},
         [&end](const LogRecord&) { ++end.unread; });
  }
  return all;
}

std::map<std::int32_t, Rows> Installation::stores() const {
  std::map<std::int32_t, Rows> all;
  const std::filesystem::path stage = state() + "/g1/version";
  if (!std::filesystem::exists(stage)) return all;
  for (const auto& entry : std::filesystem::directory_iterator(stage)) {
    Rows& rows = all[std::stoi(entry.path().filename())];
    const auto meta = adapters::rocks::read_all(
        entry.path(),
        [&rows](std::string_view key, std::string_view value) { rows.emplace(key, value); });
    if (!meta) fail("store " + entry.path().string() + ": " + meta.fault().detail);
  }
  return all;
}

void Installation::delete_state() {
  std::filesystem::remove_all(state());
  std::filesystem::create_directories(state());
}

std::map<std::int32_t, Rows> Installation::restore_stores(seconds patience) {
  delete_state();
  start();
  await_ready(patience);
  // Until the rebalance after its first one, a worker may be ready without a partition.
  await("has all partitions", patience, [this] {
    const auto status = http_get(port_, "/status");
    return status && count_live(*status, "version") == options_.partitions;
  });
  stop();
  return stores();
}

std::string Installation::log() const {
  constexpr std::size_t kBytesMax = 6000;
  const std::string text = read_file(folder_ + "/log");
  return text.size() <= kBytesMax ? text : text.substr(text.size() - kBytesMax);
}

}  // namespace e2e
