#include "cli/service.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "adapters/kafka/changelog.h"
#include "adapters/kafka/outbox.h"
#include "adapters/kafka/source.h"
#include "adapters/rocks/stores.h"
#include "cli/foundation.h"
#include "stream/worker.h"

namespace cli {
namespace {

namespace kafka = adapters::kafka;
using adapters::config::Settings;

// Larger batches on the wire: nobody waits for a backfill.
constexpr stream::Millis kBackfillLinger{20};

stream::Stage& add_stage(watch::Watch& watch, std::string_view stage) {
  if (stage == "version") return watch.add_version();
  CHECK(stage == "clean" || stage == kBackfill);
  return watch.add_clean(stage == kBackfill ? news::Lane::Backfill : news::Lane::Live);
}

void add_sizes(adapters::status::StateSizes& sum, const adapters::rocks::Sizes& sizes) {
  sum.keys += sizes.keys;
  sum.live_bytes += sizes.live_bytes;
  sum.sst_bytes += sizes.sst_bytes;
  sum.memtable_bytes += sizes.memtable_bytes;
  sum.compaction_pending_bytes += sizes.compaction_pending_bytes;
}

}  // namespace

Names Names::of(const Settings& settings) {
  if (!settings.instance.empty()) return {settings.instance};
  char host[256] = "host";
  (void)::gethostname(host, sizeof host - 1);
  return {std::string(host) + "-" + std::to_string(::getpid())};
}

std::string group_of(const Settings& settings, std::string_view stage) {
  return settings.app + "." + std::string(stage) + "." + settings.generation;
}

std::string changelog_of(const Settings& settings, std::string_view stage) {
  return group_of(settings, stage) + ".changelog";
}

kafka::Connection connection_of(const Settings& settings) {
  return {.brokers = settings.kafka.brokers,
          .properties = settings.kafka.properties,
          .consumer_properties = settings.kafka.consumer_properties,
          .producer_properties = settings.kafka.producer_properties};
}

std::vector<kafka::TopicPlan> topics_of(const Settings& settings) {
  kafka::TopicNames names;
  names.raw = settings.topics.raw;
  names.backfill = settings.topics.backfill;
  names.candidates = settings.topics.candidates;
  names.clean = settings.topics.clean;
  names.versions = settings.topics.versions;
  names.dead = settings.topics.dead;
  names.takedowns = settings.topics.takedowns;
  return kafka::plan_topics(names,
                            {{changelog_of(settings, "version"), settings.topics.candidates}});
}

stream::WorkerOptions worker_options(const Settings& s, const std::string& group,
                                     const std::string& instance) {
  stream::WorkerOptions options;
  options.instance = instance;
  options.generation = s.generation;
  options.dead_topic = s.topics.dead;
  options.connector = group;
  options.start_at =
      s.kafka.start_at == "latest" ? stream::StartAt::Latest : stream::StartAt::Earliest;
  options.on_cut = s.kafka.on_cut == "continue" ? stream::OnCut::Continue : stream::OnCut::Stop;
  options.commit_interval = s.commit.interval;
  options.commit_records = s.commit.records;
  options.commit_bytes = s.commit.bytes;
  options.overlay_bytes_max = s.limits.overlay_bytes_max;
  options.restore_slice = s.state.restore_slice;
  options.flush_after = s.state.flush_after;
  options.dead_connect_headers = s.dead.connect_headers;
  options.dead_bodies = s.dead.bodies;
  options.dead_skip_bodies = s.dead.skip_bodies;
  return options;
}

int count_workers(const Settings& settings, std::string_view stage, int cpus, int partitions) {
  const int wanted = stage == "clean"     ? settings.workers.clean
                     : stage == kBackfill ? settings.workers.backfill
                                          : settings.workers.version;
  int count = wanted;
  if (wanted == 0 && stage == kBackfill) {
    count = cpus / 4;
  } else if (wanted == 0) {
    // Cleaning costs the CPU; judging waits for the broker more than for anything else.
    const int judging = std::max(1, cpus / 4);
    const bool alone = settings.stages.size() == 1;
    count = alone ? cpus : stage == "version" ? judging : cpus - judging;
  }
  return std::clamp(count, 1, std::max(partitions, 1));
}

std::vector<StagePlan> plan_stages(const Settings& settings, int cpus,
                                   const CountPartitions& partitions) {
  std::vector<StagePlan> plans;
  const auto add = [&](const std::string& stage, const std::string& input, bool has_state) {
    plans.push_back({stage, count_workers(settings, stage, cpus, partitions(input)), has_state});
  };
  for (const std::string& stage : settings.stages) {
    if (stage == "version") {
      add(stage, settings.topics.candidates, true);
      continue;
    }
    add(stage, settings.topics.raw, false);
    if (!settings.topics.backfill.empty()) {
      add(std::string(kBackfill), settings.topics.backfill, false);
    }
  }
  return plans;
}

// In the order of life: the worker dies first.
struct Service::Station {
  Station(KafkaEvents& all, stream::Stage& watched) : events(all), stage(watched) {}

