#include "sim/service.h"

#include "base/hash.h"

namespace sim {
namespace {

using stream::Millis;
using stream::StageSpec;

constexpr const char* kPods[] = {"pod-a", "pod-b", "pod-c"};
constexpr const char* kDead = "articles.dead";
constexpr const char* kChangelog = "dateline.version.g1.changelog";
constexpr int kPartitions = 3;
constexpr int kTurnsMax = 20'000;

benchmarks::WorkloadOptions workload_of(std::uint64_t seed, std::int64_t step_ms) {
  return {.seed = seed,
          .sites = 6,
          .html_per_mille = 100,
          .broken_per_mille = 30,
          .new_per_mille = 400,
          .step_ms = step_ms};
}

std::string group_of(const StageSpec& spec) { return "dateline." + spec.name + ".g1"; }

}  // namespace

// Whatever joins by its text alone ends as the order of arrival will have it.
std::vector<benchmarks::WorkloadEvent> make_news(std::uint64_t seed, int events) {
  benchmarks::Workload workload(workload_of(seed, 400));
  std::vector<benchmarks::WorkloadEvent> all;
  std::map<std::pair<std::uint32_t, std::uint64_t>, std::uint32_t> tellers;  // of a site's texts
  while (events-- > 0) {
    benchmarks::WorkloadEvent event = workload.next();
    const benchmarks::Happening& now = workload.happening();
    const auto teller = tellers.try_emplace({now.site, now.story.seed}, now.number).first;
    const bool is_copy = teller->second != now.number;  // the same text at another address
    if (event.kind == benchmarks::EventKind::OtherAddress || is_copy) continue;
    all.push_back(std::move(event));
  }
  return all;
}

ServiceRun::Process::Process(ServiceRun& run, const std::string& name)
    : clean(run.kafka_, run.clock_, run.disks_[name], crash,
            run.names(run.stages_.clean.spec(), name), run.stages_.clean, run.engine_options()),
      version(run.kafka_, run.clock_, run.disks_[name], crash,
              run.names(run.stages_.version.spec(), name), run.stages_.version,
              run.engine_options()) {}

ServiceRun::ServiceRun(std::uint64_t seed, ServiceStages stages, Wrap wrap, ServiceNews news)
    : stages_(stages),
      wrap_(std::move(wrap)),
      dice_(seed),
      mischief_(dice_, kafka_, {group_of(stages.clean.spec()), group_of(stages.version.spec())}),
      workload_(workload_of(seed, news.step_ms)),
      events_(std::move(news.events)),
      is_given_(!events_.empty()) {
  for (std::size_t i = events_.size(); i > 1; --i) {
    std::swap(events_[i - 1], events_[static_cast<std::size_t>(dice_.pick(0, int(i) - 1))]);
  }
  mischief_.elsewhere = [this] {
    kafka_.see("turns in the middle of a turn");
    for (int i = dice_.pick(1, 6); i > 0; --i) turn_all();
  };
  kafka_.make_topic(stages.clean.spec().input, kPartitions);
  kafka_.make_topic(stages.version.spec().input, kPartitions);
  for (const std::string& topic : stages.version.spec().outputs) {
    kafka_.make_topic(topic, kPartitions);
  }
  kafka_.make_topic(kDead, kPartitions);
  kafka_.make_topic(kChangelog, kPartitions);
}

fakes::ClientNames ServiceRun::names(const StageSpec& spec, const std::string& pod) const {
  return {.group = group_of(spec),
          .member = pod,
          .transactional_id = group_of(spec) + "." + pod,
          .input = spec.input,
          .outputs = spec.outputs,
          .changelog = kChangelog,
          .dead = kDead};
}

EngineOptions ServiceRun::engine_options() {
  EngineOptions options;
  options.wrap = wrap_;
  options.worker.commit_records = static_cast<std::size_t>(dice_.pick(1, 15));
  options.worker.flush_after = static_cast<std::size_t>(dice_.pick(1, 100'000));
  options.worker.restore_slice_bytes = static_cast<std::size_t>(dice_.pick(1, 20'000));
  return options;
}

void ServiceRun::begin(const std::string& name) {
  if (pods_.contains(name)) return;
  if (dice_.chance(300)) disks_[name].clear();
  auto pod = std::make_unique<Process>(*this, name);
  mischief_.attach(pod->clean);
  mischief_.attach(pod->version);
  if (dice_.chance(700)) pod->crash.arm("*", dice_.pick(1, 400));
  pods_[name] = std::move(pod);
}

void ServiceRun::kill(std::string name) {
  pods_.erase(name);
  disks_[name].crash();
  for (const stream::Stage* stage : {&stages_.clean, &stages_.version}) {
    kafka_.die(group_of(stage->spec()), name);
  }
}

void ServiceRun::turn(const std::string& name) {
  if (!pods_.contains(name) || !busy_.insert(name).second) return;
  try {
    Process& pod = *pods_.at(name);
    for (Engine* engine : {&pod.clean, &pod.version}) {
      const auto done = engine->worker.turn();
      if (!done && failure_.empty()) failure_ = "a worker stops: " + std::string(done.fault().code);
    }
  } catch (const fakes::Crash&) {
    kafka_.see("died at a named point");
    kill(name);
  }
  busy_.erase(name);
}

void ServiceRun::turn_all() {
  for (const char* name : kPods) turn(name);
}

void ServiceRun::drain(std::string name) {
  busy_.insert(name);
  try {
    Process& pod = *pods_.at(name);
    for (Engine* engine : {&pod.clean, &pod.version}) {
      if (!engine->worker.drain() && failure_.empty()) failure_ = "a worker does not drain";
    }
    pods_.erase(name);
  } catch (const fakes::Crash&) {
    kafka_.see("died at a named point");
    kill(name);
  }
  busy_.erase(name);
}

void ServiceRun::feed(int events) {
  const std::string& topic = stages_.clean.spec().input;
  for (int i = 0; i < events && !(is_given_ && events_.empty()); ++i) {
    benchmarks::WorkloadEvent event = is_given_ ? std::move(events_.back()) : workload_.next();
    if (is_given_) events_.pop_back();
    const int partition = base::partition_for_key(event.key, kPartitions);
    kafka_.append(topic, partition, {std::move(event.key), std::move(event.value), {}});
  }
}

void ServiceRun::disturb() {
  feed(dice_.pick(0, 12));
  if (dice_.chance(100)) kafka_.rebalance(group_of(stages_.version.spec()));
  for (const char* name : kPods) {
    if (dice_.chance(100)) begin(name);
  }
  if (dice_.chance(60) && !pods_.empty()) kill(pods_.begin()->first);
  if (dice_.chance(40) && !pods_.empty()) drain(pods_.rbegin()->first);
  if (dice_.chance(50)) kafka_.compact(kChangelog);
}

std::int64_t ServiceRun::unread(const StageSpec& spec, int partition) {
  const auto next = kafka_.committed(group_of(spec), {spec.input, partition});
  const fakes::FakeLog& log = kafka_.log(spec.input, partition);
  std::int64_t count = 0;
  for (auto at = log.find_visible(next.value_or(0)); at; at = log.find_visible(*at + 1)) ++count;
  return count;
}

bool ServiceRun::is_settled() {
  for (const stream::Stage* stage : {&stages_.clean, &stages_.version}) {
    if (!kafka_.open_ids().empty()) return false;
    for (int p = 0; p < kPartitions; ++p) {
      const fakes::FakeLog& log = kafka_.log(stage->spec().input, p);
      if (log.stable_end() < log.end() || unread(stage->spec(), p) > 0) return false;
    }
  }
  return true;
}

std::string ServiceRun::settle_and_drain() {
  for (int i = 0; i < kTurnsMax && !is_settled(); ++i) turn_all();
  if (!failure_.empty()) return failure_;
  if (!is_settled()) return "it does not come to its end";
  while (!pods_.empty()) drain(pods_.begin()->first);
  kafka_.deliver_all_markers();
  return failure_;
}

std::string ServiceRun::run() {
  begin("pod-a");
  const int steps = dice_.pick(8, 20);
  for (int i = 0; i < steps && failure_.empty(); ++i) {
    disturb();
    turn_all();
  }
  feed(static_cast<int>(events_.size()));
  mischief_.calm();
  for (const char* name : {"pod-a", "pod-b"}) begin(name);
  for (auto& [name, pod] : pods_) {
    pod->crash.arm("");
    pod->clean.outbox.reports_offsets = pod->version.outbox.reports_offsets = true;
  }
  if (auto wrong = settle_and_drain(); !wrong.empty()) return wrong;
  return judge();
}

void ServiceRun::each_record(const std::string& topic,
                             const std::function<void(const e2e::LogRecord&)>& take) {
  for (int p = 0; p < kafka_.partitions(topic); ++p) {
    const fakes::FakeLog& log = kafka_.log(topic, p);
    for (const std::int64_t offset : log.visible()) {
      const fakes::Entry& entry = log.at(offset);
      take({.topic = topic,
            .partition = p,
            .offset = offset,
            .timestamp_ms = entry.time.value,
            .key = entry.message.key.value_or(""),
            .value = entry.message.value,
            .headers = entry.message.headers});
    }
  }
}

std::map<std::string, std::string> ServiceRun::fold(const std::string& topic) {
  std::map<std::string, std::string> last;
  each_record(topic, [&](const e2e::LogRecord& record) {
    if (record.value) {
      last[record.key] = *record.value;
    } else {
      last.erase(record.key);
    }
  });
  return last;
}

std::map<std::string, std::string> ServiceRun::rows() { return fold(kChangelog); }

std::map<std::string, std::string> ServiceRun::articles() {
  return fold(stages_.version.spec().outputs.front());
}

void ServiceRun::show_ends(e2e::Oracle& oracle) {
  for (const auto& [topic, logs] : kafka_.topics()) {
    for (int p = 0; p < kafka_.partitions(topic); ++p) {
      const fakes::FakeLog& log = kafka_.log(topic, p);
      e2e::PartitionEnd end{
          .topic = topic, .partition = p, .last_stable = log.stable_end(), .end = log.end()};
      for (const stream::Stage* stage : {&stages_.clean, &stages_.version}) {
        if (stage->spec().input != topic) continue;
        end.committed = kafka_.committed(group_of(stage->spec()), {topic, p});
        end.unread = unread(stage->spec(), p);
      }
      oracle.end(end);
    }
  }
}

// Those that hold everything: of the last owners, and of one that begins with nothing.
void ServiceRun::show_stores(e2e::Oracle& oracle) {
  for (const auto& [name, disk] : disks_) {
    for (const auto& [p, store] : disk.all()) {
      const fakes::FakeLog& log = kafka_.log(kChangelog, p);
      if (log.find_visible(store.meta.position.value)) continue;
      oracle.store(p, {store.rows.begin(), store.rows.end()}, name);
    }
  }
}

std::string ServiceRun::judge() {
  disks_["pod-c"].clear();
  begin("pod-c");
  pods_.at("pod-c")->crash.arm("");
  const stream::Worker& worker = pods_.at("pod-c")->version.worker;
  const auto live = [&] { return worker.meter().snapshot(clock_.now()).live_partitions; };
  for (int i = 0; i < kTurnsMax && live() < kPartitions; ++i) turn_all();
  if (live() < kPartitions) return "a restore from nothing does not end";
  if (auto wrong = settle_and_drain(); !wrong.empty()) return wrong;

  const StageSpec& version = stages_.version.spec();
  std::map<std::string, std::int32_t> partitions{{kDead, kPartitions}};
  for (const std::string& topic : version.outputs) partitions[topic] = kPartitions;
  e2e::Oracle oracle({.clean = stages_.clean,
                      .version = stages_.version,
                      .dead_topic = kDead,
                      .site_header = "dateline-site",
                      .partitions = partitions});
  using e2e::LogRecord;
  each_record(stages_.clean.spec().input, [&](const LogRecord& r) { oracle.raw(r); });
  each_record(version.input, [&](const LogRecord& r) { oracle.candidate(r); });
  for (const std::string& topic : version.outputs) {
    each_record(topic, [&](const LogRecord& r) { oracle.published(r); });
  }
  each_record(kDead, [&](const LogRecord& r) { oracle.dead(r); });
  each_record(kChangelog, [&](const LogRecord& r) {
    oracle.changelog(r);
    if (!r.value) kafka_.see(std::string("forgotten: ") + r.key.front());
  });
  show_ends(oracle);
  show_stores(oracle);
  const std::vector<std::string> differences = oracle.differences();
  return differences.empty() ? "" : differences.front();
}

}  // namespace sim
