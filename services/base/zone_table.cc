#include "base/zone_table.h"

#include <algorithm>

namespace base {

std::optional<int> ZoneTable::offset_at(std::string_view zone, Timestamp when) const {
  const auto found = zones.find(zone);
  if (found == zones.end() || found->second.empty()) return std::nullopt;
  const auto& rules = found->second;
  const auto after =
      std::upper_bound(rules.begin(), rules.end(), when,
                       [](Timestamp t, const ZoneTransition& rule) { return t < rule.from; });
  return after == rules.begin() ? rules.front().offset_minutes : std::prev(after)->offset_minutes;
}

std::optional<Timestamp> ZoneTable::to_instant(std::string_view zone,
                                               const CivilTime& civil) const {
  // The wall clock as if it were UTC; no zone is further than a day from it.
  const Timestamp wall = to_timestamp(civil, 0);
  constexpr std::int64_t kDay = 86'400'000;
  const auto before = offset_at(zone, Timestamp{wall.value - kDay});
  const auto after = offset_at(zone, Timestamp{wall.value + kDay});
  if (!before || !after) return std::nullopt;
  const Timestamp first{wall.value - *before * std::int64_t{60'000}};
  if (offset_at(zone, first) == before) return first;
  const Timestamp second{wall.value - *after * std::int64_t{60'000}};
  return offset_at(zone, second) == after ? second : first;
}

}  // namespace base
