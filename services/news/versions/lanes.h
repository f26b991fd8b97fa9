// news/versions/lanes.h
//
// Eight bytes of text at once, in a 64-bit register, on any processor: which of them are letters,
// digits, spaces. The text loops of this room run on every page, so they are counted in
// tenths of a nanosecond a byte. Masks have the top bit of each byte that fits.
// Pure. All but `high_bits` need ASCII bytes.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace news::versions {

static_assert(std::endian::native == std::endian::little, "the first byte is the lowest one");

using Lane = std::uint64_t;

inline constexpr Lane kOnes = 0x0101010101010101;
inline constexpr Lane kTops = 0x8080808080808080;

// Eight bytes; they must be readable.
inline Lane load(const char* bytes) {
  Lane lane;
  std::memcpy(&lane, bytes, sizeof lane);
  return lane;
}

// Up to eight bytes, zero behind them; nothing behind them is read.
inline Lane load(const char* bytes, std::size_t size) {
  Lane lane = 0;
  std::memcpy(&lane, bytes, size < sizeof lane ? size : sizeof lane);
  return lane;
}

inline Lane high_bits(Lane lane) { return lane & kTops; }

// Bytes of ASCII that are `from` or more, and those from `from` to `to`.
inline Lane at_least(Lane lane, unsigned char from) {
  return (lane + (0x80u - from) * kOnes) & kTops;
}
inline Lane between(Lane lane, unsigned char from, unsigned char to) {
  return at_least(lane, from) & ~at_least(lane, static_cast<unsigned char>(to + 1));
}

// Bytes equal to c, exactly.
inline Lane equal(Lane lane, unsigned char c) {
  const Lane x = lane ^ (c * kOnes);
  return ~((x & ~kTops) + ~kTops) & ~x & kTops;
}

inline Lane letters(Lane lane) { return between(lane | 0x20 * kOnes, 'a', 'z'); }
inline Lane digits(Lane lane) { return between(lane, '0', '9'); }
// Of those letters, the capitals.
inline Lane capitals(Lane lane, Lane letters) { return letters & ~(lane << 2); }

// One bit a byte, in the order of the bytes.
inline std::uint64_t to_bits(Lane mask) { return (mask >> 7) * 0x0102040810204080 >> 56; }

inline bool is_ascii(std::string_view text) {
  Lane all = 0;
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) all |= load(text.data() + i);
  return high_bits(all | load(text.data() + i, text.size() - i)) == 0;
}

}  // namespace news::versions
