#include "adapters/clock/zones.h"

#include <date/tz.h>

#include <exception>
#include <string>
#include <vector>

namespace adapters::clock {
namespace {

std::vector<base::ZoneTransition> transitions_of(const date::time_zone& zone) {
  using date::sys_days, date::year, date::sys_seconds;
  constexpr int kFirstYear = 1995, kLastYear = 2041;
  const sys_seconds last = sys_days{year{kLastYear} / 1 / 1};
  std::vector<base::ZoneTransition> transitions;
  for (sys_seconds at = sys_days{year{kFirstYear} / 1 / 1}; at < last;) {
    const date::sys_info info = zone.get_info(at);
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(info.offset).count();
    const base::Timestamp from{at.time_since_epoch().count() * std::int64_t{1000}};
    if (transitions.empty() || transitions.back().offset_minutes != minutes) {
      transitions.push_back({from, static_cast<int>(minutes)});
    }
    if (info.end <= at) break;
    at = info.end;
  }
  return transitions;
}

}  // namespace

base::Result<base::ZoneTable> read_zones() {
  try {
    base::ZoneTable table;
    const date::tzdb& database = date::get_tzdb();
    table.version = database.version;
    for (const date::time_zone& zone : database.zones) {
      table.zones.emplace(zone.name(), transitions_of(zone));
    }
    if (table.zones.empty()) return base::stop("no_time_zones", "the database is empty");
    return table;
  } catch (const std::exception& error) {
    return base::stop("no_time_zones", error.what());
  }
}

}  // namespace adapters::clock
