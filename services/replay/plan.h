// replay/plan.h
//
// What a replay of a topic would do: from where to where in each partition, how much that is, how
// long it takes, and why it must not be done. A function of the request and of what was found.
// Must not know: Kafka, who prints it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "replay/control.h"
#include "replay/filter.h"
#include "replay/point.h"

namespace replay {

// What was asked for.
struct Request {
  std::string topic, target;
  std::string from = "earliest", to = "now";  // as spelled
  Point from_point = {}, to_point = {};
  base::Millis slack{0};
  std::vector<std::int32_t> partitions = {};  // empty: all
  Selection selection = {};
  bool accepts_gap = false;
};

// A hash of everything that decides what is copied, as it was spelled: the same command after a
// death is the same request, though its "-7d" is another time by then.
std::string digest_of(const Request& request);

// The request's times widened by its slack, and its selection narrowed to what was meant.
Request with_slack(Request request);

// One partition, as it was found.
struct Found {
  std::int32_t partition = 0;
  std::int64_t start = 0, end = 0;  // of the log
  std::optional<std::int64_t> from_at = {},
                              to_at = {};  // first offset at or after the asked time; -1: none
  std::optional<base::Timestamp> first_time = {};  // of the first record, where it matters
  double bytes_mean = 0;                           // of a record in the range, sampled
};

// One topic, as it was found.
struct Topic {
  bool exists = false;
  std::optional<std::int64_t> bytes_max = {};  // max.message.bytes
  bool has_append_time = true;
};

struct World {
  Topic source = {}, target = {};
  int readers = 0;                     // members of the group that reads the target
  std::int64_t live_lag = 0;           // records, of the stage that is furthest behind
  std::vector<Found> partitions = {};  // of the source, ascending
};

struct PlanRow {
  std::int32_t partition = 0;
  std::int64_t from = 0, to = 0;  // `to` itself is out
  std::uint64_t records = 0;      // at most: markers and compaction leave gaps
  std::uint64_t bytes = 0;        // about
  std::string note = {};

  bool operator==(const PlanRow&) const = default;
};

struct Plan {
  std::string topic, target, id, digest;
  std::vector<PlanRow> rows;
  std::vector<std::string> refusals;  // empty: it may be done
  std::int64_t live_lag = 0;

  std::uint64_t records() const;
  std::uint64_t bytes() const;
};

// One partition's range, and what retention has taken of it.
PlanRow make_row(const Request& request, const Found& found);

// What is against a lane of this name, whatever is to be copied into it.
void refuse_lane(const std::string& target, const World& world, std::vector<std::string>& refusals);

// `id` empty: made from the plan itself.
Plan make_plan(const Request& request, const World& world, const std::string& id);

// At these rates; nothing if there is none.
std::optional<base::Millis> time_for(const Plan& plan, const Rates& rates);

}  // namespace replay
