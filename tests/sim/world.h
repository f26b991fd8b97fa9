// tests/sim/world.h
//
// A broker, pods that come and die, each with one worker of a small stage that folds, and the
// oracle that judges what they left behind. One thread; what happens when is the caller's choice.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "fakes/fake_stage.h"
#include "sim/engine.h"

namespace sim {

using stream::Done;
using stream::Fault;
using stream::Result;

struct WorldOptions {
  int partitions = 2;
  bool has_state = true;
  stream::WorkerOptions worker;
  std::size_t bytes_max = 1 << 20;       // of a record
  fakes::FakeFoundation::Rows founding;  // what each new state begins with
  Wrap wrap;
};

// What a pod has before its worker.
struct PodParts {
  explicit PodParts(bool has_state) : stage(has_state) {}
  fakes::FakeCrash crash;
  fakes::FoldStage stage;
};

// One process with one worker.
struct Pod : PodParts, Engine {
  Pod(fakes::FakeKafka& kafka, fakes::FakeClock& clock, fakes::FakeDisk& disk,
      const fakes::ClientNames& names, const WorldOptions& options);
};

class World {
 public:
  explicit World(WorldOptions options = {});

  // A pod of that name, on the disk that the name had before.
  Pod& start(const std::string& name = "pod-a");
  void kill(std::string name = "pod-a");
  // Leaves in good order.
  Result<Done> drain(std::string name = "pod-a");
  Pod& pod(const std::string& name = "pod-a") { return *pods.at(name); }

  // Into the input partition of its key, not transactional.
  void feed(const std::string& key, const std::string& value = "v");
  // An aborted transaction in that partition of a topic: records and a marker that nobody is given.
  void feed_aborted(const std::string& topic, int partition, int records);

  // One turn of each living pod. A pod that crashes is killed; its point is in `crashed`.
  void turn();
  // Of one. Nothing if it does not live, or is in the middle of its turn.
  void turn(const std::string& name);
  // Turns until the whole input is committed. False if that takes more than `turns_max`.
  bool settle(int turns_max = 20'000);
  bool is_settled();

  // Everything is decided and told; nobody lives.
  // The group was empty for too long: the input is folded once more, onto the state there is.
  void expire_offsets();
  // All but the input is made again under the same name, and the group begins anew.
  void recreate();
  void compact();

  // The first thing that is wrong, or nothing. All pods are drained or dead, markers delivered.
  std::string verdict();
  // No store is ahead of Kafka, each is a prefix of its changelog.
  std::string judge_stores();
  // A pod on an empty disk holds what the others hold.
  std::string judge_restored();
  fakes::Rows fold_changelog(int partition, std::int64_t until);
  std::vector<std::string> output();  // key:value in log order, partition by partition
  fakes::ClientNames names(const std::string& pod) const;

  WorldOptions options;
  fakes::FakeClock clock;
  fakes::FakeKafka kafka{clock};
  std::map<std::string, fakes::FakeDisk> disks;
  std::map<std::string, std::unique_ptr<Pod>> pods;
  std::vector<std::string> crashed;
  std::vector<Fault> stopped;

 private:
  struct Expected;
  Expected expect();
  fakes::Rows founding(int partition) const;
  std::string judge_output(const Expected& expected);
  std::string judge_dead(const Expected& expected);
  std::string judge_changelog(const Expected& expected);
  std::string judge_ends();
  std::string judge_store(int partition, const fakes::DiskStore& store);

  const int key_partitions_;
  std::set<std::string> busy_;
  std::map<int, std::vector<std::int64_t>> restarts_;  // where each fold of the input ended
  bool compacted_ = false;
};

}  // namespace sim
