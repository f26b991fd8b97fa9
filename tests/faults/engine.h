// tests/faults/engine.h
//
// Workers of the engine as processes on a real broker, and what must be true whatever happened to
// them. Every fixture of the fault matrix is one of these: topics, group and state of its own.
// Blocks; conditions are awaited with a limit.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "e2e/process.h"
#include "tests/kafka/cluster.h"

namespace faults {

using std::chrono::seconds;

// As the worker's command line takes them (tests/faults/worker.cc).
using Options = std::map<std::string, std::string>;

using process::await;

class EngineTest : public tests::kafka::BrokerTest {
 protected:
  static constexpr int kPartitions = 4;

  void SetUp() override;
  void TearDown() override;
  // By topic, "in", "out", "dead" or "changelog": what it has besides the usual.
  void make_topics(const std::map<std::string, std::map<std::string, std::string>>& settings = {});
  std::string topic(const std::string& which) const { return name_ + "-" + which; }

  // A worker process. `who` is its instance, unless the options say otherwise.
  void start(const std::string& who, const Options& options = {});
  // SIGTERM; it must leave with 0.
  void stop(const std::string& who);
  e2e::Process& process(const std::string& who) { return *processes_.at(who); }
  bool is_running(const std::string& who);
  // It has been frozen by a signal.
  bool is_frozen(const std::string& who);
  // It must leave by itself, with exit code 1.
  void expect_stop(const std::string& who, const std::string& code);
  // What it has said since its last start.
  std::string log(const std::string& who) const;
  bool has_said(const std::string& who, const std::string& text) const;
  bool has_said_after(const std::string& who, const std::string& first,
                      const std::string& text) const;
  void expect_said(const std::string& who, const std::string& text) const;
  // Resident memory as the kernel counts it, now and at most, in KiB.
  long memory_kib(const std::string& who, const std::string& field = "VmRSS");

  // Counts up keys: "v" of one of 300 keys each, in partitions by key.
  void feed(int records);
  // A record with a value that the stage knows (tests/fakes/fake_stage.h), and what comes of it.
  enum class Expected { Counted, Dropped, Dead };
  void feed_one(const std::string& key, const std::string& value, Expected expected);
  bool is_drained() const;
  void await_drained(seconds time = seconds(60));

  std::string state_of(const std::string& who) const { return folder_ + "/" + who; }
  void delete_state(const std::string& who);

  // No store of a dead worker is ahead of what Kafka has committed.
  void check_positions(const std::string& who) const;
  // All workers have stopped. Outputs exactly once and in order; dead letters; offsets; nothing
  // hangs; stores of the instances = fold of their changelog = stores restored from nothing.
  void check_all(const std::vector<std::string>& instances);

  void check_outputs() const;
  void check_dead() const;
  void check_stores(const std::vector<std::string>& instances) const;
  void check_nothing_hangs() const;

  std::string name_, folder_, changelog_;

 private:
  using Values = std::vector<std::optional<std::string>>;

  void expect(const std::string& key, Expected expected);

  std::map<std::string, int> counts_;     // of the keys that have a row
  std::map<std::string, Values> values_;  // expected outputs, by key
  std::size_t dead_ = 0;                  // expected
  std::map<std::string, std::unique_ptr<e2e::Process>> processes_;
  std::map<std::string, std::size_t> log_starts_;
  int fed_ = 0;
};

}  // namespace faults
