#include "adapters/config/values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <vector>

namespace adapters::config {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t factor;
};

// Ascending, so that the last one that divides is the shortest spelling.
constexpr std::array<Unit, 3> kByteUnits{{{"KiB", std::int64_t{1} << 10},
                                          {"MiB", std::int64_t{1} << 20},
                                          {"GiB", std::int64_t{1} << 30}}};
constexpr std::array<Unit, 5> kTimeUnits{
    {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};

// Other people's names of our units, in small letters.
struct Spelling {
  std::string_view name, ours;
};
constexpr std::array<Spelling, 12> kByteSpellings{{{"k", "KiB"},
                                                   {"kb", "KiB"},
                                                   {"kib", "KiB"},
                                                   {"ki", "KiB"},
                                                   {"m", "MiB"},
                                                   {"mb", "MiB"},
                                                   {"mib", "MiB"},
                                                   {"mi", "MiB"},
                                                   {"g", "GiB"},
                                                   {"gb", "GiB"},
                                                   {"gib", "GiB"},
                                                   {"gi", "GiB"}}};
constexpr std::array<Spelling, 12> kTimeSpellings{{{"msec", "ms"},
                                                   {"ms", "ms"},
                                                   {"sec", "s"},
                                                   {"s", "s"},
                                                   {"seconds", "s"},
                                                   {"min", "m"},
                                                   {"minutes", "m"},
                                                   {"hour", "h"},
                                                   {"hours", "h"},
                                                   {"h", "h"},
                                                   {"day", "d"},
                                                   {"days", "d"}}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

bool all_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// A number that C or a calculator spells in a way of its own: 0x1f, 1e3. Nothing if it is none.
std::string other_spelling(std::string_view text) {
  std::int64_t value = 0;
  const auto whole = [&](std::string_view digits, int base) {
    const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    return end.ec == std::errc() && end.ptr == digits.data() + digits.size();
  };
  if (text.starts_with("0x") || text.starts_with("0X")) {
    return all_hex(text.substr(2)) && whole(text.substr(2), 16) ? std::to_string(value) : "";
  }
  const std::size_t e = std::min(text.find_first_of("eE"), text.size());
  const std::string_view power = text.substr(std::min(e + 1, text.size()));
  if (!all_digits(text.substr(0, e)) || !all_digits(power) || power.size() > 1) return "";
  return std::string(text.substr(0, e)) +
         std::string(static_cast<std::size_t>(power[0] - '0'), '0');
}

// What the writer most probably meant by 010, 0x1f, 1e3 or 1_000.
std::string hint_for(std::string_view text) {
  if (text.size() > 1 && text[0] == '0' && all_digits(text)) {
    const std::size_t first = std::min(text.find_first_not_of('0'), text.size() - 1);
    return ", write " + std::string(text.substr(first));
  }
  if (const std::string number = other_spelling(text); !number.empty()) return ", write " + number;
  std::string digits;
  for (const char c : text) {
    if (is_digit(c))
      digits += c;
    else if (c != '_' && c != ',' && c != ' ' && c != '\'')
      return "";
  }
  return digits.empty() ? "" : ", write " + digits;
}

// ", write 8MiB" for 8 mb: a number before a unit under another name, or after a space.
template <std::size_t N>
std::string hint_for_unit(std::string_view text, const std::array<Spelling, N>& spellings) {
  const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
  std::string unit;
  for (const char c : text.substr(end)) {
    if (c != ' ') unit += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  const std::string_view digits = text.substr(0, end);
  if (digits.empty() || digits.starts_with('0')) return "";
  for (const Spelling& one : spellings) {
    if (one.name == unit) return ", such as " + std::string(digits) + std::string(one.ours);
  }
  return "";
}

// The number before a unit, times its factor.
NumberOrComplaint scaled(std::string_view digits, std::int64_t factor, std::string_view whole) {
  const NumberOrComplaint number = read_integer(digits);
  if (std::holds_alternative<std::string>(number)) return number;
  std::int64_t product = 0;
  if (__builtin_mul_overflow(std::get<std::int64_t>(number), factor, &product)) {
    return quoted(whole) + " is too large";
  }
  return product;
}

template <std::size_t N>
std::string spell(std::int64_t value, const std::array<Unit, N>& units, std::string_view plain) {
  for (auto unit = units.rbegin(); unit != units.rend(); ++unit) {
    if (value != 0 && value % unit->factor == 0) {
      return std::to_string(value / unit->factor) + std::string(unit->name);
    }
  }
  return std::to_string(value) + std::string(plain);
}

}  // namespace

NumberOrComplaint read_integer(std::string_view text) {
  if (!all_digits(text) || (text.size() > 1 && text[0] == '0')) {
    return quoted(text) + " is not a whole number in decimal" + hint_for(text);
  }
  std::int64_t value = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc{}) {
    return quoted(text) + " is too large";
  }
  return value;
}

NumberOrComplaint read_bytes(std::string_view text) {
  for (const Unit& unit : kByteUnits) {
    const std::string_view digits =
        text.substr(0, text.size() - std::min(text.size(), unit.name.size()));
    if (text.ends_with(unit.name) && all_digits(digits)) return scaled(digits, unit.factor, text);
  }
  if (all_digits(text)) return read_integer(text);
  return quoted(text) + " is not a size: write bytes, or a whole number with KiB, MiB or GiB" +
         hint_for_unit(text, kByteSpellings);
}

NumberOrComplaint read_duration(std::string_view text) {
  const std::size_t end = text.find_first_not_of("0123456789");
  if (end != 0 && end != std::string_view::npos) {
    for (const Unit& unit : kTimeUnits) {
      if (text.substr(end) == unit.name) return scaled(text.substr(0, end), unit.factor, text);
    }
  }
  if (all_digits(text)) {
    return quoted(text) + " is not a duration: it needs a unit, " + std::string(text) + "ms or " +
           std::string(text) + "s";
  }
  return quoted(text) + " is not a duration: write a whole number with ms, s, m, h or d" +
         hint_for_unit(text, kTimeSpellings);
}

NumberOrComplaint read_boolean(std::string_view text) {
  if (text == "true") return 1;
  if (text == "false") return 0;
  return quoted(text) + " is neither true nor false";
}

std::string spell_bytes(std::int64_t bytes) { return spell(bytes, kByteUnits, ""); }

std::string spell_duration(std::int64_t milliseconds) {
  return spell(milliseconds, kTimeUnits, "ms");
}

std::string spell_text(std::string_view text) {
  const std::string_view harmless =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-+:@";
  const bool plain = !text.empty() && text.find_first_not_of(harmless) == std::string_view::npos &&
                     text.front() != '-' && text.front() != ':' && text.front() != '@' &&
                     text.back() != ':' && text != "~" && text != "null";
  if (plain) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n')
      out += "\\n";
    else if (c == '\t')
      out += "\\t";
    else
      out += c;
  }
  return out + "\"";
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  if (text.empty()) return parts;
  for (std::size_t begin = 0;;) {
    const std::size_t end = text.find(separator, begin);
    parts.push_back(text.substr(begin, end - begin));
    if (end == std::string_view::npos) return parts;
    begin = end + 1;
  }
}

std::string list_words(std::string_view words) {
  std::string out;
  for (const std::string_view word : split(words, '|')) {
    if (!out.empty()) out += ", ";
    out += word;
  }
  return out;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row[b.size()];
}

std::string_view find_nearest(std::string_view word, const std::vector<std::string_view>& words) {
  std::string_view nearest;
  std::size_t distance = 3;
  for (const std::string_view one : words) {
    const std::size_t to_one = edit_distance(word, one);
    if (to_one >= distance) continue;
    nearest = one;
    distance = to_one;
  }
  return nearest;
}

}  // namespace adapters::config