  std::string name;  // of the thread: "clean-w0"
  WorkerEvents events;
  stream::Stage& stage;
  std::unique_ptr<kafka::KafkaSource> source;
  std::unique_ptr<kafka::KafkaOutbox> outbox;
  std::unique_ptr<kafka::KafkaChangelog> changelog;
  std::unique_ptr<adapters::rocks::RocksStores> stores;
  std::unique_ptr<TakedownFoundation> foundation;
  std::unique_ptr<adapters::log::LogJournal> journal;
  std::unique_ptr<stream::Worker> worker;
};

Service::Service(const Shared& shared)
    : shared_(shared), names_(Names::of(shared.settings)), watch_(shared.settings, shared.inputs) {}
Service::~Service() = default;

stream::Result<std::unique_ptr<Service>> Service::make(const Shared& shared,
                                                       const std::vector<StagePlan>& stages) {
  std::unique_ptr<Service> service(new Service(shared));
  for (const StagePlan& plan : stages) {
    for (int worker = 0; worker < plan.workers; ++worker) {
      if (auto added = service->add(plan.stage, worker); !added) return added.fault();
    }
  }
  return service;
}

stream::Result<stream::Done> Service::add(const std::string& stage, int worker) {
  const Settings& settings = shared_.settings;
  const kafka::Connection connection = connection_of(settings);
  const std::string group = group_of(settings, stage);
  const std::string number = "w" + std::to_string(worker);
  const std::string client = names_.instance + "-" + number;
  auto station = std::make_unique<Station>(shared_.events, add_stage(watch_, stage));
  station->name = stage + "-" + number;
  const stream::StageSpec& spec = station->stage.spec();

  auto source = kafka::KafkaSource::make(
      connection,
      {.topic = spec.input,
       .group_id = group,
       .client_id = client,
       .static_id = settings.kafka.static_membership ? client : std::string()},
      station->events, shared_.clock);
  if (!source) return source.fault();
  station->source = std::move(*source);

  kafka::OutboxOptions outbox;
  outbox.client_id = client + "-outbox";
  outbox.transactional_id = group + "." + names_.instance + "." + number;
  outbox.outputs = spec.outputs;
  outbox.dead = settings.topics.dead;
  if (stage == kBackfill) outbox.linger = kBackfillLinger;
  if (spec.has_state) outbox.changelog = changelog_of(settings, stage);
  station->outbox = std::make_unique<kafka::KafkaOutbox>(
      connection, outbox, *station->source, station->events, shared_.clock, shared_.crash);

  if (spec.has_state) {
    auto changelog = kafka::KafkaChangelog::make(
        connection,
        {.topic = outbox.changelog, .group_id = group, .client_id = client + "-changelog"},
        station->events, shared_.clock);
    if (!changelog) return changelog.fault();
    station->changelog = std::move(*changelog);
    station->stores = std::make_unique<adapters::rocks::RocksStores>(
        shared_.memory, settings.state.dir + "/" + settings.generation + "/" + stage);
    station->foundation = std::make_unique<TakedownFoundation>(settings, client + "-takedowns",
                                                               station->events, shared_.clock);
  }
  station->journal = std::make_unique<adapters::log::LogJournal>(
      shared_.log, "stream",
      std::vector<adapters::log::NoteField>{{"stage", stage}, {"worker", number}});
  const stream::WorkerPorts ports{.stage = station->stage,
                                  .source = *station->source,
                                  .outbox = *station->outbox,
                                  .changelog = station->changelog.get(),
                                  .stores = station->stores.get(),
                                  .foundation = station->foundation.get(),
                                  .clock = shared_.clock,
                                  .journal = *station->journal,
                                  .crash = shared_.crash};
  station->worker =
      std::make_unique<stream::Worker>(ports, worker_options(settings, group, client));
  stations_.push_back(std::move(station));
  return stream::Done{};
}

void Service::start(stream::Threads& threads) {
  for (const auto& station : stations_) {
    threads.start(station->name, [worker = station->worker.get()](std::stop_token stop) {
      return worker->run(std::move(stop));
    });
  }
}

std::vector<adapters::status::StageView> Service::view() const {
  std::vector<adapters::status::StageView> stages;
  const stream::Timestamp now = shared_.clock.now();
  for (const auto& station : stations_) {
    const stream::StageSpec& spec = station->stage.spec();
    if (stages.empty() || stages.back().spec.input != spec.input) {
      stages.push_back({.spec = spec, .workers = {}});
    }
    stages.back().workers.push_back(station->worker->meter().snapshot(now));
    station->events.add_queues(stages.back().queues);
    if (station->stores) add_sizes(stages.back().state, station->stores->sizes());
  }
  return stages;
}

bool Service::has_state() const {
  return std::any_of(stations_.begin(), stations_.end(),
                     [](const auto& station) { return station->stores != nullptr; });
}

}  // namespace cli
