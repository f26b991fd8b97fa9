// The scanners of dates.h: a text becomes numbers, words and marks; patterns are tried at each.
#include <algorithm>

#include "news/clean/date_tokens.h"
#include "news/clean/date_words.h"
#include "news/clean/dates.h"
#include "news/clean/unicode.h"

namespace news::clean {

namespace {

constexpr std::size_t kScanBytes = 512;  // a date further inside a text is not its date
constexpr int kYearMin = 1995, kYearMax = 2100;

struct Day {
  int year = 0, month = 0, day = 0;
  bool ambiguous = false;
  std::size_t end = 0;  // token behind it
};

struct Clock {
  int hour = 0, minute = 0, second = -1;
  std::optional<int> offset;
  bool zulu = false;
  std::string abbreviation;
  std::size_t end = 0;
};

class Scanner final {
 public:
  Scanner(std::string_view text, std::string_view language)
      : text_(text), language_(language), tokens_(tokenize_date(text)) {}

  std::optional<ScannedDate> scan() const {
    std::optional<Clock> before;
    std::size_t before_begin = 0;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (const auto day = day_at(i)) {
        if (auto clock = clock_after(day->end)) return make(*day, clock, i, clock->end);
        if (before && i >= before->end && i - before->end <= 3) {
          return make(*day, before, before_begin, day->end);
        }
        return make(*day, std::nullopt, i, day->end);
      }
      if (!before || i >= before->end) {
        if (auto clock = clock_at(i)) {
          before = clock;
          before_begin = i;
        }
      }
    }
    return std::nullopt;
  }

  std::optional<ScannedDate> scan_relative(base::Timestamp fetched_at) const {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (at(i).kind != TokenKind::Number || at(i).number > 1000) continue;
      std::size_t unit = i + 1;
      if (word(unit) == "個" || word(unit) == "个") ++unit;
      const int minutes = minutes_of_unit(word(unit));
      if (minutes == 0) continue;
      std::size_t next = unit + 1;
      if (word(next) == "間" || word(next) == "间" || word(next) == "钟" || word(next) == "鐘") {
        ++next;
      }
      const bool ago = is_ago(word(next)) || (i > 0 && is_ago(word(i - 1))) ||
                       (i > 1 && is_ago(word(i - 2)) && word(i - 1) == "a") ||
                       (i > 2 && is_ago(word(i - 3)));
      if (!ago) continue;
      ScannedDate found;
      found.relative = true;
      const std::int64_t back = at(i).number * minutes * 60'000;
      const base::Timestamp when{(fetched_at.value - back) / 60'000 * 60'000};
      found.local = base::to_civil(when, 0);
      if (minutes < 1440) {
        found.instant = when;
        found.precision = Precision::Minute;
      } else {
        found.local.hour = found.local.minute = 0;
      }
      found.begin = at(i).begin;
      found.end = at(is_ago(word(next)) ? next : next - 1).end;
      return found;
    }
    return std::nullopt;
  }

 private:
  const Token& at(std::size_t i) const {
    static const Token kEnd;
    return i < tokens_.size() ? tokens_[i] : kEnd;
  }
  bool is_number(std::size_t i, int digits_min, int digits_max) const {
    return at(i).kind == TokenKind::Number && at(i).digits >= digits_min &&
           at(i).digits <= digits_max;
  }
  bool is_mark(std::size_t i, char32_t mark) const {
    return at(i).kind == TokenKind::Mark && at(i).mark == mark;
  }
  std::string_view word(std::size_t i) const { return at(i).word; }
  bool is_range_mark(std::size_t i) const {
    return at(i).kind == TokenKind::Mark &&
           (at(i).mark == '.' || at(i).mark == '-' || at(i).mark == '/' || at(i).mark == 0x2011);
  }

  // A year as printed: 2025, Buddhist 2568, or with two digits.
  std::optional<int> year_at(std::size_t i, bool two_digits) const {
    if (is_number(i, 4, 4)) {
      auto year = static_cast<int>(at(i).number);
      if (year > 2400 && year < 2700) year -= 543;
      if (year >= kYearMin - 100 && year <= kYearMax) return year;
    }
    if (two_digits && is_number(i, 2, 2)) return 2000 + static_cast<int>(at(i).number);
    return std::nullopt;
  }

