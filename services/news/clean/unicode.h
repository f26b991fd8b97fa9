// news/clean/unicode.h
//
// Characters as cleaning sees them: UTF-8 in, UTF-8 out, invalid bytes read as U+FFFD.
// Linear in the bytes; ASCII never reaches ICU. Pure, any thread.
// Must not know: HTML, what a line is about.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace news::clean {

inline constexpr char32_t kReplacement = 0xFFFD;

// Reads one code point of non-ASCII text at `pos` and moves `pos` behind it, by at least one byte.
char32_t decode_slow(std::string_view text, std::size_t& pos);

// Reads one code point at `pos` (< text.size()) and moves `pos` behind it.
inline char32_t decode(std::string_view text, std::size_t& pos) {
  const auto byte = static_cast<unsigned char>(text[pos]);
  if (byte < 0x80) {
    ++pos;
    return byte;
  }
  // Two bytes: Latin, Greek, Cyrillic, Hebrew, Arabic.
  if (byte >= 0xC2 && byte < 0xE0 && pos + 1 < text.size()) {
    const auto next = static_cast<unsigned char>(text[pos + 1]);
    if ((next & 0xC0) == 0x80) {
      pos += 2;
      return static_cast<char32_t>((byte & 0x1F) << 6 | (next & 0x3F));
    }
  }
  return decode_slow(text, pos);
}

// The last code point, 0 of an empty text; `begin` becomes the place where it starts.
char32_t decode_last(std::string_view text, std::size_t& begin);

// Surrogates and numbers beyond U+10FFFF become U+FFFD.
void append_utf8(std::string& out, char32_t code);

// Skips printable ASCII from `pos` on, eight bytes at a time.
std::size_t skip_printable(std::string_view text, std::size_t pos);
// Printable ASCII without doubled spaces and without spaces at the ends: polish leaves it alone.
bool is_polished_ascii(std::string_view text);

bool is_valid_utf8(std::string_view text);
bool is_ascii(std::string_view text);
std::size_t count_code_points(std::string_view text);

bool is_wide_space(char32_t code);
bool is_wide_invisible(char32_t code);

// Spaces of any kind, also NBSP and the ideographic one, and line ends.
inline bool is_space(char32_t code) {
  if (code < 0x80) return code == ' ' || (code >= 9 && code <= 13);
  return is_wide_space(code);
}
// No reader sees them: soft hyphen, ZWSP, word joiner, BOM, bidi overrides, controls.
constexpr bool is_invisible(char32_t code) {
  if (code < 0x80) return code < 9 || (code > 13 && code < 32) || code == 127;
  return is_wide_invisible(code);
}
bool is_letter(char32_t code);
bool is_upper(char32_t code);
// The value of a decimal digit of any script, or -1.
int digit_value(char32_t code);
// Han and kana: words are not parted by spaces, lines join without one.
bool is_cjk(char32_t code);
// Thai, Lao, Khmer, Burmese: no spaces between words, and sentences without a final mark.
bool is_unspaced(char32_t code);

// Unicode's Sentence_Terminal, and the ellipsis.
bool is_sentence_terminal(char32_t code);
// Brackets, quotes and the like that may stand behind a sentence's end.
bool is_closing_mark(char32_t code);

enum class Ending : std::uint8_t {
  None,
  Mark,      // any closing mark: quote, bracket, colon, comma
  Sentence,  // a sentence terminal, closing marks after it allowed
};
// How a line ends. Unspaced scripts: 40 characters are a sentence.
Ending ending(std::string_view text);

// A decimal digit of any script.
bool has_digit(std::string_view text);
// At least so many letters; stops reading there.
bool has_letters(std::string_view text, std::size_t count_min);

// Words in hundredths: by spaces; a CJK character counts 1/1.7, four unspaced ones count 1.
std::int64_t count_words(std::string_view text);

// Without spaces and invisible characters at both ends; a line of NBSPs becomes empty.
std::string_view trim(std::string_view text);

// For comparing: NFKC, lower case, no punctuation or symbols, single spaces.
std::string fold(std::string_view text);
// The same, into a buffer that is reused.
void fold_into(std::string_view text, std::string& out);

// Behind the ASCII spaces at `pos` if a line was wrapped there and no space was meant: a line end
// is among them, and `before` and what follows are Han, kana or full-width marks. Else `pos`.
std::size_t skip_wrap(std::string_view before, std::string_view text, std::size_t pos);

// For output: NFC, nothing invisible, runs of spaces are one space, none at the ends; wrapped lines
// of Han and kana join without one.
std::string polish(std::string_view text);
// The same, behind what `out` holds already.
void polish_onto(std::string_view text, std::string& out);
// The same for preformatted text: line ends and the spaces within lines stay.
std::string polish_preformatted(std::string_view text);

// Reads lines that end at LF, CR, CR LF, U+0085 or U+2028, untrimmed.
class LineReader final {
 public:
  explicit LineReader(std::string_view text) : rest_(text) {}
  bool next(std::string_view& line);

 private:
  std::string_view rest_;
};

}  // namespace news::clean
