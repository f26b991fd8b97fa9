// news/clean/date_tokens.h
//
// A short text as numbers, words and marks: what the date scanners match against.
// Pure, any thread. Must not know: what a date looks like.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace news::clean {

enum class TokenKind : std::uint8_t { End, Number, Word, Mark };

struct Token {
  TokenKind kind = TokenKind::End;
  std::int64_t number = 0;
  int digits = 0;
  char32_t mark = 0;
  std::string word;  // folded
  std::size_t begin = 0, end = 0;
  bool space_before = false;
};

// Digits of any script make numbers; Han and kana make one word each; spaces part and are gone.
std::vector<Token> tokenize_date(std::string_view text);

}  // namespace news::clean
