#include "news/clean/dates.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "news/clean/date_words.h"
#include "news/clean/unicode.h"
#include "news/clean/words.h"

namespace news::clean {

namespace {

using base::CivilTime;
using base::Timestamp;

constexpr std::int64_t kMinute = 60'000, kDay = 1440 * kMinute;
constexpr std::int64_t kFutureMax = 10 * kMinute;  // clocks of sites may be a little fast
constexpr int kEastMost = 14 * 60;                 // the zone where a day begins first
constexpr std::size_t kLineBytes = 300, kDatelineBytes = 96;
constexpr std::int64_t kLabelledWords = 1500;

struct Reading {
  ScannedDate scan;
  DateSource source = DateSource::Text;
  DateRole role = DateRole::Published;
  std::string_view raw;
  bool beside_headline = false;
};

std::string_view name_of(DateSource source) {
  switch (source) {
    case DateSource::JsonLd:
      return "jsonld";
    case DateSource::Meta:
      return "meta";
    case DateSource::Time:
      return "time";
    case DateSource::Url:
      return "url";
    case DateSource::Hint:
      return "hint";
    case DateSource::Label:
      return "label";
    case DateSource::Text:
      break;
  }
  return "text";
}

bool same_day(const CivilTime& a, const CivilTime& b) {
  return a.year == b.year && a.month == b.month && a.day == b.day;
}

bool same_minute(const CivilTime& a, const CivilTime& b) {
  return same_day(a, b) && a.hour == b.hour && a.minute == b.minute;
}

bool is_possible(const ScannedDate& scan, const CivilTime& local, Timestamp fetched_at) {
  if (local.year < 1995) return false;
  const int offset = scan.offset_minutes.value_or(kEastMost);
  const Timestamp earliest = scan.instant ? *scan.instant : base::to_timestamp(local, offset);
  return earliest.value <= fetched_at.value + kFutureMax;
}

std::vector<Reading> read_all(std::span<const DateCandidate> candidates,
                              const DateContext& context) {
  std::vector<Reading> readings;
  for (const DateCandidate& candidate : candidates) {
    std::optional<ScannedDate> scan;
    if (candidate.source == DateSource::Url) {
      scan = scan_url_date(candidate.text);
    } else {
      if (candidate.source < DateSource::Label) scan = scan_epoch(candidate.text);
      if (!scan) scan = scan_date(candidate.text, context.language, context.fetched_at);
    }
    if (!scan) continue;
    const std::string_view raw = candidate.text.substr(scan->begin, scan->end - scan->begin);
    readings.push_back(
        {std::move(*scan), candidate.source, candidate.role, raw, candidate.beside_headline});
  }
  std::stable_sort(readings.begin(), readings.end(),
                   [](const Reading& a, const Reading& b) { return a.source < b.source; });
  return readings;
}

// 03/04/2025: another date of the page decides, then what can be true, then the language.
void settle_order(Reading& reading, std::span<const Reading> all, const DateContext& context,
                  DatesFound& found) {
  ScannedDate& scan = reading.scan;
  if (!scan.ambiguous) return;
  scan.ambiguous = false;
  for (const Reading& other : all) {
    if (&other == &reading || other.scan.ambiguous) continue;
    if (same_day(other.scan.local, scan.local)) return;
    if (same_day(other.scan.local, scan.swapped)) {
      scan.local = scan.swapped;
      return;
    }
  }
  const bool first = is_possible(scan, scan.local, context.fetched_at);
  const bool second = is_possible(scan, scan.swapped, context.fetched_at);
  found.order_assumed = true;
  const bool month_first = context.language == "en-US";
  if ((month_first && second) || (!first && second)) scan.local = scan.swapped;
}

// A "Z" that stands on the local wall clock of a publisher elsewhere.
bool is_false_zulu(const Reading& reading, std::span<const Reading> all,
                   const DateContext& context) {
  if (!reading.scan.zulu || context.zones == nullptr || context.publisher_zone.empty()) {
    return false;
  }
  const auto offset =
      context.zones->offset_at(context.publisher_zone, base::to_timestamp(reading.scan.local, 0));
  if (!offset || *offset == 0) return false;
  return std::any_of(all.begin(), all.end(), [&](const Reading& other) {
    return other.source >= DateSource::Label && other.scan.precision != Precision::Day &&
           !other.scan.offset_minutes && same_minute(other.scan.local, reading.scan.local);
  });
}

void use_zone(std::string_view zone, ZoneSource source, const DateContext& context,
              DateFound& out) {
  if (context.zones == nullptr || zone.empty()) return;
  const auto instant = context.zones->to_instant(zone, out.local);
  if (!instant) return;
  out.instant = instant;
  out.zone = source;
}

void use_offset(int minutes, ZoneSource source, DateFound& out) {
  out.instant = base::to_timestamp(out.local, minutes);
  out.zone = source;
}

DateFound resolve(const Reading& reading, std::span<const Reading> all, const DateContext& context,
                  DatesFound& found) {
  const ScannedDate& scan = reading.scan;
  DateFound out;
  out.raw = polish(reading.raw);
  out.local = scan.local;
  out.precision = scan.precision;
  out.from = name_of(reading.source);
  if (scan.instant) {
    out.instant = scan.instant;
    out.zone = scan.offset_minutes ? ZoneSource::Given : ZoneSource::Derived;
    return out;
  }
  if (scan.precision == Precision::Day) return out;
  if (is_false_zulu(reading, all, context)) {
    use_zone(context.publisher_zone, ZoneSource::Publisher, context, out);
    found.zone_conflict = found.zone_conflict || out.instant.has_value();
    if (out.instant) return out;
  }
  if (scan.offset_minutes) {
    use_offset(*scan.offset_minutes, ZoneSource::Given, out);
    return out;
  }
  use_zone(zone_of_abbreviation(scan.abbreviation), ZoneSource::Given, context, out);
  if (out.instant) return out;
  for (const Reading& other : all) {
    if (other.scan.offset_minutes && !other.scan.instant &&
        other.scan.precision != Precision::Day && same_minute(other.scan.local, scan.local) &&
        !is_false_zulu(other, all, context)) {
      use_offset(*other.scan.offset_minutes, ZoneSource::Derived, out);
      return out;
    }
  }
  use_zone(context.publisher_zone, ZoneSource::Publisher, context, out);
  return out;
}

std::optional<DateFound> choose(DateRole role, std::span<const Reading> all,
                                const DateContext& context, DatesFound& found) {
  for (const Reading& reading : all) {
    if (reading.role != role) continue;
    if (!is_possible(reading.scan, reading.scan.local, context.fetched_at)) continue;
    const Reading* best = &reading;
    // A bare day is told more exactly by a weaker source that means the same day.
    for (const Reading& other : all) {
      if (reading.scan.precision != Precision::Day) break;
      if (other.role == role && other.scan.precision != Precision::Day && !other.scan.instant &&
          same_day(other.scan.local, reading.scan.local) &&
          is_possible(other.scan, other.scan.local, context.fetched_at)) {
        best = &other;
        break;
      }
    }
    const DateFound date = resolve(*best, all, context, found);
    if (date.instant && date.instant->value > context.fetched_at.value + kFutureMax) continue;
    return date;
  }
  return std::nullopt;
}

std::int64_t day_number(const CivilTime& t) {
  return base::to_timestamp({t.year, t.month, t.day, 0, 0, 0}, 0).value / kDay;
}

// The one day of publication that is printed between the headline and its story.
const Reading* printed_day(std::span<const Reading> all, const DateContext& context) {
  const Reading* printed = nullptr;
  for (const Reading& reading : all) {
    if (!reading.beside_headline || reading.role != DateRole::Published) continue;
    if (reading.scan.relative) continue;
    if (!is_possible(reading.scan, reading.scan.local, context.fetched_at)) continue;
    if (printed == nullptr) {
      printed = &reading;
    } else if (!same_day(printed->scan.local, reading.scan.local)) {
      return nullptr;
    }
  }
  return printed;
}

// Whether markup says of that day that the story was changed then, and not published.
bool is_day_of_change(const CivilTime& day, std::span<const Reading> all) {
  const auto said = [&](DateRole role) {
    return std::any_of(all.begin(), all.end(), [&](const Reading& other) {
      return other.source < DateSource::Label && other.role == role &&
             same_day(other.scan.local, day);
    });
  };
  return said(DateRole::Modified) && !said(DateRole::Published);
}

// Clocks of markup run in UTC, those of readers do not: what is printed tells the local day.
bool follow_local_day(const CivilTime& printed, Precision precision, DateFound& date) {
  if (!date.instant || same_day(printed, date.local)) return false;
  if (std::abs(day_number(printed) - day_number(date.local)) > 1) return false;
  date.local = printed;
  date.precision = precision;
  return true;
}

// Markup tells when a page was made or moved, the line below the headline what its publisher
// calls the date of the story.
void prefer_printed(std::span<const Reading> all, const DateContext& context, DatesFound& found) {
  if (!found.published) return;
  DateFound& date = *found.published;
  const Reading* printed = printed_day(all, context);
  if (printed == nullptr) {
    const auto url = std::find_if(all.begin(), all.end(), [](const Reading& reading) {
      return reading.source == DateSource::Url;
    });
    const bool in_utc = date.instant && base::to_civil(*date.instant, 0) == date.local;
    if (url != all.end() && in_utc) follow_local_day(url->scan.local, Precision::Day, date);
    return;
  }
  const CivilTime& local = printed->scan.local;
  if (same_day(local, date.local)) return;
  if (follow_local_day(local, printed->scan.precision, date)) return;
  if (is_day_of_change(local, all)) return;
  date = resolve(*printed, all, context, found);
}

bool is_before(const DateFound& a, const DateFound& b) {
  if (a.instant && b.instant) return *a.instant < *b.instant;
  if (a.precision == Precision::Day || b.precision == Precision::Day) {
    return std::tie(a.local.year, a.local.month, a.local.day) <
           std::tie(b.local.year, b.local.month, b.local.day);
  }
  return a.local < b.local;
}

// The last label in the text before a date tells what the date is.
std::optional<DateRole> role_in(std::string_view before) {
  const std::string folded = fold(before);
  std::optional<DateRole> role;
  for (std::size_t begin = 0; begin < folded.size();) {
    const std::string_view rest = std::string_view(folded).substr(begin);
    const PhraseMatch modified = phrase_at_start(rest, WordList::DateModified);
    const PhraseMatch published = phrase_at_start(rest, WordList::DatePublished);
    if (modified && modified.bytes >= published.bytes) role = DateRole::Modified;
    if (published && published.bytes > modified.bytes) role = DateRole::Published;
    const std::size_t step = std::max(modified.bytes, published.bytes);
    const std::size_t space = folded.find(' ', begin + (step > 0 ? step - 1 : 0));
    if (space == std::string::npos) break;
    begin = space + 1;
  }
  return role;
}

}  // namespace

DatesFound choose_dates(std::span<const DateCandidate> candidates, const DateContext& context) {
  DatesFound found;
  std::vector<Reading> all = read_all(candidates, context);
  for (Reading& reading : all) settle_order(reading, all, context, found);
  found.published = choose(DateRole::Published, all, context, found);
  found.modified = choose(DateRole::Modified, all, context, found);
  prefer_printed(all, context, found);
  if (found.modified && found.published && is_before(*found.modified, *found.published)) {
    found.modified.reset();
  }
  return found;
}

void read_date_lines(std::string_view line, std::string_view language, Timestamp fetched_at,
                     std::vector<DateLine>& found, std::int64_t words_max) {
  if (line.size() > kLineBytes) return;
  const bool sentence = ending(line) == Ending::Sentence;
  std::vector<DateLine> lines;
  std::int64_t other_words = 0;
  std::string_view rest = line;
  while (lines.size() < 4) {
    const auto scan = scan_date(rest, language, fetched_at);
    if (!scan) break;
    const std::string_view before = rest.substr(0, scan->begin);
    const auto role = role_in(before);
    other_words += count_words(before);
    // The label of the first date holds for none after it: each brings its own.
    lines.push_back({role.value_or(DateRole::Published), role.has_value(),
                     rest.substr(scan->begin, scan->end - scan->begin)});
    if (!role && lines.size() > 1) lines.pop_back();
    rest.remove_prefix(scan->end);
  }
  other_words += count_words(rest);
  const bool labelled = !lines.empty() && lines.front().labelled;
  // "This page was last changed on 24 October 2025." is a label too; other sentences tell stories.
  if (sentence && !(labelled && other_words <= kDateLineWords)) return;
  if (other_words > (labelled ? std::max(words_max, kLabelledWords) : words_max)) return;
  found.insert(found.end(), lines.begin(), lines.end());
}

std::string_view date_before_text(std::string_view paragraph, std::string_view language,
                                  Timestamp fetched_at) {
  const std::string_view head = paragraph.substr(0, kDatelineBytes);
  const auto scan = scan_date(head, language, fetched_at);
  if (!scan || scan->relative || count_words(head.substr(0, scan->begin)) > 200) return {};
  const std::string_view date = head.substr(scan->begin, scan->end - scan->begin);
  const std::string_view rest = trim(head.substr(scan->end));
  if (rest.empty()) return {};
  std::size_t pos = 0;
  const char32_t next = decode(rest, pos);
  const bool apart = !is_letter(next) && digit_value(next) < 0 && next != ',';
  return apart ? date : std::string_view();
}

}  // namespace news::clean
