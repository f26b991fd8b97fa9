#include "news/clean/date_words.h"

#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "news/clean/unicode.h"

namespace news::clean {

namespace {

// English first: without a known language the first of equal names counts.
constexpr std::array kLanguages{
    "en", "en-GB", "de", "de-AT",   "fr",    "es",    "it", "pt", "nl", "pl", "ru", "uk",
    "el", "tr",    "ar", "ar-SY",   "ar-DZ", "ar-MA", "zh", "ja", "ko", "cs", "sk", "hu",
    "ro", "bg",    "sr", "sr-Latn", "hr",    "bs",    "sl", "mk", "sq", "lt", "lv", "et",
    "fi", "sv",    "da", "nb",      "is",    "fa",    "he", "hi", "bn", "ur", "th", "vi",
    "id", "ms",    "sw", "ca",      "gl",    "eu",    "af", "ka", "hy", "az", "kk", "ta"};

struct MonthName {
  std::string folded;
  std::string language;
  int month = 0;
  int rank = 0;  // place of the language in the table
};

bool has_letter(std::string_view text) {
  for (std::size_t pos = 0; pos < text.size();) {
    if (is_letter(decode(text, pos))) return true;
  }
  return false;
}

void add_months(const icu::DateFormatSymbols& symbols, const char* language, int rank,
                std::vector<MonthName>& names) {
  using Symbols = icu::DateFormatSymbols;
  for (const auto context : {Symbols::FORMAT, Symbols::STANDALONE}) {
    for (const auto width : {Symbols::WIDE, Symbols::ABBREVIATED}) {
      std::int32_t count = 0;
      const icu::UnicodeString* months = symbols.getMonths(count, context, width);
      for (std::int32_t i = 0; i < std::min(count, 12); ++i) {
        std::string utf8;
        months[i].toUTF8String(utf8);
        // "10月" is a number and a unit; the scanner reads those without a table.
        std::string folded = fold(utf8);
        const bool digits =
            std::any_of(folded.begin(), folded.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!digits && folded.size() >= 2 && has_letter(folded)) {
          // "2 במרץ": Hebrew writes "in" as a part of the month.
          if (std::string_view(language) == "he") {
            names.push_back({"ב" + folded, std::string(language, 2), i + 1, rank});
          }
          names.push_back({std::move(folded), std::string(language, 2), i + 1, rank});
        }
      }
    }
  }
}

std::vector<MonthName> make_months() {
  std::vector<MonthName> names;
  for (std::size_t i = 0; i < kLanguages.size(); ++i) {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Locale locale = icu::Locale::forLanguageTag(kLanguages[i], error);
    const icu::DateFormatSymbols symbols(locale, "gregorian", error);
    if (U_SUCCESS(error)) add_months(symbols, kLanguages[i], static_cast<int>(i), names);
  }
  // What printers write beside the official short forms.
  for (const auto& [name, month] : {std::pair{"sept", 9},
                                    {"janv", 1},
                                    {"fevr", 2},
                                    {"aout", 8},
                                    {"marz", 3},
                                    {"okt", 10},
                                    {"dez", 12}}) {
    names.push_back({name, "en", month, static_cast<int>(kLanguages.size())});
  }
  std::stable_sort(names.begin(), names.end(), [](const MonthName& a, const MonthName& b) {
    return std::tie(a.folded, a.rank) < std::tie(b.folded, b.rank);
  });
  return names;
}

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

template <class Value, std::size_t N>
std::optional<Value> find_in(std::string_view word,
                             const std::array<std::pair<std::string_view, Value>, N>& table) {
  for (const auto& [name, value] : table) {
    if (name == word) return value;
  }
  return std::nullopt;
}

constexpr std::array<std::pair<std::string_view, int>, 41> kOffsets{{
    {"UTC", 0},    {"GMT", 0},    {"WET", 0},    {"WEST", 60},  {"CET", 60},   {"CEST", 120},
    {"MEZ", 60},   {"MESZ", 120}, {"EET", 120},  {"EEST", 180}, {"MSK", 180},  {"МСК", 180},
    {"TRT", 180},  {"EAT", 180},  {"SAST", 120}, {"WAT", 60},   {"CAT", 120},  {"PKT", 300},
    {"NPT", 345},  {"ICT", 420},  {"WIB", 420},  {"WITA", 480}, {"WIT", 540},  {"HKT", 480},
    {"SGT", 480},  {"MYT", 480},  {"PHT", 480},  {"AWST", 480}, {"KST", 540},  {"JST", 540},
    {"AEST", 600}, {"AEDT", 660}, {"NZST", 720}, {"NZDT", 780}, {"EST", -300}, {"EDT", -240},
    {"MDT", -360}, {"PST", -480}, {"PDT", -420}, {"BRT", -180}, {"ART", -180},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kZones{{
    {"ET", "America/New_York"},
    {"CT", "America/Chicago"},
    {"MT", "America/Denver"},
    {"PT", "America/Los_Angeles"},
}};

constexpr std::array<std::pair<std::string_view, int>, 88> kUnits{{
    {"second", 0},    {"minute", 1},   {"minutes", 1},   {"min", 1},       {"mins", 1},
    {"hour", 60},     {"hours", 60},   {"hr", 60},       {"hrs", 60},      {"day", 1440},
    {"days", 1440},   {"week", 10080}, {"weeks", 10080}, {"minuten", 1},   {"stunde", 60},
    {"stunden", 60},  {"tag", 1440},   {"tagen", 1440},  {"heure", 60},    {"heures", 60},
    {"jour", 1440},   {"jours", 1440}, {"minuto", 1},    {"minutos", 1},   {"hora", 60},
    {"horas", 60},    {"día", 1440},   {"días", 1440},   {"dia", 1440},    {"dias", 1440},
    {"minuti", 1},    {"ora", 60},     {"ore", 60},      {"giorno", 1440}, {"giorni", 1440},
    {"minuut", 1},    {"uur", 60},     {"uren", 60},     {"dag", 1440},    {"dagen", 1440},
    {"minut", 1},     {"minuty", 1},   {"minutę", 1},    {"godzinę", 60},  {"godziny", 60},
    {"godzin", 60},   {"dzień", 1440}, {"dni", 1440},    {"минуту", 1},    {"минуты", 1},
    {"минут", 1},     {"час", 60},     {"часа", 60},     {"часов", 60},    {"день", 1440},
    {"дня", 1440},    {"дней", 1440},  {"хвилину", 1},   {"хвилини", 1},   {"хвилин", 1},
    {"годину", 60},   {"години", 60},  {"годин", 60},    {"дні", 1440},    {"днів", 1440},
    {"λεπτά", 1},     {"λεπτό", 1},    {"ώρα", 60},      {"ώρεσ", 60},     {"ημέρα", 1440},
    {"ημέρεσ", 1440}, {"μέρεσ", 1440}, {"dakika", 1},    {"saat", 60},     {"gün", 1440},
    {"دقيقة", 1},     {"دقائق", 1},    {"ساعة", 60},     {"ساعات", 60},    {"يوم", 1440},
    {"أيام", 1440},   {"분", 1},       {"시간", 60},     {"일", 1440},     {"分", 1},
    {"時", 60},       {"时", 60},      {"日", 1440},
}};

constexpr std::array<std::string_view, 22> kAgo{
    "ago",  "vor",  "il",  "hace", "fa", "há", "atrás", "geleden", "temu",  "назад",  "тому",
    "πριν", "önce", "منذ", "قبل",  "전", "前", "atras", "siden",   "sedan", "sitten", "earlier"};

constexpr std::array<std::string_view, 44> kTimeFillers{
    "at",     "um",   "à",    "a",   "las", "la",  "alle", "ore", "às",   "as",   "o",
    "godz",   "στισ", "στις", "в",   "о",   "t",   "kl",   "om",  "klo",  "saat", "ساعة",
    "الساعة", "el",   "de",   "del", "um",  "the", "on",   "г",   "года", "р",    "року",
    "time",   "ώρα",  "ora",  "h",   "v",   "ob",  "u",    "в",   "дата", "hora", "hours"};

constexpr std::array<std::string_view, 14> kDateFillers{
    "of", "de", "del", "d", "den", "the", "ta", "da", "do", "di", "г", "года", "р", "tháng"};

constexpr std::array<std::string_view, 9> kOrdinals{"st", "nd", "rd", "th", "er",
                                                    "º",  "ª",  "o",  "ste"};

constexpr std::array<std::string_view, 8> kHourWords{"h",  "uhr", "시", "時",
                                                     "时", "点",  "點", "ώρα"};

}  // namespace

std::optional<int> month_of(std::string_view folded, std::string_view language) {
  static const std::vector<MonthName> kMonths = make_months();
  auto found =
      std::lower_bound(kMonths.begin(), kMonths.end(), folded,
                       [](const MonthName& a, std::string_view b) { return a.folded < b; });
  if (found == kMonths.end() || found->folded != folded) return std::nullopt;
  const int first = found->month;
  for (; found != kMonths.end() && found->folded == folded; ++found) {
    if (found->language == language.substr(0, 2)) return found->month;
  }
  return first;
}

std::optional<int> offset_of_abbreviation(std::string_view printed) {
  return find_in(printed, kOffsets);
}

std::string_view zone_of_abbreviation(std::string_view printed) {
  return find_in(printed, kZones).value_or("");
}

bool is_shared_abbreviation(std::string_view printed) {
  return printed == "IST" || printed == "CST" || printed == "BST";
}

HalfDay half_day_of(std::string_view folded) {
  static constexpr std::array<std::string_view, 10> kMorning{"am",   "오전", "πμ",   "π μ", "上午",
                                                             "午前", "早上", "凌晨", "ص",   "sáng"};
  static constexpr std::array<std::string_view, 9> kAfternoon{"pm",   "오후", "μμ", "μ μ",  "下午",
                                                              "午後", "晚上", "م",  "chiều"};
  if (is_one_of(folded, kMorning)) return HalfDay::Morning;
  return is_one_of(folded, kAfternoon) ? HalfDay::Afternoon : HalfDay::None;
}

int minutes_of_unit(std::string_view folded) { return find_in(folded, kUnits).value_or(0); }
bool is_ago(std::string_view folded) { return is_one_of(folded, kAgo); }
bool is_time_filler(std::string_view folded) { return is_one_of(folded, kTimeFillers); }
bool is_date_filler(std::string_view folded) { return is_one_of(folded, kDateFillers); }
bool is_ordinal(std::string_view folded) { return is_one_of(folded, kOrdinals); }
bool is_hour_word(std::string_view folded) { return is_one_of(folded, kHourWords); }

}  // namespace news::clean
