#include "adapters/status/health.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

namespace adapters::status {
namespace {

using stream::MeterSnapshot;

template <class Judge>
Health each_worker(const View& view, Judge judge) {
  Health health;
  for (const StageView& stage : view.stages) {
    for (std::size_t i = 0; i < stage.workers.size(); ++i) {
      Finding finding = judge(stage.workers[i]);
      finding.what = stage.spec.name + " worker " + std::to_string(i) + ": " + finding.what;
      health.good &= finding.good;
      health.findings.push_back(std::move(finding));
    }
  }
  return health;
}

std::string partitions(std::int64_t count) {
  return std::to_string(count) + (count == 1 ? " partition" : " partitions");
}

std::string with_commas(std::int64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
  return text;
}

std::string describe_restore(const MeterSnapshot& worker) {
  const double left = restore_eta(worker);
  return "restoring " + std::to_string(worker.restoring_partitions) + " of " +
         partitions(worker.assigned_partitions) + ", " + with_commas(worker.restore_remaining) +
         " records left, " +
         (std::isinf(left) ? "rate not known yet"
                           : "about " + with_commas(std::llround(std::ceil(left))) + " s");
}

Finding judge_ready(const MeterSnapshot& worker) {
  if (!worker.had_assignment) return {false, "waits for its first assignment"};
  if (worker.restoring_partitions > 0) return {false, describe_restore(worker)};
  const std::int64_t behind = worker.assigned_partitions - worker.live_partitions;
  if (behind > 0) {
    return {false, std::to_string(behind) + " of " + partitions(worker.assigned_partitions) +
                       " not live yet"};
  }
  return {true, partitions(worker.live_partitions) + " live"};
}

}  // namespace

double heartbeat_age(const View& view, const MeterSnapshot& worker) {
  if (worker.heartbeat.count() == 0) return 0;
  return std::max(0.0, std::chrono::duration<double>(view.tick - worker.heartbeat).count());
}

double restore_eta(const MeterSnapshot& worker) {
  if (worker.restore_remaining == 0) return 0;
  if (worker.restore_rate == 0) return std::numeric_limits<double>::infinity();
  return static_cast<double>(worker.restore_remaining) / static_cast<double>(worker.restore_rate);
}

Health startup(const View& view) {
  return each_worker(view, [](const MeterSnapshot& worker) {
    const bool beat = worker.heartbeat.count() != 0;
    return Finding{beat, beat ? "has begun" : "has not begun yet"};
  });
}

Health liveness(const View& view) {
  const double most = std::chrono::duration<double>(view.heartbeat_age_max).count();
  return each_worker(view, [&view, most](const MeterSnapshot& worker) {
    const double age = heartbeat_age(view, worker);
    return Finding{age < most,
                   "last heartbeat " + std::to_string(static_cast<int>(age)) + " s ago"};
  });
}

Health readiness(const View& view) {
  Health health = each_worker(view, judge_ready);
  if (!view.waits_for.empty()) {
    health.good = false;
    health.findings.push_back({false, "waits for " + view.waits_for});
  }
  if (view.draining) {
    health.good = false;
    health.findings.push_back({false, "draining after a signal"});
  }
  return health;
}

}  // namespace adapters::status
