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

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

// What the writer most probably meant by 010, 0x1f, 1e3 or 1_000.
std::string hint_for(std::string_view text) {
  if (text.size() > 1 && text[0] == '0' && std::all_of(text.begin(), text.end(), is_digit)) {
    const std::size_t first = std::min(text.find_first_not_of('0'), text.size() - 1);
    return ", write " + std::string(text.substr(first));
  }
  std::string digits;
  for (const char c : text) {
    if (is_digit(c))
      digits += c;
    else if (c != '_' && c != ',' && c != ' ' && c != '\'')
      return "";
  }
  return digits.empty() ? "" : ", write " + digits;
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
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
  if (!digits || (text.size() > 1 && text[0] == '0')) {
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
    if (!text.ends_with(unit.name)) continue;
    return scaled(text.substr(0, text.size() - unit.name.size()), unit.factor, text);
  }
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_digit)) return read_integer(text);
  return quoted(text) + " is not a size: write bytes, or a whole number with KiB, MiB or GiB";
}

NumberOrComplaint read_duration(std::string_view text) {
  const std::size_t end = text.find_first_not_of("0123456789");
  if (end != 0 && end != std::string_view::npos) {
    for (const Unit& unit : kTimeUnits) {
      if (text.substr(end) == unit.name) return scaled(text.substr(0, end), unit.factor, text);
    }
  }
  return quoted(text) + " is not a duration: write a whole number with ms, s, m, h or d";
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

}  // namespace adapters::config