  std::optional<Day> made(int year, std::int64_t month, std::int64_t day, std::size_t end) const {
    if (month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
    Day made{year, static_cast<int>(month), static_cast<int>(day), false, end};
    if (!base::is_valid({made.year, made.month, made.day, 0, 0, 0})) return std::nullopt;
    return made;
  }

  std::optional<Day> day_at(std::size_t i) const {
    if (auto found = east_asian_day(i)) return found;
    if (auto found = year_first_day(i)) return found;
    if (auto found = named_month_day(i)) return found;
    return numeric_day(i);
  }

  // 2025年10月24日, 2025년 10월 24일, 令和7年10月24日, 民國114年10月24日.
  std::optional<Day> east_asian_day(std::size_t i) const {
    int base_year = 0;
    std::size_t number = i;
    if (word(i) == "令" && word(i + 1) == "和") base_year = 2018, number = i + 2;
    if (word(i) == "平" && word(i + 1) == "成") base_year = 1988, number = i + 2;
    if (word(i) == "民" && (word(i + 1) == "國" || word(i + 1) == "国")) {
      base_year = 1911, number = i + 2;
    }
    std::optional<int> year;
    if (base_year == 0) {
      year = year_at(number, false);
    } else if (word(number) == "元") {
      year = base_year + 1;
    } else if (is_number(number, 1, 3)) {
      year = base_year + static_cast<int>(at(number).number);
    }
    const std::string_view mark = word(number + 1);
    if (!year || (mark != "年" && mark != "년")) return std::nullopt;
    if (!is_number(number + 2, 1, 2) || !is_number(number + 4, 1, 2)) return std::nullopt;
    const std::string_view month = word(number + 3), day = word(number + 5);
    if ((month != "月" && month != "월") || (day != "日" && day != "일" && day != "号")) {
      return std::nullopt;
    }
    return made(*year, at(number + 2).number, at(number + 4).number, number + 6);
  }

  // 2025-10-24, 2025. 10. 24., 2025/10/24, 20251024T, 2025 October 24.
  std::optional<Day> year_first_day(std::size_t i) const {
    if (is_number(i, 8, 8)) {
      const std::int64_t n = at(i).number;
      const auto year = static_cast<int>(n / 10000);
      if (year < kYearMin || year > kYearMax) return std::nullopt;
      return made(year, n / 100 % 100, n % 100, i + 1);
    }
    const auto year = year_at(i, false);
    if (!year) return std::nullopt;
    if (is_range_mark(i + 1) && is_number(i + 2, 1, 2) && is_range_mark(i + 3) &&
        at(i + 3).mark == at(i + 1).mark && is_number(i + 4, 1, 2)) {
      std::size_t end = i + 5;
      if (at(i + 1).mark == '.' && is_mark(end, '.')) ++end;
      return made(*year, at(i + 2).number, at(i + 4).number, end);
    }
    const std::size_t name = is_mark(i + 1, '.') ? i + 2 : i + 1;
    const auto month = month_name_at(name);
    if (month && is_number(month->second, 1, 2)) {
      return made(*year, month->first, at(month->second).number, month->second + 1);
    }
    return std::nullopt;
  }

  // The month that a word (or two) names, and the token behind it and its full stop.
  std::optional<std::pair<int, std::size_t>> month_name_at(std::size_t i) const {
    if (at(i).kind != TokenKind::Word) return std::nullopt;
    if ((word(i) == "tháng" || word(i) == "thg") && is_number(i + 1, 1, 2)) {
      return std::pair{static_cast<int>(at(i + 1).number), i + 2};
    }
    std::optional<int> month;
    std::size_t end = i + 1;
    if (at(i + 1).kind == TokenKind::Word) {
      month = month_of(std::string(word(i)) + " " + std::string(word(i + 1)), language_);
      if (month) end = i + 2;
    }
    if (!month) month = month_of(word(i), language_);
    if (!month) return std::nullopt;
    while (is_mark(end, '.') || is_mark(end, '-') || is_mark(end, '/')) ++end;
    return std::pair{*month, end};
  }

  std::size_t skip_date_fillers(std::size_t i) const {
    for (int n = 0; n < 3; ++n) {
      const bool skip = is_mark(i, '.') || is_mark(i, ',') || is_mark(i, '-') || is_mark(i, '/') ||
                        is_mark(i, '\'') || is_mark(i, 0x2019) || is_mark(i, 0x60C) ||
                        (at(i).kind == TokenKind::Word && is_date_filler(word(i)));
      if (!skip) break;
      ++i;
    }
    return i;
  }

  // 24 Oct. 2025, 24th of October 2025, Oct 24, 2025, 24 de octubre de 2025.
  std::optional<Day> named_month_day(std::size_t i) const {
    if (is_number(i, 1, 2)) {
      std::size_t name = i + 1;
      if (is_ordinal(word(name)) && !at(name).space_before) ++name;
      name = skip_date_fillers(name);
      const auto month = month_name_at(name);
      if (!month) return std::nullopt;
      const std::size_t place = skip_date_fillers(month->second);
      const auto year = year_at(place, true);
      return year && !looks_like_clock(place) ? made(*year, month->first, at(i).number, place + 1)
                                              : std::nullopt;
    }
    const auto month = month_name_at(i);
    if (!month || !is_number(month->second, 1, 2)) return std::nullopt;
    std::size_t place = month->second + 1;
    if (is_ordinal(word(place)) && !at(place).space_before) ++place;
    place = skip_date_fillers(place);
    const auto year = year_at(place, false);
    return year ? made(*year, month->first, at(month->second).number, place + 1) : std::nullopt;
  }

  bool looks_like_clock(std::size_t i) const {
    return is_number(i, 1, 2) && (is_mark(i + 1, ':') || is_hour_word(word(i + 1)));
  }

  // 24.10.2025, 24/10/2025, 10-24-2025, 24.10.25: day first unless that cannot be.
  std::optional<Day> numeric_day(std::size_t i) const {
    if (!is_number(i, 1, 2) || !is_range_mark(i + 1) || !is_number(i + 2, 1, 2) ||
        !is_range_mark(i + 3) || at(i + 3).mark != at(i + 1).mark) {
      return std::nullopt;
    }
    const auto year = year_at(i + 4, true);
    // A fourth part makes it a version or an address.
    if (!year || (is_range_mark(i + 5) && !at(i + 6).space_before && is_number(i + 6, 1, 9))) {
      return std::nullopt;
    }
    const std::int64_t a = at(i).number, b = at(i + 2).number;
    if (a > 12) return made(*year, b, a, i + 5);
    if (b > 12) return made(*year, a, b, i + 5);
    auto found = made(*year, b, a, i + 5);
    if (found) found->ambiguous = a != b;
    return found;
  }

  std::optional<Clock> clock_after(std::size_t i) const {
    int strange = 0;
    for (int n = 0; n < 7; ++n) {
      if (auto clock = clock_at(i)) return clock;
      const Token& token = at(i);
      if (token.kind == TokenKind::End || token.kind == TokenKind::Number) return std::nullopt;
      if (token.kind == TokenKind::Word && !is_time_filler(token.word) && ++strange > 1) {
        return std::nullopt;
      }
      ++i;
    }
    return std::nullopt;
  }

  std::pair<HalfDay, std::size_t> half_day_at(std::size_t i) const {
    const std::string_view first = word(i);
    if (!first.empty()) {
      const std::string two = std::string(first) + std::string(word(i + 1));
      if (half_day_of(two) != HalfDay::None && stands_alone_word(i)) {
        return {half_day_of(two), i + 2};
      }
      if (half_day_of(first) != HalfDay::None) return {half_day_of(first), i + 1};
      // a.m., π.μ.
      if (is_mark(i + 1, '.') && at(i + 2).kind == TokenKind::Word) {
        const HalfDay half = half_day_of(std::string(first) + std::string(word(i + 2)));
        if (half != HalfDay::None) return {half, is_mark(i + 3, '.') ? i + 4 : i + 3};
      }
    }
    return {HalfDay::None, i};
  }
  bool stands_alone_word(std::size_t i) const { return at(i).end - at(i).begin == 3; }

  std::optional<Clock> clock_at(std::size_t i) const {
    auto [half, place] = half_day_at(i);
    if (half != HalfDay::None && is_mark(place, '.')) ++place;
    if (!is_number(place, 1, 2) && !(is_number(place, 4, 6) && i > 0 && word(i - 1) == "t")) {
      return std::nullopt;
    }
    Clock clock;
    if (is_number(place, 4, 6)) {  // the basic format of ISO 8601
      const std::int64_t n = at(place).digits == 6 ? at(place).number : at(place).number * 100;
      clock.hour = static_cast<int>(n / 10000);
      clock.minute = static_cast<int>(n / 100 % 100);
      clock.second = static_cast<int>(n % 100);
      clock.end = place + 1;
    } else if (!read_parts(place, half, clock)) {
      return std::nullopt;
    }
    const auto [behind, end] = half_day_at(clock.end);
    if (half == HalfDay::None && behind != HalfDay::None) half = behind, clock.end = end;
    if (half == HalfDay::Afternoon && clock.hour < 12) clock.hour += 12;
    if (half == HalfDay::Morning && clock.hour == 12) clock.hour = 0;
    if (clock.hour == 24 && clock.minute == 0) clock.hour = 0;
    if (clock.second == 60) clock.second = 59;
    if (clock.hour > 23 || clock.minute > 59 || clock.second > 59) return std::nullopt;
    read_zone(clock);
    return clock;
  }

  // 09:31, 9.31, 9h31, 9시 31분, 9 Uhr, 9 PM; seconds with any fraction.
  bool read_parts(std::size_t i, HalfDay half, Clock& clock) const {
    clock.hour = static_cast<int>(at(i).number);
    const bool colon = is_mark(i + 1, ':') || is_mark(i + 1, 0xFF1A);
    const bool dot = is_mark(i + 1, '.') && !at(i + 2).space_before;
    const bool name = is_hour_word(word(i + 1));
    if ((colon || dot || name) && is_number(i + 2, name ? 1 : 2, 2)) {
      clock.minute = static_cast<int>(at(i + 2).number);
      clock.end = i + 3;
      // 24.10.2025 is no time of day.
      if (dot && (is_mark(i + 3, '.') || is_mark(i + 3, '/')) && is_number(i + 4, 2, 4)) {
        return false;
      }
      if (name && (word(i + 3) == "분" || word(i + 3) == "分")) clock.end = i + 4;
      if (colon && (is_mark(i + 3, ':') || is_mark(i + 3, 0xFF1A)) && is_number(i + 4, 2, 2)) {
        clock.second = static_cast<int>(at(i + 4).number);
        clock.end = i + 5;
        if ((is_mark(i + 5, '.') || is_mark(i + 5, ',')) && !at(i + 6).space_before &&
            is_number(i + 6, 1, 9)) {
          clock.end = i + 7;
        }
      }
      if (word(clock.end) == "uhr") ++clock.end;
      return true;
    }
    clock.end = name ? i + 2 : i + 1;
    return half != HalfDay::None || half_day_at(i + 1).first != HalfDay::None ||
           (name && at(i + 1).word != "h");
  }

  // Z, +09:00, +0900, GMT+9, (KST), ET.
  void read_zone(Clock& clock) const {
    std::size_t i = clock.end;
    const bool bracket = is_mark(i, '(') || is_mark(i, '[');
    if (bracket) ++i;
    const std::string_view printed = text_.substr(at(i).begin, at(i).end - at(i).begin);
    if (at(i).kind == TokenKind::Word) {
      if (printed == "Z" && !at(i).space_before) {
        clock.offset = 0, clock.zulu = true, clock.end = i + 1;
        return;
      }
      const auto known = offset_of_abbreviation(printed);
      if (known) {
        clock.offset = known, clock.end = i + 1;
        if (*known == 0) read_offset(i + 1, clock);
      } else if (!zone_of_abbreviation(printed).empty() || is_shared_abbreviation(printed)) {
        clock.abbreviation = printed, clock.end = i + 1;
      }
      if (bracket && clock.end == i + 1 && (is_mark(i + 1, ')') || is_mark(i + 1, ']'))) {
        ++clock.end;
      }
      return;
    }
    if (!bracket) read_offset(i, clock);
  }

  void read_offset(std::size_t i, Clock& clock) const {
    const bool minus = is_mark(i, '-') || is_mark(i, 0x2212);
    if (!(minus || is_mark(i, '+')) || at(i + 1).space_before) return;
    int minutes = 0;
    std::size_t end = i + 2;
    if (is_number(i + 1, 4, 4)) {
      minutes = static_cast<int>(at(i + 1).number / 100 * 60 + at(i + 1).number % 100);
    } else if (is_number(i + 1, 1, 2)) {
      minutes = static_cast<int>(at(i + 1).number) * 60;
      if (is_mark(end, ':') && is_number(end + 1, 2, 2)) {
        minutes += static_cast<int>(at(end + 1).number);
        end += 2;
      }
    } else {
      return;
    }
    if (minutes > 14 * 60) return;
    clock.offset = minus ? -minutes : minutes;
    clock.end = end;
  }

  ScannedDate make(const Day& day, const std::optional<Clock>& clock, std::size_t begin,
                   std::size_t end) const {
    ScannedDate found;
    found.local = {day.year, day.month, day.day, 0, 0, 0};
    if (clock) {
      found.local.hour = clock->hour;
      found.local.minute = clock->minute;
      found.local.second = std::max(clock->second, 0);
      found.precision = clock->second >= 0 ? Precision::Second : Precision::Minute;
      found.offset_minutes = clock->offset;
      found.zulu = clock->zulu;
      found.abbreviation = clock->abbreviation;
    }
    found.ambiguous = day.ambiguous;
    found.swapped = found.local;
    std::swap(found.swapped.month, found.swapped.day);
    found.begin = at(begin).begin;
    found.end = at(std::max(end, day.end) - 1).end;
    return found;
  }

  std::string_view text_, language_;
  std::vector<Token> tokens_;
};

}  // namespace

std::optional<ScannedDate> scan_date(std::string_view text, std::string_view language,
                                     base::Timestamp fetched_at) {
  text = text.substr(0, kScanBytes);
  if (!has_digit(text)) return std::nullopt;
  const Scanner scanner(text, language);
  if (auto found = scanner.scan()) return found;
  return scanner.scan_relative(fetched_at);
}

}  // namespace news::clean
