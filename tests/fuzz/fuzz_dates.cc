// Any text as what a page prints for a date: a date of the calendar, within the text, or none.
#include <cstdint>

#include "base/check.h"
#include "news/clean/dates.h"
#include "news/clean/unicode.h"
#include "tests/fuzz/invariants.h"

namespace {

using news::clean::DateCandidate;
using news::clean::DateRole;
using news::clean::DateSource;
using news::clean::ScannedDate;

constexpr base::Timestamp kFetched{1'772'434'931'000};

void check_civil(const base::CivilTime& time) {
  CHECK(time.month >= 1 && time.month <= 12 && time.day >= 1 && time.day <= 31);
  CHECK(time.hour >= 0 && time.hour <= 23 && time.minute >= 0 && time.minute <= 59);
  CHECK(time.second >= 0 && time.second <= 60);
}

void check_scan(const std::optional<ScannedDate>& scan, std::string_view text) {
  if (!scan) return;
  CHECK(scan->begin <= scan->end && scan->end <= text.size());
  check_civil(scan->local);
  if (scan->ambiguous) check_civil(scan->swapped);
  if (scan->offset_minutes) CHECK(*scan->offset_minutes >= -1440 && *scan->offset_minutes <= 1440);
}

void check_choice(std::string_view text) {
  std::vector<DateCandidate> candidates;
  for (const DateSource source :
       {DateSource::Meta, DateSource::Time, DateSource::Url, DateSource::Label, DateSource::Text}) {
    candidates.push_back({text, source, DateRole::Published});
    candidates.push_back({text, source, DateRole::Modified});
  }
  const auto found =
      news::clean::choose_dates(candidates, {kFetched, "en", "Asia/Seoul", fuzz::tables().zones});
  for (const auto& date : {found.published, found.modified}) {
    if (!date) continue;
    check_civil(date->local);
    CHECK(date->local.year >= 1995);
    CHECK(!date->instant || date->instant->value <= kFetched.value + 600'000);
    CHECK(news::clean::polish(date->raw) == date->raw);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (!news::clean::is_valid_utf8(text)) return 0;
  for (const std::string_view language : {"", "en-US", "ko", "hr"}) {
    check_scan(news::clean::scan_date(text, language, kFetched), text);
  }
  check_scan(news::clean::scan_epoch(text), text);
  check_scan(news::clean::scan_url_date(text), text);
  std::vector<news::clean::DateLine> lines;
  news::clean::read_date_lines(text, "en", kFetched, lines);
  CHECK(lines.size() <= 4);
  check_choice(text);
  return 0;
}
