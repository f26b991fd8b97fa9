#include "sim/world.h"

#include <algorithm>

#include "base/hash.h"

namespace sim {

Pod::Pod(fakes::FakeKafka& kafka, fakes::FakeClock& clock, fakes::FakeDisk& disk,
         const fakes::ClientNames& names, const WorldOptions& options)
    : PodParts(options.has_state),
      Engine(kafka, clock, disk, crash, names, stage,
             {.worker = options.worker,
              .bytes_max = options.bytes_max,
              .founding = options.founding,
              .wrap = options.wrap}) {}

World::World(WorldOptions its_options)
    : options(std::move(its_options)), key_partitions_(options.partitions) {
  kafka.make_topic("in", options.partitions);
  kafka.make_topic("out", 3);
  kafka.make_topic("changelog", options.partitions);
  kafka.make_topic("dead", 1);
}

fakes::ClientNames World::names(const std::string& name) const {
  fakes::ClientNames names;
  names.member = name;
  names.transactional_id = names.group + "." + name;
  return names;
}

Pod& World::start(const std::string& name) {
  auto pod = std::make_unique<Pod>(kafka, clock, disks[name], names(name), options);
  return *(pods[name] = std::move(pod));
}

// By value: the caller may name a pod by its own key.
void World::kill(std::string name) {
  pods.erase(name);
  disks[name].crash();
  kafka.die(names(name).group, name);
}

Result<Done> World::drain(std::string name) {
  busy_.insert(name);
  const auto idle = [this, &name](void*) { busy_.erase(name); };
  const std::unique_ptr<void, decltype(idle)> end(this, idle);
  const Result<Done> drained = pod(name).worker.drain();
  pods.erase(name);
  return drained;
}

void World::feed(const std::string& key, const std::string& value) {
  kafka.append("in", base::partition_for_key(key, key_partitions_), {key, value, {}});
}

void World::feed_aborted(const std::string& topic, int partition, int records) {
  const auto epoch = kafka.init("elsewhere");
  if (epoch.error != fakes::TxnError::None) return;  // the markers of the last one are on their way
  for (int i = 0; i < records; ++i) {
    kafka.produce("elsewhere", epoch.epoch, {topic, partition}, {"never", "seen", {}});
  }
  kafka.end("elsewhere", epoch.epoch, fakes::TxnState::Aborted);
}

void World::turn() {
  std::vector<std::string> living;
  for (const auto& [name, pod] : pods) living.push_back(name);
  for (const std::string& name : living) turn(name);
}

void World::turn(const std::string& name) {
  if (!pods.contains(name) || !busy_.insert(name).second) return;
  try {
    const Result<Done> done = pods.at(name)->worker.turn();
    if (!done) {
      stopped.push_back(done.fault());
      pods.erase(name);
    }
  } catch (const fakes::Crash& crash) {
    crashed.push_back(crash.point);
    kill(name);
  }
  busy_.erase(name);
}

bool World::is_settled() {
  for (int p = 0; p < options.partitions; ++p) {
    const auto committed = kafka.committed(names("").group, {"in", p});
    const fakes::FakeLog& log = kafka.log("in", p);
    if (log.stable_end() < log.end())
      return false;  // a marker is on its way, and records behind it
    if (log.find_visible(committed.value_or(0))) return false;
  }
  return true;
}

bool World::settle(int turns_max) {
  for (int i = 0; i < turns_max; ++i) {
    if (is_settled()) return true;
    if (pods.empty()) return false;
    turn();
  }
  return false;
}

void World::expire_offsets() {
  const std::string group = names("").group;
  for (int p = 0; p < options.partitions; ++p) {
    const auto committed = kafka.committed(group, {"in", p});
    if (committed) restarts_[p].push_back(*committed);
  }
  kafka.forget_offsets(group);
}

void World::recreate() {
  for (const char* topic : {"out", "changelog", "dead"}) kafka.remake_topic(topic);
  kafka.forget_offsets(names("").group);
  restarts_.clear();
  compacted_ = false;
}

void World::compact() {
  compacted_ = true;
  kafka.compact("changelog");
}

}  // namespace sim
