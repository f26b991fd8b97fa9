// version/calendar.h
//
// What is to be forgotten, and when: state shrinks without scans and without a clock. A row is
// filed once, under the first day on which it may be past its age; each record that is handled
// settles one entry that is due. An entry whose row was written since is filed again.
//   text row away -> later: head to stub, its aliases away; lines and floods away
// What is published never depends on it: rows past their age read as absent, settled or not, and
// what a row has lost by its age does not come back when the row is written again.
// Limits: sixteen entries a chunk, kEmptyDaysMax empty days a record.
// Must not know: verdicts, candidates, topics.
#pragma once

#include "version/counters.h"
#include "version/rows.h"

namespace version {

inline constexpr std::size_t kChunkEntries = 16;
// After a long silence the cursor goes over so many days at once, then waits for the next record.
inline constexpr std::uint32_t kEmptyDaysMax = 32;

// Takes away what aged before it was settled, files what this record has written for the first
// time, then settles one entry if one is due.
Result<Done> keep_calendar(Rows& rows, Counts& counts);

}  // namespace version
