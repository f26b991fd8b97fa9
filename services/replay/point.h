// replay/point.h
//
// A place in a topic as a person spells it: a time, a day, so long ago, an offset, the beginning or
// the end. Pure: now is an argument. Must not know: partitions, Kafka.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace replay {

struct Point {
  enum class Kind : std::uint8_t { Earliest, Now, Offset, Time } kind = Kind::Earliest;
  std::int64_t offset = 0;    // Offset
  base::Timestamp time = {};  // Time

  bool operator==(const Point&) const = default;
};

// "earliest", "now", "offset:1200", "-7d" (s, m, h, d), "2026-11-01" (midnight UTC), RFC 3339.
std::optional<Point> read_point(std::string_view text, base::Timestamp now);

// "0,3-5": 0, 3, 4, 5; each once, ascending. Nothing if it is spelled otherwise.
std::optional<std::vector<std::int32_t>> read_partitions(std::string_view text);

}  // namespace replay
