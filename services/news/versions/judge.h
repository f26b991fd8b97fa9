// news/versions/judge.h
//
// The heart: what one more sighting means for an article. It compares the history before with the
// history after, and one table answers: new, revised, the same, older, withdrawn ...
// Pure, any thread, no text: a few hundred nanoseconds. Orders by the time of fetching alone.
// Must not know: texts, keys, topics, the clock.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "news/model.h"
#include "news/versions/timeline.h"

namespace news::versions {

// From this revert on within kFlappingMillis, reverts are published under the head's number.
inline constexpr std::size_t kFlappingReverts = 4;
inline constexpr std::int64_t kFlappingMillis = 86'400'000;

// The judge's answer, and the head row that it leaves.
struct Placement {
  Verdict verdict = Verdict::Held;
  std::string_view row;   // of the table: "12"
  bool write = true;      // the head row is to be written
  bool publish = false;   // there is a record
  bool historic = false;  // it is older than the head: "2.1"
  bool flapping = false;
  bool pending = false;  // the head's own text is not at hand, so there is no record yet
  VersionNumber number;  // of the record
  std::optional<VersionNumber> previous, reverts_to;
  Forgotten forgotten;
  HeadRow head;

  bool operator==(const Placement&) const = default;
};

// What the candidate saw, as a timeline remembers it: nothing but its status of what is not shown.
Seen seen_in(const Candidate& candidate);

// `head`: the article's row; a new one has an id and nothing else.
Placement place(const HeadRow& head, const Seen& seen);

// The same, while the sightings of `joined`, which is the same article after all, come to `head`.
Placement place(const HeadRow& head, const HeadRow& joined, const Seen& seen);

// A revision that nobody needs to hear of: it takes the number of the head it follows.
Placement silenced(Placement revised, const HeadRow& before);

// Oldest first; the last is the head.
std::vector<HistoryEntry> history_entries(const HeadRow& row);

}  // namespace news::versions
