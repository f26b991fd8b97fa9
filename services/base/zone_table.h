// base/zone_table.h
//
// The rules of the world's time zones as a value, so that cleaning needs no file and no clock.
// Built once at start by adapters/clock; read by news/clean. Immutable afterwards: any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace base {

struct ZoneTransition {
  Timestamp from;          // from this instant on ...
  int offset_minutes = 0;  // ... clocks are so far ahead of UTC

  bool operator==(const ZoneTransition&) const = default;
};

struct ZoneTable {
  // IANA name -> transitions, ascending; the first counts for all time before it too.
  std::map<std::string, std::vector<ZoneTransition>, std::less<>> zones;
  std::string version;  // the tz database's release, "2025b": part of quality.cleaner

  // The instant at which clocks of `zone` show `civil`; of two (autumn) the earlier, of none
  // (spring) the one as if the change had not yet been made. Nothing for an unknown zone.
  std::optional<Timestamp> to_instant(std::string_view zone, const CivilTime& civil) const;

  // Minutes ahead of UTC at an instant. Nothing for an unknown zone.
  std::optional<int> offset_at(std::string_view zone, Timestamp when) const;
};

}  // namespace base
