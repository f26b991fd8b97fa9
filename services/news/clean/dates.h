// news/clean/dates.h
//
// When an article was published and changed: scanners for what pages print, and the choice
// among all that a page says. Integers and C++20 calendars; linear in the text.
// Pure, any thread. Must not know: HTML, JSON, the clock (fetched_at is an argument).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "base/zone_table.h"
#include "news/article.h"

namespace news::clean {

// Where a date stood; the order is the order of trust.
enum class DateSource : std::uint8_t { JsonLd, Meta, Time, Url, Hint, Label, Text };
enum class DateRole : std::uint8_t { Published, Modified };

// A text that holds a date, as a page gave it: the value of a property or a whole line.
struct DateCandidate {
  std::string_view text;
  DateSource source = DateSource::Text;
  DateRole role = DateRole::Published;
  bool beside_headline = false;  // printed between the headline and its story
};

// A date in a text, before anyone asked whether it can be true.
struct ScannedDate {
  base::CivilTime local;
  base::CivilTime swapped;  // the other reading if day and month may be exchanged
  bool ambiguous = false;   // `swapped` exists
  Precision precision = Precision::Day;
  std::optional<int> offset_minutes;  // Z, an offset or a plain abbreviation was given
  bool zulu = false;                  // it was spelled Z
  std::string abbreviation;           // IST, CST, BST: several zones use it
  std::optional<Timestamp> instant;   // epochs and "2 hours ago"
  bool relative = false;              // "2 hours ago": as exact as the fetch
  std::size_t begin = 0, end = 0;     // where it stands in the text
};

// The first date of a text. `language` (BCP 47, may be empty) decides between month names;
// "2 hours ago" counts from `fetched_at`.
std::optional<ScannedDate> scan_date(std::string_view text, std::string_view language,
                                     base::Timestamp fetched_at);
// Only a bare number of seconds or milliseconds.
std::optional<ScannedDate> scan_epoch(std::string_view text);
// A day in an address: /2025/10/24/, /2025-10-24-, /20251024.
std::optional<ScannedDate> scan_url_date(std::string_view url);

struct DateContext {
  base::Timestamp fetched_at;
  std::string_view language;               // of the page, may be empty
  std::string_view publisher_zone;         // IANA name, may be empty
  const base::ZoneTable* zones = nullptr;  // may be null: only given offsets count
};

struct DatesFound {
  std::optional<DateFound> published, modified;
  bool order_assumed = false;  // flag date_order_assumed
  bool zone_conflict = false;  // flag zone_conflict
};

// Candidates in any order; of one source and role the first usable one counts.
DatesFound choose_dates(std::span<const DateCandidate> candidates, const DateContext& context);

// The dates of a line that says when: "Published: 24 Oct. 2025, 09:31 | Updated: 10:02".
struct DateLine {
  DateRole role = DateRole::Published;
  bool labelled = false;
  std::string_view text;  // of the line, around the date
};
inline constexpr std::int64_t kDateLineWords = 800;  // hundredths, as count_words() counts
// Empty for a line that holds more than labels, dates and `words_max` other words (without a
// label; with one up to 15). Appends at most 4.
void read_date_lines(std::string_view line, std::string_view language, base::Timestamp fetched_at,
                     std::vector<DateLine>& found, std::int64_t words_max = kDateLineWords);

// The date that stands before a paragraph's text, set apart by a mark: "29.11.2025 - The ferry",
// "Harbour, (29 November 2025). The ferry". Empty: none.
std::string_view date_before_text(std::string_view paragraph, std::string_view language,
                                  base::Timestamp fetched_at);

}  // namespace news::clean
