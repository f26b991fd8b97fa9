// cli/service.h
//
// The stages of this process on Kafka: for each worker a stage of its own, a source, an outbox,
// and for stages with state a changelog and stores. Workers share nothing but what is immutable.
// Built by main's verbs, outlives its threads.
// Must not know: signals, HTTP, how a verb ends.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adapters/kafka/settings.h"
#include "adapters/kafka/topics.h"
#include "adapters/log/log.h"
#include "adapters/rocks/memory.h"
#include "adapters/status/view.h"
#include "clean/wiring.h"
#include "cli/kafka_events.h"
#include "cli/watch/watch.h"
#include "stream/options.h"
#include "stream/threads.h"

namespace cli {

// The names that follow from the configuration.
struct Names {
  std::string instance;  // never empty: the host and the process id, if none is configured

  static Names of(const adapters::config::Settings& settings);
};

// The workers of `clean` that read the lane of backfills, as a stage of its own: neither lane waits
// for the other's batch.
inline constexpr std::string_view kBackfill = "clean.backfill";

std::string group_of(const adapters::config::Settings& settings, std::string_view stage);
std::string changelog_of(const adapters::config::Settings& settings, std::string_view stage);
adapters::kafka::Connection connection_of(const adapters::config::Settings& settings);
std::vector<adapters::kafka::TopicPlan> topics_of(const adapters::config::Settings& settings);

// Of a worker that commits in the name of this group, under a name that is its own in it.
stream::WorkerOptions worker_options(const adapters::config::Settings& settings,
                                     const std::string& group, const std::string& instance);

// How many workers a stage gets: as configured, else the CPUs shared out, at most `partitions`.
int count_workers(const adapters::config::Settings& settings, std::string_view stage, int cpus,
                  int partitions);

struct StagePlan {
  std::string stage;  // "clean", "clean.backfill", "version"
  int workers = 0;
  bool has_state = false;

  bool operator==(const StagePlan&) const = default;
};

// `partitions` tells of an input topic how many it has.
using CountPartitions = std::function<int(const std::string& topic)>;

// The stages of this process with their workers, for so many CPUs.
std::vector<StagePlan> plan_stages(const adapters::config::Settings& settings, int cpus,
                                   const CountPartitions& partitions);

// What the whole process has one of. Borrowed; outlives the service.
struct Shared {
  const adapters::config::Settings& settings;
  const clean::Inputs& inputs;
  adapters::log::Log& log;
  KafkaEvents& events;
  const stream::Clock& clock;
  stream::CrashPoints& crash;
  adapters::rocks::Memory& memory;
};

class Service final {
 public:
  // Faults (Stop): kafka_setting.
  static stream::Result<std::unique_ptr<Service>> make(const Shared& shared,
                                                       const std::vector<StagePlan>& stages);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  // One thread a worker, "clean-w0".
  void start(stream::Threads& threads);

  // Any thread.
  std::vector<adapters::status::StageView> view() const;
  bool has_state() const;
  const watch::Watch& watch() const { return watch_; }

 private:
  struct Station;  // one worker with all its parts

  explicit Service(const Shared& shared);
  stream::Result<stream::Done> add(const std::string& stage, int worker);

  const Shared shared_;
  const Names names_;
  watch::Watch watch_;                              // outlives the stations
  std::vector<std::unique_ptr<Station>> stations_;  // stage by stage
};

}  // namespace cli
