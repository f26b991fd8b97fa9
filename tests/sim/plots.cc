// What happens once in a run, in some runs: days that go by, a log that is cut, topics that are
// made again. Each ends with pods that go on.
#include <algorithm>

#include "sim/chaos_run.h"
#include "stream/incarnation.h"

namespace sim {
namespace {

using stream::Millis;

constexpr const char* kGroup = "dateline.fold.g1";
constexpr Millis kHalfDay{43'200'000};

}  // namespace

ChaosRun::Plot ChaosRun::draw_plot() {
  const int which = dice_.pick(1, 100);
  if (which <= 25) return &ChaosRun::sleep_for_days;
  if (which <= 33) return &ChaosRun::lose_offsets;
  if (which <= 43) return &ChaosRun::make_again;
  if (which <= 50) return &ChaosRun::cut_log;
  if (which <= 56) return &ChaosRun::add_partition;
  return nullptr;
}

void ChaosRun::pass_days(int days) {
  for (int i = 0; i < 2 * days && failure_.empty(); ++i) {
    world_.clock.advance(kHalfDay);
    for (int turns = 0; turns < 3 && failure_.empty(); ++turns) turn();
    world_.compact();
  }
}

// Some pods sleep or are down for so long that tombstones come and go without them.
void ChaosRun::sleep_for_days() {
  const int days = dice_.pick(2, 16);
  tell(std::to_string(days) + " days go by");
  if (world_.pods.size() > 1 && dice_.chance(500)) {
    frozen_.insert(any_pod());
    see("pod frozen");
  } else if (!world_.pods.empty()) {
    stop(any_pod());
  }
  begin_some();
  for (int i = 0; i < 5; ++i) {
    feed(6);
    for (int key = 0; key < 8; ++key) {
      if (dice_.chance(200)) world_.feed("k" + std::to_string(key), "drop");
    }
    turn();
  }
  pass_days(days);
  frozen_.clear();
}

// The group was empty beyond offsets.retention.minutes.
void ChaosRun::lose_offsets() {
  stop_all();
  tell("the group's offsets expire");
  see("offsets expired");
  pass_days(8);
  world_.expire_offsets();
  begin_some();
}

void ChaosRun::make_again() {
  stop_all();
  tell("topics are made again");
  see("topic made again");
  world_.recreate();
  begin_some();
}

// Somebody deletes the oldest records of a changelog. Nobody may go on from what is left of it; a
// person makes everything again.
void ChaosRun::cut_log() {
  const int partition = dice_.pick(0, world_.kafka.partitions("changelog") - 1);
  fakes::FakeLog& log = world_.kafka.log("changelog", partition);
  std::int64_t begin_at = -1;
  for (const std::int64_t offset : log.visible()) {
    if (*log.at(offset).message.key == stream::kIncarnationKey) begin_at = offset;
  }
  if (begin_at < 0) return;
  stop_all();
  log.cut(dice_.pick(static_cast<int>(begin_at) + 1, static_cast<int>(log.end())));
  tell("changelog " + std::to_string(partition) + " is cut at " + std::to_string(log.start()));
  see("log start past the position");
  await_stop("changelog_foreign");
  if (!failure_.empty()) return;
  make_again();
}

// The input gets a partition before the changelog does: whoever is given it stops.
void ChaosRun::add_partition() {
  tell("a partition is added");
  see("partitions added");
  const int count = world_.kafka.partitions("in") + 1;
  world_.kafka.add_partitions("in", count);
  const std::string name = world_.pods.empty() ? "pod-a" : any_pod();
  if (world_.pods.contains(name)) stop(name);
  begin(name);  // who joins brings the news
  await_stop("unknown_partition");
  stop_all();
  world_.kafka.add_partitions("changelog", count);
  world_.options.partitions = count;
  begin_some();
}

void ChaosRun::await_stop(const std::string& code) {
  expected_stops_.insert(code);
  frozen_.clear();
  const auto stopped = [&] {
    return std::any_of(world_.stopped.begin(), world_.stopped.end(),
                       [&](const Fault& fault) { return fault.code == code; });
  };
  for (int i = 0; i < 5'000 && failure_.empty() && !stopped(); ++i) {
    if (world_.pods.empty()) begin_some();
    turn();
  }
  if (failure_.empty() && !stopped()) failure_ = "no worker stops for " + code;
}

}  // namespace sim
