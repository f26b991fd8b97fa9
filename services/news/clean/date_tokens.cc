#include "news/clean/date_tokens.h"

#include "news/clean/unicode.h"

namespace news::clean {

namespace {

void read_number(std::string_view text, std::size_t& pos, Token& token) {
  token.kind = TokenKind::Number;
  while (pos < text.size()) {
    std::size_t after = pos;
    const int digit = digit_value(decode(text, after));
    if (digit < 0) break;
    if (token.digits < 18) token.number = token.number * 10 + digit;
    ++token.digits;
    pos = after;
  }
}

void read_word(std::string_view text, std::size_t& pos, Token& token) {
  token.kind = TokenKind::Word;
  const std::size_t begin = pos;
  while (pos < text.size()) {
    std::size_t after = pos;
    const char32_t code = decode(text, after);
    const bool mark = u'\u0300' <= code && code <= u'\u036F';
    if (!is_letter(code) && !mark && !is_unspaced(code) && !(code >= 0x900 && code <= 0xDFF)) break;
    if (digit_value(code) >= 0 || (is_cjk(code) && pos != begin)) break;
    pos = after;
    if (is_cjk(code)) break;
  }
  token.word = fold(text.substr(begin, pos - begin));
}

}  // namespace

std::vector<Token> tokenize_date(std::string_view text) {
  std::vector<Token> tokens;
  bool space = false;
  for (std::size_t pos = 0; pos < text.size();) {
    Token token;
    token.begin = pos;
    token.space_before = space;
    std::size_t after = pos;
    const char32_t code = decode(text, after);
    if (is_space(code) || is_invisible(code) || code == 0x200E || code == 0x200F) {
      space = true;
      pos = after;
      continue;
    }
    if (digit_value(code) >= 0) {
      read_number(text, pos, token);
    } else if (is_letter(code)) {
      read_word(text, pos, token);
    } else {
      token.kind = TokenKind::Mark;
      token.mark = code;
      pos = after;
    }
    token.end = pos;
    space = false;
    tokens.push_back(std::move(token));
  }
  return tokens;
}

}  // namespace news::clean
