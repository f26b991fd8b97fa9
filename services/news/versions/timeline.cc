#include "news/versions/timeline.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace news::versions {
namespace {

using Skips = std::vector<bool>;

const Value& value_of(const HeadRow& row, std::size_t sighting) {
  return row.values[row.sightings[sighting].value].value;
}

bool is_usable(const Value& value) { return value.status == Status::Usable; }

// What a reader sees of it: withdrawn is withdrawn, whoever says so and in whatever way.
Value as_shown(const Value& value) {
  if (value.status == Status::Usable || value.status == Status::Withheld) return value;
  Value canceled;
  canceled.status = Status::Canceled;
  return canceled;
}

// A page gone at one address of several says nothing about the article. Rule 1.
void skip_dead_addresses(const HeadRow& row, Skips& skips) {
  std::optional<std::uint16_t> address;  // of the last usable sighting before
  for (std::size_t i = 0; i < row.sightings.size(); ++i) {
    const Value& value = value_of(row, i);
    if (is_usable(value)) address = row.sightings[i].address_tag;
    if (value.status != Status::Missing && value.status != Status::Gone) continue;
    if (address && *address != row.sightings[i].address_tag) skips[i] = true;
  }
}

// Cut texts count only while there is no whole one. Rule 2.
void skip_partial(const HeadRow& row, Skips& skips) {
  const bool whole = std::any_of(row.sightings.begin(), row.sightings.end(), [&](const auto& s) {
    const Value& value = row.values[s.value].value;
    return is_usable(value) && !value.partial;
  });
  if (!whole) return;
  for (std::size_t i = 0; i < row.sightings.size(); ++i) {
    if (value_of(row, i).partial) skips[i] = true;
  }
}

// A short absence is a fault of the publisher's server, not of the story. Rules 3 and 4.
void skip_short_absences(const HeadRow& row, Skips& skips) {
  const std::size_t size = row.sightings.size();
  for (std::size_t i = 0; i < size; ++i) {
    if (skips[i] || value_of(row, i).status != Status::Missing) continue;
    std::size_t last = i, end = i + 1;
    for (; end < size && (skips[end] || value_of(row, end).status == Status::Missing); ++end) {
      if (!skips[end]) last = end;
    }
    const auto absence = row.sightings[last].fetched_at.value - row.sightings[i].fetched_at.value;
    if (absence < kMissingMillis) {
      for (std::size_t k = i; k <= last; ++k) skips[k] = true;
    }
    i = end - 1;
  }
}

// Does the sighting only continue the run before it? Equal values do. Of two texts the later one
// is news, unless it may differ because another cleaner read it. Rules 5 and 6.
bool continues(const HeadRow& row, const History& history, std::size_t sighting) {
  const Run& run = history.runs.back();
  const Value value = as_shown(value_of(row, sighting));
  if (value == run.value) return true;
  if (!is_usable(value) || !is_usable(run.value)) return false;
  if (value.correction != run.value.correction) return false;
  const int here = static_cast<int>(history.runs.size()) - 1;
  for (std::size_t i = sighting; i-- > run.first;) {
    if (history.run_of[i] != here) continue;
    if (row.sightings[i].cleaner != row.sightings[sighting].cleaner) continue;
    return value_of(row, i) == value;
  }
  return true;
}

bool is_before(const HeadRow& row, const Sighting& a, const Sighting& b) {
  const auto order = [&](const Sighting& s) {
    return std::tie(s.fetched_at, row.values[s.value].value, s.raw_tag, s.address_tag);
  };
  return order(a) < order(b);
}

std::uint32_t index_of(HeadRow& row, const Value& value) {
  for (std::size_t i = 0; i < row.values.size(); ++i) {
    if (row.values[i].value == value) return static_cast<std::uint32_t>(i);
  }
  row.values.push_back({.value = value, .first = {}, .last = {}});
  return static_cast<std::uint32_t>(row.values.size() - 1);
}

bool is_tidy(const HeadRow& row) {
  std::uint32_t seen = 0;
  for (const Sighting& sighting : row.sightings) {
    if (sighting.value > seen) return false;
    seen = std::max(seen, sighting.value + 1);
  }
  return seen == row.values.size() &&
         std::is_sorted(row.sightings.begin(), row.sightings.end(),
                        [&](const Sighting& a, const Sighting& b) { return is_before(row, a, b); });
}

// Sightings in order, values in the order of their first sightings; what nobody saw goes.
void tidy(HeadRow& row) {
  if (is_tidy(row)) return;  // most are seen last
  std::sort(row.sightings.begin(), row.sightings.end(),
            [&](const Sighting& a, const Sighting& b) { return is_before(row, a, b); });
  constexpr std::uint32_t kNone = 0xffffffff;
  std::vector<std::uint32_t> moved(row.values.size(), kNone);
  std::vector<NumberedValue> values;
  values.reserve(row.values.size());
  for (Sighting& sighting : row.sightings) {
    std::uint32_t& to = moved[sighting.value];
    if (to == kNone) {
      to = static_cast<std::uint32_t>(values.size());
      values.push_back(row.values[sighting.value]);
    }
    sighting.value = to;
  }
  row.values = std::move(values);
}

std::optional<Value> head_value(const HeadRow& row) {
  const History now = history(row);
  if (now.runs.empty()) return std::nullopt;
  return now.runs.back().value;
}

struct Stretch {
  std::size_t first, last;  // sightings of one value, next to each other, skipped or not
};

std::vector<Stretch> stretches(const HeadRow& row) {
  std::vector<Stretch> found;
  for (std::size_t i = 0; i < row.sightings.size(); ++i) {
    if (!found.empty() && row.sightings[found.back().last].value == row.sightings[i].value) {
      found.back().last = i;
    } else {
      found.push_back({i, i});
    }
  }
  return found;
}

// Takes sightings away, unless the head would become another.
bool forget(HeadRow& row, const Stretch& gone) {
  HeadRow rest = row;
  rest.sightings.erase(rest.sightings.begin() + static_cast<std::ptrdiff_t>(gone.first),
                       rest.sightings.begin() + static_cast<std::ptrdiff_t>(gone.last) + 1);
  tidy(rest);
  if (head_value(rest) != head_value(row)) return false;
  row = std::move(rest);
  return true;
}

// The oldest inner sighting of the longest stretch; of equally long ones the oldest.
bool forget_inner(HeadRow& row) {
  std::vector<Stretch> found = stretches(row);
  std::stable_sort(found.begin(), found.end(), [](const Stretch& a, const Stretch& b) {
    return a.last - a.first > b.last - b.first;
  });
  for (const Stretch& stretch : found) {
    for (std::size_t i = stretch.first + 1; i < stretch.last; ++i) {
      if (forget(row, {i, i})) return true;
    }
  }
  return false;
}

// The oldest stretch but the head; its end becomes the floor.
bool forget_oldest(HeadRow& row) {
  for (const Stretch& stretch : stretches(row)) {
    const Timestamp end = row.sightings[stretch.last].fetched_at;
    if (!forget(row, stretch)) continue;
    row.floor = std::max(row.floor.value_or(end), end);
    return true;
  }
  return false;
}

}  // namespace

