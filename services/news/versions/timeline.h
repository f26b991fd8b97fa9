// news/versions/timeline.h
//
// The sightings of one article as a set, and the history that follows from it. Whatever the order
// of arrival, the same sightings make the same timeline and the same history.
// Pure, any thread. At most kSightingsMax sightings and kValuesMax values; past them the oldest are
// forgotten, and the row's floor says up to when.
// Must not know: numbers, verdicts, texts, addresses beyond their tags, the clock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "news/model.h"

namespace news::versions {

inline constexpr std::size_t kSightingsMax = 64;
inline constexpr std::size_t kValuesMax = 32;
// A page that answers 404 for less than this was not withdrawn.
inline constexpr std::int64_t kMissingMillis = 3'600'000;

// One crawl and what it saw. `sighting.value` means nothing until it stands in a row.
struct Seen {
  Sighting sighting;
  Value value;

  bool operator==(const Seen&) const = default;
};

// Sightings of one value in a row, or of several that differ by the cleaner only.
struct Run {
  Value value;                  // of the last sighting; every way of being gone counts as canceled
  std::uint32_t index{};        // of that value in HeadRow::values
  std::size_t first{}, last{};  // its outermost sightings

  bool operator==(const Run&) const = default;
};

struct History {
  static constexpr int kSkipped = -1;

  std::vector<Run> runs;    // oldest first; the last is the head
  std::vector<int> run_of;  // by sighting: its run, or kSkipped

  bool operator==(const History&) const = default;
};

struct Forgotten {
  std::uint32_t sightings = 0, values = 0;

  bool operator==(const Forgotten&) const = default;
};

History history(const HeadRow& row);

// The values of both, one by one: what a reader of the whole history would see.
bool same_values(const History& a, const History& b);

// The sighting of the same crawl: equal time and tags. Its index, or the number of sightings.
std::size_t find_crawl(const HeadRow& row, const Sighting& sighting);

// Puts the sighting in its place, or in that of the same crawl; returns its index. Bounds are not
// looked at.
std::size_t insert(HeadRow& row, const Seen& seen);

// Adds the sightings of `other`, whose values keep no numbers; of one crawl the newer cleaner wins.
void unite(HeadRow& row, const HeadRow& other);

// Forgets until the bounds hold. The head keeps its value.
Forgotten keep_bounds(HeadRow& row);

}  // namespace news::versions
