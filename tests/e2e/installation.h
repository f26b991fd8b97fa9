// tests/e2e/installation.h
//
// One Dateline on the real broker: topics, groups and a state folder under names of its own, the
// binary that runs on them, and a look at all that it leaves behind. Blocks; throws
// std::runtime_error when broker or process do not do their part in time. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/kafka/topics.h"
#include "e2e/oracle.h"
#include "e2e/process.h"
#include "tests/kafka/cluster.h"

namespace e2e {

struct InstallationOptions {
  std::string name;    // short, for the names of its topics
  int partitions = 4;  // of every topic, and of the changelog
  // DATELINE_TEST_COMMAND, a program and its first words, runs in its place: the same tests of an
  // image.
  std::string binary;
  std::map<std::string, std::string> settings;  // path -> value, as with --set
  bool has_lane = false;                        // of backfills
};

// State and outputs of its own; on the first one's log of candidates, if it has none.
struct Generation {
  std::string name, clean, versions, changelog, candidates = {};
};

class Installation final {
 public:
  explicit Installation(InstallationOptions options);
  ~Installation();  // its folder goes with it
  Installation(const Installation&) = delete;
  Installation& operator=(const Installation&) = delete;

  // `dateline run`; the process of before must have ended.
  void start(const std::map<std::string, std::string>& environment = {});
  // Every worker has had an assignment, and all its partitions are live. With several workers it
  // may be an empty one for a moment, as a cooperative rebalance begins.
  void await_ready(std::chrono::seconds patience = std::chrono::seconds(60));
  // SIGTERM; it must leave with 0.
  void stop();
  Process& process() { return *process_; }
  // A second process of the same application, with a state folder and a log of its own.
  std::unique_ptr<Process> start_beside(const std::string& instance) const;
  // Its names; from the raw events, if it has its own candidates.
  enum class Input { Raw, Candidates };
  Generation name_generation(const std::string& name, Input input = Input::Candidates) const;
  // Makes its topics.
  Generation make_generation(const std::string& name) const;
  // `dateline run` of its stages; what it says is log_of(name). `settings`: before its own,
  // which listens to nobody.
  std::unique_ptr<Process> start(const Generation& generation,
                                 const std::map<std::string, std::string>& environment = {},
                                 const std::map<std::string, std::string>& settings = {}) const;
  // Another verb of the binary with the same configuration; what it says is log_of(verb).
  std::unique_ptr<Process> start_verb(
      const std::vector<std::string>& arguments,
      const std::map<std::string, std::string>& environment = {}) const;
  std::string log_of(const std::string& instance) const;
  std::string metrics() const;        // empty: it does not answer
  double commits() const;             // as it counts them
  int port() const { return port_; }  // of its status server

  // Records of both input topics that no group has committed yet.
  std::int64_t unread() const;
  std::int64_t unread(const Generation& generation) const;
  void await_drained(std::chrono::seconds patience);

  // Every committed record of a topic up to its end, in the order of each partition.
  void each_record(const std::string& topic, const std::function<void(LogRecord)>& take) const;
  std::vector<PartitionEnd> ends() const;
  // The rows of the stores of `version`, by partition.
  std::map<std::int32_t, Rows> stores() const;
  void delete_state();
  // The same of a life that begins without any state, once it has all partitions and they are
  // live. Starts it and stops it.
  std::map<std::int32_t, Rows> restore_stores(std::chrono::seconds patience);

  std::string group(std::string_view stage, std::string_view generation = "g1") const;
  std::string group_of_replay(const std::string& id) const { return app_ + ".replay." + id; }
  // Path to value: what makes any process one of this application.
  std::map<std::string, std::string> settings() const;
  const std::string& folder() const { return folder_; }
  std::string log() const;  // of all its lives, the end of it

  // Without a lane, `backfill` is empty.
  std::string raw, backfill, candidates, clean, versions, dead, changelog, takedowns;

 private:
  void create_topics(const adapters::kafka::TopicNames& names,
                     const std::string& its_changelog) const;
  // Fails if the process ends first; `what` follows "it".
  void await(const std::string& what, std::chrono::seconds patience,
             const std::function<bool()>& done);
  std::int64_t unread(const std::string& topic, const std::string& its_group) const;
  std::string state() const { return folder_ + "/state"; }
  std::unique_ptr<Process> make_process(const std::vector<std::string>& verb,
                                        std::map<std::string, std::string> settings,
                                        const std::map<std::string, std::string>& environment,
                                        const std::string& log) const;

  const InstallationOptions options_;
  const std::string app_, folder_;
  int port_ = 0;
  std::unique_ptr<Process> process_;
};

}  // namespace e2e
