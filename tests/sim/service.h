// tests/sim/service.h
//
// One run of the whole service from one seed: `clean` and `version` one behind the other, the log
// of candidates between them, in pods that come and die; judged by the oracle of the end-to-end
// tests. What goes wrong is what a Chaos run knows of requests and of pods.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "benchmarks/workload.h"
#include "e2e/oracle.h"
#include "sim/chaos.h"

namespace sim {

// The two stages; as they have no memory of their own, all pods share them.
struct ServiceStages {
  stream::Stage& clean;
  stream::Stage& version;
};

// What the crawlers do.
struct ServiceNews {
  std::int64_t step_ms = 400;  // from one fetch to the next
  // These events, as far as their identity is by address, in an order that follows from the run's
  // seed. Empty: each run has its own, in the order of fetching.
  std::vector<benchmarks::WorkloadEvent> events{};
};

// So many of one workload.
std::vector<benchmarks::WorkloadEvent> make_news(std::uint64_t seed, int events);

class ServiceRun final {
 public:
  // `wrap`: each worker's ports, for a deliberate defect.
  ServiceRun(std::uint64_t seed, ServiceStages stages, Wrap wrap = {}, ServiceNews news = {});
  ServiceRun(const ServiceRun&) = delete;
  ServiceRun& operator=(const ServiceRun&) = delete;

  // What is wrong, or nothing.
  std::string run();
  const std::map<std::string, int>& seen() const { return kafka_.seen; }
  // The last value of each key: of the state's log, and of the current articles.
  std::map<std::string, std::string> rows();
  std::map<std::string, std::string> articles();

 private:
  // One process: a worker of each stage.
  struct Process {
    Process(ServiceRun& run, const std::string& name);
    fakes::FakeCrash crash;
    Engine clean, version;
  };
  fakes::ClientNames names(const stream::StageSpec& spec, const std::string& pod) const;
  EngineOptions engine_options();
  void begin(const std::string& name);
  void kill(std::string name);  // by value: it may be a key of what it takes away
  void drain(std::string name);
  void turn(const std::string& name);
  void turn_all();
  void feed(int events);
  std::map<std::string, std::string> fold(const std::string& topic);
  void disturb();
  bool is_settled();
  std::int64_t unread(const stream::StageSpec& spec, int partition);
  std::string settle_and_drain();
  void each_record(const std::string& topic,
                   const std::function<void(const e2e::LogRecord&)>& take);
  void show_ends(e2e::Oracle& oracle);
  void show_stores(e2e::Oracle& oracle);
  std::string judge();

  const ServiceStages stages_;
  const Wrap wrap_;
  Dice dice_;
  fakes::FakeClock clock_;
  fakes::FakeKafka kafka_{clock_};
  Mischief mischief_;
  benchmarks::Workload workload_;
  std::vector<benchmarks::WorkloadEvent> events_;  // that are still to come; empty: the workload's
  const bool is_given_;
  std::map<std::string, fakes::FakeDisk> disks_;
  std::map<std::string, std::unique_ptr<Process>> pods_;
  std::set<std::string> busy_;
  std::string failure_;
};

}  // namespace sim
