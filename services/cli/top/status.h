// cli/top/status.h
//
// What several processes say of themselves under /status, read into values and added up. Pure.
// Must not know: HTTP, terminals.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cli::top {

struct Stage {
  std::string name, input;
  double consumed = 0, produced = 0, dead = 0;  // records a second
  std::int64_t lag_records = 0;
  double lag_seconds = 0;  // the worst
  std::int64_t workers = 0, live = 0, restoring = 0, asking = 0;
  std::int64_t restore_left = 0;
  std::optional<double> restore_eta = {};  // absent: nothing restores, or not known
  std::vector<double> history = {};        // consumed a second, oldest first
};

struct Article {
  std::string at, site, outcome, version, headline;
};

using Counts = std::map<std::string, std::int64_t>;

struct Process {
  std::string instance, version, generation, state;  // "ready", "restoring", ...
  double up_seconds = 0;
  std::int64_t resident_bytes = 0;
  std::vector<Stage> stages;
  Counts verdicts, dead_letters, sites, dead_sites, missing;
  std::vector<Article> articles;  // newest first
};

// Fault (Stop): bad_status, for what is no answer of format 1.
base::Result<Process> read_process(std::string_view json);

// Rates, records and partitions add up; of lags the worst counts. Articles by time.
Process sum_of(const std::vector<Process>& processes);

}  // namespace cli::top
