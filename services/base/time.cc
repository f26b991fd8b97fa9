#include "base/time.h"

#include <algorithm>

namespace base {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int64_t kMillisADay = 86'400'000;

year_month_day to_calendar(const CivilTime& civil) {
  return year_month_day{std::chrono::year{civil.year},
                        std::chrono::month{static_cast<unsigned>(civil.month)},
                        std::chrono::day{static_cast<unsigned>(civil.day)}};
}

// Reads exactly `count` digits at `at`, or gives nothing.
std::optional<int> read_digits(std::string_view text, std::size_t at, std::size_t count) {
  if (text.size() < at + count) return std::nullopt;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

struct Fraction {
  int millis;
  std::size_t end;
};

// ".123456" at `at`: milliseconds, further digits dropped. Without a dot nothing is read.
std::optional<Fraction> read_fraction(std::string_view text, std::size_t at) {
  if (at >= text.size() || text[at] != '.') return Fraction{0, at};
  int millis = 0;
  int scale = 100;
  std::size_t i = at + 1;
  for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i) {
    millis += (text[i] - '0') * scale;
    scale /= 10;
  }
  if (i == at + 1) return std::nullopt;
  return Fraction{millis, i};
}

// "Z" or "+09:00", which must end the text.
std::optional<int> read_offset(std::string_view text, std::size_t at) {
  if (text.size() == at + 1 && (text[at] == 'Z' || text[at] == 'z')) return 0;
  if (text.size() != at + 6 || text[at + 3] != ':') return std::nullopt;
  if (text[at] != '+' && text[at] != '-') return std::nullopt;
  const auto hour = read_digits(text, at + 1, 2);
  const auto minute = read_digits(text, at + 4, 2);
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  const int minutes = *hour * 60 + *minute;
  return text[at] == '-' ? -minutes : minutes;
}

void write_digits(std::string& text, std::size_t at, std::size_t count, int value) {
  for (std::size_t i = count; i-- > 0; value /= 10)
    text[at + i] = static_cast<char>('0' + value % 10);
}

}  // namespace

bool is_valid(const CivilTime& civil) {
  if (civil.year < 0 || civil.year > 9999 || civil.month < 1 || civil.day < 1) return false;
  if (civil.hour < 0 || civil.hour > 23 || civil.minute < 0 || civil.minute > 59) return false;
  return civil.second >= 0 && civil.second <= 59 && to_calendar(civil).ok();
}

Timestamp to_timestamp(const CivilTime& civil, int offset_minutes) {
  const std::int64_t day = sys_days{to_calendar(civil)}.time_since_epoch().count();
  const std::int64_t second =
      civil.hour * 3600 + (civil.minute - offset_minutes) * 60 + civil.second;
  return Timestamp{day * kMillisADay + second * 1000};
}

CivilTime to_civil(Timestamp when, int offset_minutes) {
  // Out of years 0 to 9999 the calendar would have more digits than the format has room for.
  constexpr std::int64_t kFirst = -62'167'219'200'000, kLast = 253'402'300'799'999;
  const std::int64_t local =
      std::clamp(when.value + offset_minutes * std::int64_t{60'000}, kFirst, kLast);
  const std::int64_t day =
      local >= 0 ? local / kMillisADay : (local - kMillisADay + 1) / kMillisADay;
  const auto second = static_cast<int>((local - day * kMillisADay) / 1000);
  const year_month_day date{sys_days{days{day}}};
  return CivilTime{static_cast<int>(date.year()),
                   static_cast<int>(static_cast<unsigned>(date.month())),
                   static_cast<int>(static_cast<unsigned>(date.day())),
                   second / 3600,
                   second / 60 % 60,
                   second % 60};
}

std::string to_rfc3339(Timestamp when) {
  const CivilTime c = to_civil(when, 0);
  const auto millis = static_cast<int>(((when.value % 1000) + 1000) % 1000);
  std::string text = "0000-00-00T00:00:00.000Z";
  write_digits(text, 0, 4, c.year);
  write_digits(text, 5, 2, c.month);
  write_digits(text, 8, 2, c.day);
  write_digits(text, 11, 2, c.hour);
  write_digits(text, 14, 2, c.minute);
  write_digits(text, 17, 2, c.second);
  if (millis == 0) return text.replace(19, std::string::npos, "Z");
  write_digits(text, 20, 3, millis);
  return text;
}

std::optional<Timestamp> read_rfc3339(std::string_view text) {
  if (text.size() < 20 || text[4] != '-' || text[7] != '-') return std::nullopt;
  if (text[10] != 'T' && text[10] != 't' && text[10] != ' ') return std::nullopt;
  if (text[13] != ':' || text[16] != ':') return std::nullopt;
  const auto year = read_digits(text, 0, 4), month = read_digits(text, 5, 2);
  const auto day = read_digits(text, 8, 2), hour = read_digits(text, 11, 2);
  const auto minute = read_digits(text, 14, 2), second = read_digits(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  // A leap second (RFC 3339, 5.6) is the last millisecond that we can name.
  const CivilTime civil{*year, *month, *day, *hour, *minute, std::min(*second, 59)};
  if (*second > 60 || !is_valid(civil)) return std::nullopt;
  const auto fraction = read_fraction(text, 19);
  if (!fraction) return std::nullopt;
  const auto offset = read_offset(text, fraction->end);
  if (!offset) return std::nullopt;
  return Timestamp{to_timestamp(civil, *offset).value + fraction->millis};
}

}  // namespace base
