// adapters/clock/zones.h
//
// Reads the machine's time zone database into a value, once, at start. Years 1995 to 2040: no date
// before is believed, and later rules are not made yet; outside the nearest rule counts.
// Must not know: articles, publishers.
#pragma once

#include "base/result.h"
#include "base/zone_table.h"

namespace adapters::clock {

// Fault (Stop): no_time_zones, when the machine has no database or it cannot be read.
base::Result<base::ZoneTable> read_zones();

}  // namespace adapters::clock
