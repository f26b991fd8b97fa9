#include "news/clean/references.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "news/clean/references_table.h"
#include "news/clean/unicode.h"

namespace news::clean {

namespace {

// Longer than the longest name, "CounterClockwiseContourIntegral;".
constexpr std::size_t kNameBytesMax = 33;

// What numbers 128 to 159 mean: authors wrote windows-1252 and meant it.
constexpr std::array<std::uint16_t, 32> kWindows1252{
    0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
    0x2039, 0x152,  0x8D,   0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

char32_t repair(std::uint32_t code) {
  if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return kReplacement;
  if (code >= 0x80 && code <= 0x9F) return kWindows1252[code - 0x80];
  return code;
}

// "#8217;" or "#x2019;" behind the '&'. Returns bytes read, 0 if there is no digit.
std::size_t append_number(std::string_view rest, std::string& out) {
  std::size_t pos = 1;
  const bool hex = pos < rest.size() && (rest[pos] | 0x20) == 'x';
  if (hex) ++pos;
  const std::size_t digits = pos;
  std::uint32_t code = 0;
  for (; pos < rest.size(); ++pos) {
    const int value = hex_value(rest[pos]);
    if (value < 0 || (!hex && value > 9)) break;
    // Past the last code point the value only has to stay there.
    if (code <= 0x10FFFF) code = code * (hex ? 16 : 10) + static_cast<std::uint32_t>(value);
  }
  if (pos == digits) return 0;
  append_utf8(out, repair(code));
  return pos < rest.size() && rest[pos] == ';' ? pos + 1 : pos;
}

// The longest name that `rest` begins with; nullptr if none.
const NamedReference* find_name(std::string_view rest) {
  const char first = rest[0];
  if (first < 'A' || first > 'z') return nullptr;
  std::size_t length = 0;
  const std::size_t most = std::min(rest.size(), kNameBytesMax);
  while (length < most && is_alphanumeric(rest[length])) ++length;
  if (length < most && rest[length] == ';') ++length;
  const NamedReference* begin = kReferences + kReferenceStarts[first - 'A'];
  const NamedReference* end = kReferences + kReferenceStarts[first - 'A' + 1];
  for (; length >= 2; --length) {
    const std::string_view name = rest.substr(0, length);
    const NamedReference* found = std::lower_bound(
        begin, end, name,
        [](const NamedReference& entry, std::string_view wanted) { return entry.name < wanted; });
    if (found != end && found->name == name) return found;
  }
  return nullptr;
}

}  // namespace

std::size_t append_reference(std::string_view text, std::size_t pos, ReferenceIn where,
                             std::string& out) {
  const std::string_view rest = text.substr(pos + 1);
  if (!rest.empty() && rest[0] == '#') {
    if (const std::size_t bytes = append_number(rest, out); bytes > 0) return pos + 1 + bytes;
  } else if (!rest.empty()) {
    if (const NamedReference* found = find_name(rest)) {
      const std::size_t bytes = found->name.size();
      // In an address, "&copy=1" is a parameter and no sign.
      const bool parameter = where == ReferenceIn::Attribute && found->name.back() != ';' &&
                             bytes < rest.size() &&
                             (rest[bytes] == '=' || is_alphanumeric(rest[bytes]));
      if (!parameter) {
        out.append(found->text);
        return pos + 1 + bytes;
      }
    }
  }
  out.push_back('&');
  return pos + 1;
}

std::string decode_references(std::string_view text, ReferenceIn where) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t amp = text.find('&', pos);
    out.append(text.substr(pos, amp - pos));
    if (amp == std::string_view::npos) break;
    pos = append_reference(text, amp, where, out);
  }
  return out;
}

}  // namespace news::clean
