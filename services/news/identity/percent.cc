#include "news/identity/percent.h"

#include <algorithm>
#include <optional>

namespace news::identity {
namespace {

bool is_unreserved(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

bool is_allowed(unsigned char c, Component component) {
  switch (c) {
    case '!':
    case '$':
    case '&':
    case '\'':
    case '(':
    case ')':
    case '*':
    case '+':
    case ',':
    case ';':
    case '=':
    case ':':
    case '@':
    case '/':
      return true;
    case '?':
      return component == Component::Query;
    default:
      return is_unreserved(c);
  }
}

char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

int read_hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The byte that the escape at `at` stands for.
std::optional<unsigned char> read_escape(std::string_view text, std::size_t at) {
  if (at + 2 >= text.size() || text[at] != '%') return std::nullopt;
  const int high = read_hex(text[at + 1]), low = read_hex(text[at + 2]);
  if (high < 0 || low < 0) return std::nullopt;
  return static_cast<unsigned char>(high * 16 + low);
}

void append_escape(std::string& out, unsigned char byte) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  out += '%';
  out += kDigits[byte >> 4];
  out += kDigits[byte & 15];
}

}  // namespace

std::string normalize_escapes(std::string_view text, Component component) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (const auto escaped = read_escape(text, i)) {
      if (is_unreserved(*escaped)) {
        out += static_cast<char>(*escaped);
      } else {
        append_escape(out, *escaped);
      }
      i += 2;
    } else if (is_allowed(c, component)) {
      out += text[i];
    } else {
      append_escape(out, c);
    }
  }
  return out;
}

std::string decode_escapes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (const auto escaped = read_escape(text, i)) {
      out += static_cast<char>(*escaped);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string unescape_ampersands(std::string_view text) {
  constexpr std::string_view kEscaped = "&amp;";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    out += c;
    if (c == ';' && std::string_view(out).ends_with(kEscaped)) {
      out.resize(out.size() - kEscaped.size() + 1);
    }
  }
  return out;
}

std::string to_lower_ascii(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), to_lower);
  return lower;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view lower_prefix) {
  return text.size() >= lower_prefix.size() &&
         std::equal(lower_prefix.begin(), lower_prefix.end(), text.begin(),
                    [](char lower, char c) { return lower == to_lower(c); });
}

}  // namespace news::identity
