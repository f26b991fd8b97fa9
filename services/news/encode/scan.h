// news/encode/scan.h
//
// Where in a text is the next byte that must be written otherwise? Nearly all bytes need not, so
// eight are looked at in one step. Pure, O(n), any thread.
// Must not know: how a byte is written otherwise.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace news::encode {

// Each byte of a word the same.
constexpr std::uint64_t in_each_byte(unsigned char byte) { return 0x0101010101010101u * byte; }

constexpr std::uint64_t kHighBits = in_each_byte(0x80);

inline std::uint64_t read_word(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

// Not zero: one of the word's bytes is below `limit`, at most 0x80 ("Bit Twiddling Hacks").
constexpr std::uint64_t bytes_below(std::uint64_t word, unsigned char limit) {
  return (word - in_each_byte(limit)) & ~word & kHighBits;
}

// The first byte at or after `from` that is below `Limit` or one of `wanted`; the size if none is.
template <unsigned char Limit, char... wanted>
std::size_t find_special(std::string_view text, std::size_t from) {
  const auto is_special = [](char c) {
    return static_cast<unsigned char>(c) < Limit || ((c == wanted) || ...);
  };
  std::size_t at = from;
  for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
    const std::uint64_t word = read_word(text.data() + at);
    std::uint64_t special = Limit == 0 ? 0 : bytes_below(word, Limit);
    ((special |= bytes_below(word ^ in_each_byte(static_cast<unsigned char>(wanted)), 1)), ...);
    if (special != 0) break;
  }
  while (at < text.size() && !is_special(text[at])) ++at;
  return at;
}

// How many bytes from `from` on are ASCII, in steps of eight: what follows need not be otherwise.
inline std::size_t skip_ascii(std::string_view text, std::size_t from) {
  std::size_t at = from;
  while (at + sizeof(std::uint64_t) <= text.size() &&
         (read_word(text.data() + at) & kHighBits) == 0) {
    at += sizeof(std::uint64_t);
  }
  return at - from;
}

}  // namespace news::encode
