// news/clean/date_words.h
//
// The words that dates are made of: months in 40 languages, zone abbreviations, halves of the
// day, units of "2 hours ago". Tables made once at start, then constant: any thread.
// Must not know: where a date stood.
#pragma once

#include <optional>
#include <string_view>

namespace news::clean {

// 1 to 12 for a folded month name; the page's language decides where names differ (listopad).
std::optional<int> month_of(std::string_view folded, std::string_view language);

// Minutes ahead of UTC of a plain abbreviation in capitals (KST, CET). Nothing: none.
std::optional<int> offset_of_abbreviation(std::string_view printed);
// The zone whose rules an abbreviation means: ET -> America/New_York. Empty: none.
std::string_view zone_of_abbreviation(std::string_view printed);
// IST, CST, BST: only the publisher's own zone tells which.
bool is_shared_abbreviation(std::string_view printed);

enum class HalfDay { None, Morning, Afternoon };
HalfDay half_day_of(std::string_view folded);

// Minutes of a unit: "hours" 60, "Tagen" 1440. 0: no unit.
int minutes_of_unit(std::string_view folded);
// "ago", "vor", "назад", "전": a number and a unit beside it count back.
bool is_ago(std::string_view folded);

// Words that may stand between a date and its time: "at", "um", "a las".
bool is_time_filler(std::string_view folded);
// Words that may stand between day, month and year: "of", "de".
bool is_date_filler(std::string_view folded);
bool is_ordinal(std::string_view folded);
// Words behind an hour: "h", "uhr", "시".
bool is_hour_word(std::string_view folded);

}  // namespace news::clean
