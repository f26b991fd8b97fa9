#include "news/clean/unicode.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <array>

#include "news/clean/eight_bytes.h"

namespace news::clean {

namespace {

// What one ASCII byte means; a table because these questions are asked of every byte of a page.
enum AsciiBits : std::uint8_t { kSpace = 1, kControl = 2, kLetter = 4, kDigit = 8, kUpper = 16 };

constexpr std::array<std::uint8_t, 128> make_ascii_table() {
  std::array<std::uint8_t, 128> table{};
  for (unsigned i = 0; i < 128; ++i) {
    if (i == ' ' || (i >= 9 && i <= 13)) {
      table[i] = kSpace;
    } else if (i < 32 || i == 127) {
      table[i] = kControl;
    } else if (i >= 'a' && i <= 'z') {
      table[i] = kLetter;
    } else if (i >= 'A' && i <= 'Z') {
      table[i] = kLetter | kUpper;
    } else if (i >= '0' && i <= '9') {
      table[i] = kDigit;
    }
  }
  return table;
}

constexpr std::array<std::uint8_t, 128> kAscii = make_ascii_table();

bool ascii_has(char32_t code, std::uint8_t bits) {
  return code < 128 && (kAscii[code] & bits) != 0;
}

}  // namespace

char32_t decode_slow(std::string_view text, std::size_t& pos) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  UChar32 code = 0;
  U8_NEXT(bytes, pos, text.size(), code);
  return code < 0 ? kReplacement : static_cast<char32_t>(code);
}

char32_t decode_last(std::string_view text, std::size_t& begin) {
  begin = text.size();
  if (text.empty()) return 0;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  // The macro counts in 32 bits; a code point needs only the last bytes of a long text.
  const std::size_t base = text.size() > 8 ? text.size() - 8 : 0;
  auto end = static_cast<std::int32_t>(text.size() - base);
  UChar32 code = 0;
  U8_PREV(bytes + base, 0, end, code);
  begin = base + static_cast<std::size_t>(end);
  return code < 0 ? kReplacement : static_cast<char32_t>(code);
}

