// tests/sim/chaos_run.h
//
// The inside of run_chaos(): the steps of a run, and the plots of which some runs have one.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "sim/chaos.h"

namespace sim {

class ChaosRun final {
 public:
  explicit ChaosRun(const ChaosOptions& options);
  ChaosRun(const ChaosRun&) = delete;
  ChaosRun& operator=(const ChaosRun&) = delete;

  // What is wrong, or nothing.
  std::string run();
  World& world() { return world_; }

 private:
  // chaos_run.cc: the steps.
  WorldOptions world_options();
  fakes::FakeFoundation::Rows draw_founding(int partitions);
  void begin(const std::string& name);
  void begin_some();
  void stop(const std::string& name);
  void stop_all();
  void drain(std::string name);
  void feed(int records_max);
  void disturb();
  void hurt_disk();
  void turn();
  void turn_all();
  void turn_elsewhere();
  void calm();
  std::string end();
  std::string find_unexpected_stop();
  void tell(const std::string& what);
  void see(const std::string& what) { world_.kafka.see(what); }
  std::string any_pod();

  // plots.cc
  using Plot = void (ChaosRun::*)();
  Plot draw_plot();
  void sleep_for_days();
  void lose_offsets();
  void make_again();
  void cut_log();
  void add_partition();
  void pass_days(int days);
  // Turns until a worker stops for that reason; a failure if none does.
  void await_stop(const std::string& code);

  const ChaosOptions options_;
  Dice dice_;
  World world_;
  Mischief mischief_;
  std::set<std::string> frozen_;
  std::set<std::string> expected_stops_{"store_write"};
  std::string failure_;
};

}  // namespace sim
