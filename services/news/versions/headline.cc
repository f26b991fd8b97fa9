#include "news/versions/headline.h"

#include <optional>

namespace news::versions {
namespace {

// Longest first where one begins another. Latin marks count in capitals only.
constexpr std::string_view kMarkers[] = {
    "CORRECTION", "CORRECTED", "CORRECTS", "CORRECTIF", "CORRECCIÓN", "CLARIFICATION", "REFILE",
    "WRITETHRU",  "KORREKTUR", "ERRATA",   "UPDATE",    "RECAST",     "LEAD",          "RPT",
    "1st LD",     "2nd LD",    "3rd LD",   "4th LD",    "5th LD",     "KILLS",         "KILL",
    "WITHDRAWAL", "WITHDRAWN", "WITHDRAW", "ANULA",     "ANNULATION", "ANNULLAMENTO",  "전문취소",
    "기사취소",   "取り消し",  "撤稿",     "LD",        "정정",       "바로잡습니다",  "종합",
    "수정",       "속보",      "1보",      "2보",       "3보",        "4보",           "訂正",
    "更正"};

bool is_separator(char c) { return c == ' ' || c == '-' || c == ':' || c == '.' || c == ','; }

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_separator(text.front())) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '-')) text.remove_suffix(1);
  return text;
}

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
  return end - at;
}

// "UPDATE", "UPDATE 1", "UPDATE-2", "종합2보": the length of a mark with its number.
std::size_t marker_length(std::string_view text) {
  for (const std::string_view marker : kMarkers) {
    if (text.substr(0, marker.size()) != marker) continue;
    std::size_t end = marker.size();
    const std::size_t gap = end < text.size() && (text[end] == ' ' || text[end] == '-') ? 1 : 0;
    if (const std::size_t digits = digits_at(text, end + gap); digits != 0 && digits <= 2) {
      end += gap + digits;
      if (text.substr(end, 3) == "보") end += 3;
    }
    return end;
  }
  return 0;
}

// A mark in front: in brackets, or with a hyphen or colon behind it.
std::optional<std::string_view> without_first(std::string_view text) {
  const bool bracket = !text.empty() && (text[0] == '(' || text[0] == '[');
  const std::size_t begin = bracket ? 1 : 0;
  std::size_t size = marker_length(text.substr(begin));
  if (size == 0) return std::nullopt;
  if (!bracket && text.substr(begin + size).starts_with(" -")) ++size;
  if (begin + size >= text.size()) return std::nullopt;
  const char next = text[begin + size];
  if (bracket ? next != ')' && next != ']' : next != '-' && next != ':') return std::nullopt;
  return trim(text.substr(begin + size + 1));
}

// A mark behind, which is always in brackets.
std::optional<std::string_view> without_last(std::string_view text) {
  if (text.empty() || (text.back() != ')' && text.back() != ']')) return std::nullopt;
  const std::size_t open = text.find_last_of("([");
  if (open == std::string_view::npos) return std::nullopt;
  const std::string_view inside = text.substr(open + 1, text.size() - open - 2);
  if (inside.empty() || marker_length(inside) != inside.size()) return std::nullopt;
  return trim(text.substr(0, open));
}

}  // namespace

std::string_view without_markers(std::string_view headline) {
  std::string_view text = headline;
  while (true) {
    std::optional<std::string_view> shorter = without_first(text);
    if (!shorter) shorter = without_last(text);
    if (!shorter || shorter->empty()) return text;
    text = *shorter;
  }
}

}  // namespace news::versions