void append_utf8(std::string& out, char32_t code) {
  if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) code = kReplacement;
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (code >> 6)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else if (code < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (code >> 12)));
    out.push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | (code >> 18)));
    out.push_back(static_cast<char>(0x80 | ((code >> 12) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  }
}

bool is_valid_utf8(std::string_view text) {
  for (std::size_t pos = 0; pos < text.size();) {
    if (static_cast<unsigned char>(text[pos]) < 0x80) {
      ++pos;
      continue;
    }
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    UChar32 code = 0;
    U8_NEXT(bytes, pos, text.size(), code);
    if (code < 0) return false;
  }
  return true;
}

bool is_ascii(std::string_view text) {
  std::uint64_t all = 0;
  std::size_t pos = 0;
  for (; pos + 8 <= text.size(); pos += 8) all |= eight_bytes(text.data() + pos);
  for (; pos < text.size(); ++pos) all |= static_cast<unsigned char>(text[pos]);
  return (all & all_bytes(0x80)) == 0;
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

bool is_wide_space(char32_t code) {
  return code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) ||
         code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

bool is_wide_invisible(char32_t code) {
  if (code < 0x2000) return (code < 0xA0 && code != 0x85) || code == 0xAD || code == 0x180E;
  return code == 0x200B || code == 0x2060 || code == 0xFEFF || (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069) || (code >= 0xFFF9 && code <= 0xFFFB);
}

bool is_letter(char32_t code) {
  if (code < 128) return (kAscii[code] & kLetter) != 0;
  return u_isalpha(static_cast<UChar32>(code)) != 0;
}

bool is_upper(char32_t code) {
  if (code < 128) return (kAscii[code] & kUpper) != 0;
  return u_isupper(static_cast<UChar32>(code)) != 0 || u_istitle(static_cast<UChar32>(code)) != 0;
}

int digit_value(char32_t code) {
  if (code < 128) return ascii_has(code, kDigit) ? static_cast<int>(code - '0') : -1;
  return u_charDigitValue(static_cast<UChar32>(code));
}

bool is_cjk(char32_t code) {
  if (code < 0x2E80) return false;
  return (code >= 0x3040 && code <= 0x30FF) || (code >= 0x3400 && code <= 0x4DBF) ||
         (code >= 0x4E00 && code <= 0x9FFF) || code == 0x3005 || code == 0x3007 ||
         (code >= 0x3100 && code <= 0x312F) || (code >= 0x31F0 && code <= 0x31FF) ||
         (code >= 0xF900 && code <= 0xFAFF) || (code >= 0xFF66 && code <= 0xFF9F) ||
         (code >= 0x20000 && code <= 0x3FFFF);
}

bool is_unspaced(char32_t code) {
  return (code >= 0x0E00 && code <= 0x0EFF) || (code >= 0x1000 && code <= 0x109F) ||
         (code >= 0x1780 && code <= 0x17FF);
}

bool is_sentence_terminal(char32_t code) {
  if (code < 128) return code == '.' || code == '!' || code == '?';
  if (code == 0x2026 || code == 0x22EF) return true;  // ellipsis, and its raised spelling
  if (code == 0x17D4 || code == 0x17D5) return true;  // Khmer; Unicode 15 does not say so yet
  return u_hasBinaryProperty(static_cast<UChar32>(code), UCHAR_S_TERM) != 0;
}

bool is_closing_mark(char32_t code) {
  if (code < 128) return code == ')' || code == ']' || code == '}' || code == '"' || code == '\'';
  constexpr std::uint32_t kMask = U_GC_PE_MASK | U_GC_PF_MASK | U_GC_PI_MASK;
  return (U_MASK(u_charType(static_cast<UChar32>(code))) & kMask) != 0;
}

namespace {

// Greek asks with a semicolon: its own question mark is one in NFC.
bool is_greek_question(std::string_view text) {
  if (!text.ends_with(';')) return false;
  std::size_t begin = 0;
  const char32_t before = decode_last(text.substr(0, text.size() - 1), begin);
  return (before >= 0x370 && before <= 0x3FF) || (before >= 0x1F00 && before <= 0x1FFF);
}

}  // namespace

Ending ending(std::string_view text) {
  bool marks = false;
  std::string_view rest = text;
  char32_t last = 0;
  while (!rest.empty()) {
    std::size_t begin = 0;
    last = decode_last(rest, begin);
    if (!is_space(last) && !is_invisible(last)) {
      if (!is_closing_mark(last)) break;
      marks = true;
    }
    rest = rest.substr(0, begin);
  }
  if (rest.empty()) return marks ? Ending::Mark : Ending::None;
  if (is_sentence_terminal(last) || is_greek_question(rest)) return Ending::Sentence;
  if (is_unspaced(last) && count_code_points(text) >= 40) return Ending::Sentence;
  if (marks || last == ':' || last == ';' || last == ',' || last == 0xFF1A || last == 0xFF0C ||
      last == 0x3001) {
    return Ending::Mark;
  }
  return Ending::None;
}

bool has_digit(std::string_view text) {
  for (std::size_t pos = 0; pos < text.size();) {
    if (digit_value(decode(text, pos)) >= 0) return true;
  }
  return false;
}

bool has_letters(std::string_view text, std::size_t count_min) {
  std::size_t count = 0;
  for (std::size_t pos = 0; count < count_min; count += is_letter(decode(text, pos))) {
    if (pos >= text.size()) return false;
  }
  return true;
}

namespace {

class WordCounter final {
 public:
  // Only printable ASCII.
  void add(std::uint64_t printable) {
    const std::uint64_t inside = not_spaces(printable);
    const std::uint64_t starts = inside & ~(inside << 8 | (in_word_ ? 0x80u : 0u));
    words_ += static_cast<std::int64_t>((starts >> 7) * all_bytes(1) >> 56);
    in_word_ = inside >> 63 != 0;
  }

  void add(char32_t code) {
    if (code > ' ' && code < 127) {
      words_ += in_word_ ? 0 : 1;
      in_word_ = true;
    } else if (is_space(code)) {
      in_word_ = false;
    } else if (is_cjk(code)) {
      ++cjk_;
      in_word_ = false;
    } else if (is_unspaced(code)) {
      ++unspaced_;
      in_word_ = false;
    } else if (!in_word_ && !is_invisible(code) && !(code >= 0x3001 && code <= 0x303F) &&
               !(code >= 0xFF00 && code <= 0xFF0F)) {
      // A full-width mark between CJK characters starts no word.
      in_word_ = true;
      ++words_;
    }
  }

  std::int64_t hundredths() const { return words_ * 100 + cjk_ * 1000 / 17 + unspaced_ * 25; }

 private:
  std::int64_t words_ = 0, cjk_ = 0, unspaced_ = 0;
  bool in_word_ = false;
};

}  // namespace

std::int64_t count_words(std::string_view text) {
  WordCounter counter;
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t end = pos + 8;
    if (end <= text.size()) {
      const std::uint64_t bytes = eight_bytes(text.data() + pos);
      if (is_printable(bytes)) {
        counter.add(bytes);
        pos = end;
        continue;
      }
    }
    while (pos < text.size() && pos < end) counter.add(decode(text, pos));
  }
  return counter.hundredths();
}

std::size_t skip_printable(std::string_view text, std::size_t pos) {
  while (pos + 8 <= text.size() && is_printable(eight_bytes(text.data() + pos))) pos += 8;
  return pos;
}

bool is_polished_ascii(std::string_view text) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ') return false;
  std::uint64_t space_before = 0;  // the low bit says it of the next byte
  std::size_t pos = 0;
  for (; pos + 8 <= text.size(); pos += 8) {
    const std::uint64_t bytes = eight_bytes(text.data() + pos);
    if (!is_printable(bytes)) return false;
    const std::uint64_t spaces = ~not_spaces(bytes) & all_bytes(0x80);
    if ((spaces & (spaces << 8 | space_before << 7)) != 0) return false;
    space_before = spaces >> 63;
  }
  for (; pos < text.size(); ++pos) {
    const char c = text[pos];
    if (c < ' ' || c == 0x7F || (c == ' ' && text[pos - 1] == ' ')) return false;
  }
  return true;
}

std::string_view trim(std::string_view text) {
  while (!text.empty()) {
    std::size_t pos = 0;
    const char32_t code = decode(text, pos);
    if (!is_space(code) && !is_invisible(code)) break;
    text.remove_prefix(pos);
  }
  while (!text.empty()) {
    std::size_t begin = 0;
    const char32_t code = decode_last(text, begin);
    if (!is_space(code) && !is_invisible(code)) break;
    text = text.substr(0, begin);
  }
  return text;
}

}  // namespace news::clean
