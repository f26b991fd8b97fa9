#include "sim/chaos_run.h"

#include "base/hash.h"

namespace sim {
namespace {

using stream::Millis;

constexpr const char* kGroup = "dateline.fold.g1";
constexpr const char* kPods[] = {"pod-a", "pod-b", "pod-c"};
constexpr const char* kPoints[] = {
    "*",         "half-sent",    "sent",    "offsets",  "end-sent",         "end-lost",
    "committed", "half-applied", "applied", "flushing", "rebuilt",          "asked",
    "placed",    "slice",        "wiped",   "restored", "revoke-committed", "revoke-closed",
    "polled",    "handled",      "begun",   "stop-1",   "stop-2",           "stop-3",
    "stop-4",    "founded"};
constexpr std::size_t kBytesMax = 3'000;  // of a record
constexpr int kKeys = 8;

}  // namespace

ChaosRun::ChaosRun(const ChaosOptions& options)
    : options_(options),
      dice_(options.seed),
      world_(world_options()),
      mischief_(dice_, world_.kafka, {kGroup}) {
  mischief_.elsewhere = [this] { turn_elsewhere(); };
  if (!options.tell) return;
  world_.kafka.on_seen = [this](const std::string& what) {
    const bool frequent = what.starts_with("restore") || what.starts_with("concurrent");
    if (!frequent) tell("    " + what);
  };
}

WorldOptions ChaosRun::world_options() {
  WorldOptions options;
  options.partitions = dice_.pick(1, 5);
  options.bytes_max = kBytesMax;
  options.wrap = options_.wrap;
  if (dice_.chance(500)) options.founding = draw_founding(options.partitions);
  stream::WorkerOptions& worker = options.worker;
  worker.commit_records = static_cast<std::size_t>(dice_.pick(1, 12));
  worker.commit_interval = Millis(dice_.pick(1, 100));
  worker.flush_after = static_cast<std::size_t>(dice_.pick(1, 4'000));
  worker.flush_interval = Millis(dice_.pick(1, 300'000));
  worker.restore_slice_bytes = static_cast<std::size_t>(dice_.pick(1, 200));
  worker.restore_flush_after = static_cast<std::size_t>(dice_.pick(1, 2'000));
  worker.overlay_bytes_max = static_cast<std::size_t>(dice_.pick(100, 3'000));
  worker.measure_interval = Millis(dice_.pick(0, 200));
  worker.rebuilds_before_halving = static_cast<std::uint32_t>(dice_.pick(1, 4));
  return options;
}

// Some keys do not begin at nothing.
fakes::FakeFoundation::Rows ChaosRun::draw_founding(int partitions) {
  fakes::FakeFoundation::Rows rows;
  for (int key = 0; key < kKeys; ++key) {
    if (dice_.chance(400)) continue;
    const std::string name = "k" + std::to_string(key);
    rows[base::partition_for_key(name, partitions)].push_back({name, "100"});
  }
  return rows;
}

void ChaosRun::tell(const std::string& what) {
  if (!options_.tell) return;
  options_.tell(std::to_string(world_.clock.tick().count() / 1'000'000) + " ms  " + what);
}

std::string ChaosRun::run() {
  begin("pod-a");
  if (dice_.chance(700)) begin("pod-b");
  const int steps = dice_.pick(15, 50);
  const Plot plot = draw_plot();
  const int plot_at = dice_.pick(5, steps);
  for (int i = 0; i < steps && failure_.empty(); ++i) {
    if (plot != nullptr && i == plot_at) (this->*plot)();
    disturb();
    turn();
  }
  if (!failure_.empty()) return failure_;
  calm();
  return end();
}

void ChaosRun::begin(const std::string& name) {
  if (world_.pods.contains(name)) return;
  if (dice_.chance(250)) {
    world_.disks[name].clear();
    see("disk lost");
  }
  tell("starts " + name);
  see("pod joined");
  Pod& pod = world_.start(name);
  if (dice_.chance(700)) {
    const char* point = dice_.of(kPoints);
    pod.crash.arm(point, *point == '*' ? dice_.pick(1, 200) : dice_.pick(1, 6));
  }
  mischief_.attach(pod);
  pod.foundation.asks = dice_.pick(1, 4);
  pod.outbox.refuses = [](const stream::Outgoing& record) {
    return record.destination == stream::Destination::Output && fakes::is_poison(record.value);
  };
  pod.journal.echo = [this, name](const std::string& line) {
    tell(name + ": " + line);
    const std::string_view reason = "reason=";
    const auto at = line.find(reason);
    if (line.starts_with("store wiped")) see("wiped: " + line.substr(at + reason.size()));
  };
}

void ChaosRun::begin_some() {
  begin(kPods[dice_.pick(0, 2)]);
  if (dice_.chance(600)) begin(kPods[dice_.pick(0, 2)]);
}

std::string ChaosRun::any_pod() {
  auto pod = world_.pods.begin();
  std::advance(pod, dice_.pick(0, static_cast<int>(world_.pods.size()) - 1));
  return pod->first;
}

void ChaosRun::drain(std::string name) {
  tell("drains " + name);
  frozen_.erase(name);
  try {
    if (const auto drained = world_.drain(name); !drained) {
      world_.stopped.push_back(drained.fault());
    }
    see("pod left");
  } catch (const fakes::Crash& crash) {
    tell(name + " dies at " + crash.point);
    world_.crashed.push_back(crash.point);
    world_.kill(name);
  }
}

void ChaosRun::stop(const std::string& name) {
  if (dice_.chance(500)) return drain(name);
  tell("kills " + name);
  see("pod killed");
  frozen_.erase(name);
  world_.kill(name);
}

// Nobody lives, and nothing is on its way.
void ChaosRun::stop_all() {
  while (!world_.pods.empty()) stop(world_.pods.begin()->first);
  world_.clock.advance(Millis(30'000));
  world_.kafka.deliver_late();
  world_.kafka.catch_up();
  world_.clock.advance(Millis(30'000));
  world_.kafka.catch_up();
}

void ChaosRun::feed(int records_max) {
  for (int i = dice_.pick(0, records_max); i > 0; --i) {
    const int kind = dice_.pick(1, 1000);
    std::string value = kind <= 60    ? "bad"
                        : kind <= 160 ? "drop"
                        : kind <= 200 ? "both"
                        : kind <= 210 ? "poison"
                        : kind <= 215 ? "big:" + std::to_string(kBytesMax)
                        : kind <= 220 ? "wide:" + std::to_string(kBytesMax)
                        : kind <= 240 ? "wide:90"
                                      : "v";
    if (value == "poison") see("refused record");
    if (value.ends_with("000")) see("oversize record");
    world_.feed("k" + std::to_string(dice_.pick(0, kKeys - 1)), value);
  }
  const int partition = dice_.pick(0, world_.kafka.partitions("changelog") - 1);
  if (dice_.chance(100)) world_.feed_aborted("in", partition, dice_.pick(1, 3));
  if (dice_.chance(50)) world_.feed_aborted("changelog", partition, 2);
}

void ChaosRun::disturb() {
  feed(12);
  if (dice_.chance(100)) world_.kafka.rebalance(kGroup);
  for (const char* name : kPods) {
    if (dice_.chance(80)) begin(name);
  }
  if (dice_.chance(40) && !world_.pods.empty()) stop(any_pod());
  if (dice_.chance(50)) world_.compact();
  if (dice_.chance(30)) hurt_disk();
  if (dice_.chance(50) && !world_.pods.empty()) {
    world_.pod(any_pod()).clock.skew = Millis(dice_.pick(-3'600'000, 240'000));
    see("clock stepped");
  }
  if (dice_.chance(60)) frozen_.clear();
  if (dice_.chance(30) && world_.pods.size() > 1) {
    frozen_.insert(any_pod());
    see("pod frozen");
  }
}

void ChaosRun::hurt_disk() {
  if (world_.pods.empty()) return;
  fakes::FakeDisk& disk = world_.pod(any_pod()).disk;
  fakes::DiskStore& store = disk.at(dice_.pick(0, world_.options.partitions - 1));
  if (dice_.chance(700)) {
    store.corrupt = true;
    see("store damaged");
  } else {
    store.apply_fault = base::stop("store_write", "no space left");
    see("disk full");
  }
}

// A frozen pod is missed after a session timeout, without knowing it.
void ChaosRun::turn() {
  const std::size_t crashed = world_.crashed.size();
  turn_all();
  for (std::size_t i = crashed; i < world_.crashed.size(); ++i) {
    tell("dies at " + world_.crashed[i]);
  }
  for (const std::string& name : frozen_) {
    if (dice_.chance(100)) world_.kafka.put_out(kGroup, name, false);
  }
  if (failure_.empty()) failure_ = world_.judge_stores();
  if (failure_.empty()) failure_ = find_unexpected_stop();
}

void ChaosRun::turn_all() {
  std::vector<std::string> names;
  for (const auto& [name, pod] : world_.pods) names.push_back(name);
  for (const std::string& name : names) {
    if (!frozen_.contains(name)) world_.turn(name);
  }
}

void ChaosRun::turn_elsewhere() {
  see("turns in the middle of a turn");
  if (dice_.chance(300)) begin_some();
  for (int i = dice_.pick(1, 8); i > 0; --i) turn_all();
}

std::string ChaosRun::find_unexpected_stop() {
  for (const Fault& fault : world_.stopped) {
    if (expected_stops_.contains(std::string(fault.code))) continue;
    return "a worker stops: " + std::string(fault.code) + " " + fault.detail;
  }
  return "";
}

// Nothing goes wrong any more, but what has gone wrong stays.
void ChaosRun::calm() {
  tell("all is calm");
  mischief_.calm();
  frozen_.clear();
  for (const char* name : {"pod-a", "pod-b"}) begin(name);
  for (auto& [name, pod] : world_.pods) {
    pod->crash.arm("");
    pod->outbox.reports_offsets = true;
    pod->clock.skew = Millis(0);
    for (int p = 0; p < world_.options.partitions; ++p) pod->disk.at(p).apply_fault.reset();
  }
}

std::string ChaosRun::end() {
  if (!world_.settle()) {
    const std::string stop = find_unexpected_stop();
    return stop.empty() ? "it does not come to its end" : stop;
  }
  while (!world_.pods.empty()) drain(world_.pods.begin()->first);
  stop_all();
  if (auto stop = find_unexpected_stop(); !stop.empty()) return stop;
  if (auto wrong = world_.verdict(); !wrong.empty()) return wrong;
  return world_.judge_restored();
}

}  // namespace sim
