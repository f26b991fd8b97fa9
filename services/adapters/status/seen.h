// adapters/status/seen.h
//
// What the status page shows beside the figures of metrics: how the last minutes went, whose the
// news were, some of them, a backfill. Plain values.
// Must not know: HTTP, news.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "stream/meter_snapshot.h"

namespace adapters::status {

using stream::NamedCount;

// Of a stage at one moment; counts since the process began.
struct HistoryPoint {
  std::uint64_t consumed = 0, produced = 0, dead = 0;
  std::int64_t lag_records = 0;
  stream::Millis lag{0};

  bool operator==(const HistoryPoint&) const = default;
};

// What all stages were like at one moment, in the order of View::stages.
struct HistoryEntry {
  stream::Tick at{0};
  std::vector<HistoryPoint> stages;
};

// One of the most frequent sites. A site that came late may be counted too high, by `over` at most.
struct TopSite {
  std::string site;
  std::uint64_t count = 0, over = 0;
  std::vector<NamedCount> parts = {};  // counted since the site is in the list

  bool operator==(const TopSite&) const = default;
};

// Descending, each list for itself: a site need not stand in all of them.
struct TopSites {
  std::vector<TopSite> records, dead_letters, missing;  // parts: reasons, fields
};

// One of the records that were looked at lately, as a line. The whole is asked for by its id.
struct ArticleLine {
  std::uint64_t id = 0;
  stream::Timestamp at = {};
  std::string site = {}, url = {}, headline = {};
  std::string outcome = {};  // a verdict, the reason of a dead letter, or "cleaned": not judged yet
  std::string version = {};  // "3"; empty: no version came of it
  std::uint64_t bytes = 0;
  bool is_dead = false;
};

// A backfill that runs in this process.
struct ReplayView {
  std::string id, state;                  // "running", "paused: live_lag", "done"
  std::uint64_t planned = 0, copied = 0;  // records at most; of the copied all that is committed
  double records_per_second = 0;
  std::optional<double> eta_seconds = {};                 // absent: not known yet
  std::uint64_t rate_records = 0, rate_bytes = 0;         // a second at most; 0: no limit
  std::vector<std::pair<std::string, bool>> paused = {};  // by cause
  // What stands in files and is no event, by reason.
  std::vector<NamedCount> skipped = {};
};

}  // namespace adapters::status
