// Normal forms of unicode.h: folded for comparing, polished for output; and lines.
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>

#include <array>

#include "base/check.h"
#include "news/clean/eight_bytes.h"
#include "news/clean/unicode.h"

namespace news::clean {

namespace {

const icu::Normalizer2& nfc() {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* found = icu::Normalizer2::getNFCInstance(error);
  CHECK(U_SUCCESS(error));
  return *found;
}

const icu::Normalizer2& nfkc() {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* found = icu::Normalizer2::getNFKCInstance(error);
  CHECK(U_SUCCESS(error));
  return *found;
}

// Below U+0300 text is in NFC whatever stands beside what; most European text stays there.
bool may_need_nfc(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0xCC) return true;
  }
  return false;
}

// A character may carry any number of marks, and sorting them takes their number squared. The
// Stream-Safe Text Format of Unicode (UAX #15) allows 30; so do we, and drop the rest.
constexpr int kMarksMax = 30;

bool is_mark(char32_t code) {
  return code >= 0x300 && u_getCombiningClass(static_cast<UChar32>(code)) != 0;
}

// A run of 31 marks takes 62 bytes or more, so one look every 60 bytes meets it.
bool may_have_mark_run(std::string_view text) {
  constexpr std::size_t kStep = 60;
  for (std::size_t i = kStep; i < text.size(); i += kStep) {
    std::size_t pos = i;
    while ((static_cast<unsigned char>(text[pos]) & 0xC0) == 0x80 && pos + 3 > i) --pos;
    if (is_mark(decode(text, pos))) return true;
  }
  return false;
}

std::string drop_marks(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  int marks = 0;
  for (std::size_t pos = 0; pos < text.size();) {
    const char32_t code = decode(text, pos);
    marks = is_mark(code) ? marks + 1 : 0;
    if (marks <= kMarksMax) append_utf8(out, code);
  }
  return out;
}

std::string to_normal(const icu::Normalizer2& form, std::string text) {
  if (may_have_mark_run(text)) text = drop_marks(text);
  UErrorCode error = U_ZERO_ERROR;
  if (form.isNormalizedUTF8(text, error) && U_SUCCESS(error)) return text;
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  error = U_ZERO_ERROR;
  form.normalizeUTF8(0, text, sink, nullptr, error);
  CHECK(U_SUCCESS(error));
  return out;
}

std::string to_nfc(std::string text) {
  return may_need_nfc(text) ? to_normal(nfc(), std::move(text)) : text;
}

bool is_word_part(char32_t code) {
  constexpr std::uint32_t kMask = U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK;
  return (U_MASK(u_charType(static_cast<UChar32>(code))) & kMask) != 0;
}

// The folded byte, a space for what parts words, 0 for what is not there at all.
constexpr std::array<char, 128> make_fold_table() {
  std::array<char, 128> table{};
  for (unsigned c = 0; c < 128; ++c) table[c] = is_invisible(c) ? '\0' : ' ';
  for (char c = '0'; c <= '9'; ++c) table[static_cast<unsigned char>(c)] = c;
  for (char c = 'a'; c <= 'z'; ++c) {
    table[static_cast<unsigned char>(c)] = table[static_cast<unsigned char>(c) - 32] = c;
  }
  return table;
}

constexpr std::array<char, 128> kFold = make_fold_table();

// Letters, digits and single spaces, as most of eight bytes of prose are, need no table.
bool fold_eight(const char* from, char last, char* to) {
  constexpr std::uint64_t kSmall = all_bytes(0x20);
  const std::uint64_t bytes = eight_bytes(from);
  // Small letters, digits and spaces have that bit already; what else has not, is no letter then.
  const std::uint64_t folded = bytes | kSmall;
  const std::uint64_t spaces = not_spaces(bytes) ^ kHighBits;
  const std::uint64_t words =
      small_letters_and_digits(folded) & ~(at_least(bytes, '0') ^ kHighBits);
  if ((words | spaces) != kHighBits) return false;
  if ((spaces & (spaces << 8 | (last == ' ' ? 0x80u : 0u))) != 0) return false;
  std::memcpy(to, &folded, sizeof folded);
  return true;
}

// Without branches: of two spaces, and of what is not there, the next byte takes the place.
char* fold_bytes(std::string_view text, char* to, char& last) {
  for (const char c : text) {
    const char folded = kFold[static_cast<unsigned char>(c)];
    const bool kept = folded != 0 && (folded != ' ' || last != ' ');
    *to = folded;
    to += kept;
    last = kept ? folded : last;
  }
  return to;
}

void fold_ascii(std::string_view text, std::string& out) {
  out.resize(text.size());
  char* to = out.data();
  char last = ' ';
  while (text.size() >= 8) {
    if (fold_eight(text.data(), last, to)) {
      to += 8;
      last = to[-1];
    } else {
      to = fold_bytes(text.substr(0, 8), to, last);
    }
    text.remove_prefix(8);
  }
  to = fold_bytes(text, to, last);
  if (last == ' ' && to != out.data()) --to;
  out.resize(static_cast<std::size_t>(to - out.data()));
}