History history(const HeadRow& row) {
  Skips skips(row.sightings.size(), false);
  skip_dead_addresses(row, skips);
  skip_partial(row, skips);
  skip_short_absences(row, skips);
  History history;
  history.run_of.assign(row.sightings.size(), History::kSkipped);
  for (std::size_t i = 0; i < row.sightings.size(); ++i) {
    if (skips[i]) continue;
    if (history.runs.empty() || !continues(row, history, i)) {
      history.runs.push_back({.value = {}, .index = 0, .first = i, .last = i});
    }
    Run& run = history.runs.back();
    run.value = as_shown(value_of(row, i));
    run.index = row.sightings[i].value;
    run.last = i;
    history.run_of[i] = static_cast<int>(history.runs.size()) - 1;
  }
  return history;
}

bool same_values(const History& a, const History& b) {
  return std::equal(a.runs.begin(), a.runs.end(), b.runs.begin(), b.runs.end(),
                    [](const Run& x, const Run& y) { return x.value == y.value; });
}

std::size_t find_crawl(const HeadRow& row, const Sighting& sighting) {
  std::size_t i = 0;
  for (; i < row.sightings.size(); ++i) {
    const Sighting& s = row.sightings[i];
    if (s.fetched_at == sighting.fetched_at && s.raw_tag == sighting.raw_tag &&
        s.address_tag == sighting.address_tag) {
      break;
    }
  }
  return i;
}

std::size_t insert(HeadRow& row, const Seen& seen) {
  Sighting sighting = seen.sighting;
  sighting.value = index_of(row, seen.value);
  const std::size_t at = find_crawl(row, sighting);
  if (at == row.sightings.size()) {
    row.sightings.push_back(sighting);
  } else {
    row.sightings[at] = sighting;
  }
  tidy(row);
  return find_crawl(row, sighting);
}

void unite(HeadRow& row, const HeadRow& other) {
  for (const Sighting& sighting : other.sightings) {
    const std::size_t at = find_crawl(row, sighting);
    const bool newer = at == row.sightings.size() || row.sightings[at].cleaner < sighting.cleaner;
    if (newer) insert(row, {.sighting = sighting, .value = other.values[sighting.value].value});
  }
  if (other.floor) row.floor = std::max(row.floor.value_or(*other.floor), *other.floor);
}

Forgotten keep_bounds(HeadRow& row) {
  Forgotten forgotten;
  while (row.sightings.size() > kSightingsMax) {
    if (!forget_inner(row) && !forget_oldest(row)) break;
    ++forgotten.sightings;
  }
  while (row.values.size() > kValuesMax && forget_oldest(row)) ++forgotten.values;
  return forgotten;
}

}  // namespace news::versions
