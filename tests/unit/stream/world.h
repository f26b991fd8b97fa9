// tests/unit/stream/world.h
//
// A broker, pods that come and die, and the oracle that judges what they left behind.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "fakes/fake_client.h"
#include "fakes/fake_crash.h"
#include "fakes/fake_disk.h"
#include "fakes/fake_stage.h"
#include "stream/worker.h"

namespace stream {

struct WorldOptions {
  int partitions = 2;
  bool has_state = true;
  WorkerOptions worker;
};

// One process with one worker.
struct Pod {
  Pod(fakes::FakeKafka& kafka, fakes::FakeClock& clock, fakes::FakeDisk& disk,
      const fakes::ClientNames& names, const WorldOptions& options);

  fakes::FakeDisk& disk;
  fakes::FakeCrash crash;
  fakes::FakeJournal journal;
  fakes::FoldStage stage;
  fakes::FakeSource source;
  fakes::FakeOutbox outbox;
  fakes::FakeChangelog changelog;
  Worker worker;
};

class World {
 public:
  explicit World(WorldOptions options = {});

  // A pod of that name, on the disk that the name had before.
  Pod& start(const std::string& name = "pod-a");
  void kill(const std::string& name = "pod-a");
  // Leaves in good order.
  Result<Done> drain(const std::string& name = "pod-a");
  Pod& pod(const std::string& name = "pod-a") { return *pods.at(name); }

  // Into the input partition of its key, not transactional.
  void feed(const std::string& key, const std::string& value = "v");
  // An aborted transaction in that partition of a topic: records and a marker that nobody is given.
  void feed_aborted(const std::string& topic, int partition, int records);

  // One turn of each living pod. A pod that crashes is killed; its name is in `crashed`.
  void turn();
  // Turns until the whole input is committed. False if that takes more than `turns_max`.
  bool settle(int turns_max = 20'000);
  bool is_settled();

  // The first thing that is wrong, or nothing. All pods are drained or dead, markers delivered.
  std::string verdict(bool compacted = false);
  // No store is ahead of Kafka, each is a prefix of its changelog.
  std::string judge_stores();
  fakes::Rows fold_changelog(int partition, std::int64_t until);
  std::vector<std::string> output();  // key:value in log order, partition by partition

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
  fakes::ClientNames names(const std::string& pod) const;
};

}  // namespace stream
