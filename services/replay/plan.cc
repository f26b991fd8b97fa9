#include "replay/plan.h"

#include <algorithm>
#include <cmath>

#include "base/hash.h"

namespace replay {
namespace {

constexpr std::size_t kIdDigits = 12;

std::string hash_of(const std::string& text) { return to_hex(base::xxh3_128(text)); }

std::string spell(base::Timestamp time) { return base::to_rfc3339(time); }

// Where a partition's range begins or ends.
std::int64_t resolve(const Point& point, const Found& found, std::optional<std::int64_t> at) {
  switch (point.kind) {
    case Point::Kind::Earliest:
      return found.start;
    case Point::Kind::Now:
      return found.end;
    case Point::Kind::Offset:
      return std::clamp(point.offset, found.start, found.end);
    case Point::Kind::Time:
      break;
  }
  return at && *at >= 0 ? std::clamp(*at, found.start, found.end) : found.end;
}

// What retention has already taken of the range; empty: nothing.
std::string describe_gap(const Request& request, const Found& found) {
  const Point& from = request.from_point;
  if (found.start == 0) return {};
  if (from.kind == Point::Kind::Offset && from.offset < found.start) {
    return "asked offset " + std::to_string(from.offset) + ", log starts at " +
           std::to_string(found.start) + " (retention)";
  }
  if (from.kind != Point::Kind::Time) return {};
  const std::string asked = "asked " + spell(from.time);
  if (found.start == found.end) return asked + ", log is empty by now (retention)";
  if (!found.first_time || *found.first_time <= from.time) return {};
  return asked + ", log starts " + spell(*found.first_time) + " (retention)";
}

void refuse_topics(const Request& request, const World& world, std::vector<std::string>& refusals) {
  if (request.topic == request.target) {
    refusals.push_back("source and target are one topic: " + request.topic);
  }
  if (!world.source.exists) refusals.push_back("topic " + request.topic + " does not exist");
  if (world.source.bytes_max && world.target.bytes_max &&
      *world.target.bytes_max < *world.source.bytes_max) {
    refusals.push_back(request.target + " takes records of " +
                       std::to_string(*world.target.bytes_max) + " bytes, " + request.topic +
                       " has some of up to " + std::to_string(*world.source.bytes_max) +
                       " (max.message.bytes)");
  }
  refuse_lane(request.target, world, refusals);
}

void refuse_partitions(const Request& request, const Plan& plan,
                       std::vector<std::string>& refusals) {
  for (const std::int32_t wanted : request.partitions) {
    const bool is_there =
        std::any_of(plan.rows.begin(), plan.rows.end(),
                    [wanted](const PlanRow& row) { return row.partition == wanted; });
    if (!is_there) {
      refusals.push_back(request.topic + " has no partition " + std::to_string(wanted));
    }
  }
  std::string cut;
  for (const PlanRow& row : plan.rows) {
    if (!row.note.empty()) cut += (cut.empty() ? "" : ", ") + std::to_string(row.partition);
  }
  if (cut.empty() || request.accepts_gap) return;
  refusals.push_back((cut.find(',') == std::string::npos ? "partition " + cut + " is"
                                                         : "partitions " + cut + " are") +
                     " cut (--accept-gap to go on)");
}

// Equal plans of equal offsets have equal names.
std::string id_of(const Plan& plan) {
  std::string text = plan.digest;
  for (const PlanRow& row : plan.rows) {
    text += ' ' + std::to_string(row.partition) + ':' + std::to_string(row.from) + '-' +
            std::to_string(row.to);
  }
  return hash_of(text).substr(0, kIdDigits);
}

bool is_wanted(const Request& request, std::int32_t partition) {
  return request.partitions.empty() ||
         std::find(request.partitions.begin(), request.partitions.end(), partition) !=
             request.partitions.end();
}

}  // namespace

void refuse_lane(const std::string& target, const World& world,
                 std::vector<std::string>& refusals) {
  if (!world.target.exists) {
    refusals.push_back("topic " + target + " does not exist");
    return;
  }
  if (!world.target.has_append_time) {
    refusals.push_back(target +
                       " keeps records by their own time (message.timestamp.type is not "
                       "LogAppendTime): retention would delete old news at once");
  }
  if (world.readers == 0) {
    refusals.push_back("nobody reads " + target + ": start `dateline run` first");
  }
}

std::string digest_of(const Request& request) {
  std::string text = "topic=" + request.topic + " target=" + request.target +
                     " from=" + request.from + " to=" + request.to +
                     " slack=" + std::to_string(request.slack.count());
  for (const std::int32_t partition : request.partitions) {
    text += " partition=" + std::to_string(partition);
  }
  return hash_of(text + to_text(request.selection)).substr(0, 16);
}

Request with_slack(Request request) {
  if (request.slack.count() == 0) return request;
  if (request.from_point.kind == Point::Kind::Time) {
    request.selection.came_from = request.from_point.time;
    request.from_point.time.value -= request.slack.count();
  }
  if (request.to_point.kind == Point::Kind::Time) {
    request.selection.came_to = request.to_point.time;
    request.to_point.time.value += request.slack.count();
  }
  return request;
}

std::uint64_t Plan::records() const {
  std::uint64_t sum = 0;
  for (const PlanRow& row : rows) sum += row.records;
  return sum;
}

std::uint64_t Plan::bytes() const {
  std::uint64_t sum = 0;
  for (const PlanRow& row : rows) sum += row.bytes;
  return sum;
}

// A request that ends before the log begins misses all of it, and one that begins behind the end
// misses nothing.
PlanRow make_row(const Request& request, const Found& found) {
  PlanRow row;
  row.partition = found.partition;
  row.from = resolve(request.from_point, found, found.from_at);
  row.to = std::max(row.from, resolve(request.to_point, found, found.to_at));
  row.records = static_cast<std::uint64_t>(row.to - row.from);
  row.bytes =
      static_cast<std::uint64_t>(std::llround(static_cast<double>(row.records) * found.bytes_mean));
  row.note = describe_gap(request, found);
  return row;
}

Plan make_plan(const Request& asked, const World& world, const std::string& id) {
  const Request request = with_slack(asked);
  Plan plan;
  plan.topic = asked.topic;
  plan.target = asked.target;
  plan.id = id;
  plan.digest = digest_of(asked);
  plan.live_lag = world.live_lag;
  for (const Found& found : world.partitions) {
    if (is_wanted(request, found.partition)) plan.rows.push_back(make_row(request, found));
  }
  refuse_topics(request, world, plan.refusals);
  if (world.source.exists) refuse_partitions(request, plan, plan.refusals);
  if (plan.id.empty()) plan.id = id_of(plan);
  return plan;
}

std::optional<base::Millis> time_for(const Plan& plan, const Rates& rates) {
  if (rates.records == 0 && rates.bytes == 0) return std::nullopt;
  double seconds = 0;
  if (rates.records > 0) {
    seconds = static_cast<double>(plan.records()) / static_cast<double>(rates.records);
  }
  if (rates.bytes > 0) {
    seconds =
        std::max(seconds, static_cast<double>(plan.bytes()) / static_cast<double>(rates.bytes));
  }
  return base::Millis(std::llround(seconds * 1000));
}

}  // namespace replay
