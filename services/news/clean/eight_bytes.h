// news/clean/eight_bytes.h
//
// Questions asked of eight bytes of text at once; the answers stand in the high bits of the bytes.
// Pure, any thread. Must not know: UTF-8, what the text is about.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace news::clean {

// The first byte is the lowest.
static_assert(std::endian::native == std::endian::little);

constexpr std::uint64_t all_bytes(std::uint8_t byte) { return byte * 0x0101010101010101u; }
inline constexpr std::uint64_t kHighBits = all_bytes(0x80);

inline std::uint64_t eight_bytes(const char* at) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

// Of eight bytes below 0x80 no sum carries into the next. Which are at least `least` (> 0)?
inline std::uint64_t at_least(std::uint64_t ascii, std::uint8_t least) {
  return (ascii + all_bytes(static_cast<std::uint8_t>(0x80 - least))) & kHighBits;
}

inline bool is_printable(std::uint64_t bytes) {
  return ((bytes & kHighBits) | (at_least(bytes, ' ') ^ kHighBits) | at_least(bytes, 0x7F)) == 0;
}

inline std::uint64_t not_spaces(std::uint64_t printable) {
  return ((printable ^ all_bytes(' ')) + all_bytes(0x7F)) & kHighBits;
}

// Of ASCII with the bit of small letters set.
inline std::uint64_t small_letters_and_digits(std::uint64_t ascii) {
  return (at_least(ascii, 'a') & ~at_least(ascii, 'z' + 1)) |
         (at_least(ascii, '0') & ~at_least(ascii, '9' + 1));
}

}  // namespace news::clean
