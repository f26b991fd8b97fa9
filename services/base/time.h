// base/time.h
//
// A moment and its spelling. Pure: nobody here reads a clock (adapters/clock does).
// Proleptic Gregorian, UTC, years 0 to 9999; outside of them to_rfc3339 clamps.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/strong.h"

namespace base {

// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds, as Kafka counts them.
using Timestamp = Strong<struct TimestampTag, std::int64_t>;

// A length of time, in milliseconds.
using Millis = std::chrono::milliseconds;

// A civil date, and a civil date with time: what a clock on a wall shows, without a zone.
struct CivilTime {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;

  auto operator<=>(const CivilTime&) const = default;
};

// True for a date that exists, with a time of day that does (second 60 is not one).
bool is_valid(const CivilTime& civil);

// The instant at which a clock that is ahead of UTC by `offset_minutes` shows `civil`.
Timestamp to_timestamp(const CivilTime& civil, int offset_minutes);
CivilTime to_civil(Timestamp when, int offset_minutes);

// "2026-03-02T06:40:00Z"; with milliseconds only if there are any: "2026-03-02T06:40:00.123Z".
std::string to_rfc3339(Timestamp when);

// RFC 3339 date-time with an offset or Z; "T" may be a space or small. Nothing else.
std::optional<Timestamp> read_rfc3339(std::string_view text);

}  // namespace base