// Spaces and punctuation become one space, the rest is lower-cased code point by code point.
void fold_normal(std::string_view text, std::string& out) {
  out.reserve(text.size());
  for (std::size_t pos = 0; pos < text.size();) {
    const char32_t code = decode(text, pos);
    if (is_invisible(code)) continue;
    const char ascii = code < 128 ? kFold[code] : '\0';
    if (ascii > ' ') {
      out.push_back(ascii);
    } else if (code < 128 || !is_word_part(code)) {
      if (!out.empty() && out.back() != ' ') out.push_back(' ');
    } else {
      // Lower case first: folding alone keeps capitals that have no simple folding.
      const UChar32 lower = u_tolower(static_cast<UChar32>(code));
      append_utf8(out, static_cast<char32_t>(u_foldCase(lower, U_FOLD_CASE_DEFAULT)));
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
}

}  // namespace

void fold_into(std::string_view text, std::string& out) {
  out.clear();
  if (is_ascii(text)) return fold_ascii(text, out);
  fold_normal(to_normal(nfkc(), std::string(text)), out);
}

std::string fold(std::string_view text) {
  std::string out;
  fold_into(text, out);
  return out;
}

std::string polish(std::string_view text) {
  std::string out;
  polish_onto(text, out);
  return out;
}

namespace {

// Han, kana and full-width marks: where a line of them was wrapped, no space was meant (CSS Text,
// segment breaks). Hangul has spaces between its words.
bool joins_without_space(char32_t code) {
  return is_cjk(code) || (code >= 0x3001 && code <= 0x303F) || (code >= 0xFF01 && code <= 0xFF60);
}

bool ends_wide(std::string_view text) {
  std::size_t begin = 0;
  return joins_without_space(decode_last(text, begin));
}

}  // namespace

std::size_t skip_wrap(std::string_view before, std::string_view text, std::size_t pos) {
  if (before.empty() || static_cast<unsigned char>(before.back()) < 0x80) return pos;
  const std::size_t end = text.find_first_not_of(" \t\n\r\f", pos);
  if (end == std::string_view::npos || static_cast<unsigned char>(text[end]) < 0x80) return pos;
  if (text.substr(pos, end - pos).find_first_of("\n\r") == std::string_view::npos) return pos;
  std::size_t after = end;
  return ends_wide(before) && joins_without_space(decode(text, after)) ? end : pos;
}

void polish_onto(std::string_view text, std::string& out) {
  if (is_polished_ascii(text)) {
    out.append(text);
    return;
  }
  const std::size_t start = out.size();
  bool space = false, wrapped = false;  // since the last character; a line end was among them
  std::size_t begin = 0;                // of a run that is taken as it stands
  const auto take = [&](std::size_t end) {
    if (end > begin) out.append(text, begin, end - begin);
  };
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t at = pos;
    const char32_t code = decode(text, pos);
    const bool plain = code > ' ' && code < 127;
    if (plain && !space) continue;
    if (is_space(code)) {
      if (!space) take(at);
      wrapped = (space && wrapped) || code == '\n' || code == '\r';
      space = true;
      begin = pos;
    } else if (is_invisible(code)) {
      if (!space) take(at);
      begin = pos;
    } else {
      const bool joins = wrapped && joins_without_space(code) && ends_wide(out);
      if (space && out.size() > start && !joins) out.push_back(' ');
      if (space) begin = at;
      space = false;
      if (code == kReplacement) {  // the bytes may have been invalid
        take(at);
        append_utf8(out, code);
        begin = pos;
      }
    }
  }
  if (!space) take(text.size());
  const std::string_view added = std::string_view(out).substr(start);
  if (may_need_nfc(added)) out.replace(start, added.size(), to_normal(nfc(), std::string(added)));
}

std::string polish_preformatted(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  LineReader lines(text);
  for (std::string_view line; lines.next(line);) {
    for (std::size_t pos = 0; pos < line.size();) {
      const char32_t code = decode(line, pos);
      if (is_space(code)) {
        out.push_back(' ');
      } else if (!is_invisible(code)) {
        append_utf8(out, code);
      }
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    out.push_back('\n');
  }
  while (!out.empty() && out.back() == '\n') out.pop_back();
  return to_nfc(std::move(out));
}

bool LineReader::next(std::string_view& line) {
  if (rest_.empty()) return false;
  for (std::size_t i = skip_printable(rest_, 0); i < rest_.size(); ++i) {
    const char c = rest_[i];
    if (c == ' ') i = skip_printable(rest_, i + 1) - 1;
    std::size_t length = 0;
    if (c == '\n') {
      length = 1;
    } else if (c == '\r') {
      length = rest_.substr(i, 2) == "\r\n" ? 2 : 1;
    } else if (c == '\xC2' && rest_.substr(i, 2) == "\xC2\x85") {
      length = 2;
    } else if (c == '\xE2' && rest_.substr(i, 3) == "\xE2\x80\xA8") {
      length = 3;
    }
    if (length != 0) {
      line = rest_.substr(0, i);
      rest_.remove_prefix(i + length);
      return true;
    }
  }
  line = rest_;
  rest_ = {};
  return true;
}

}  // namespace news::clean
