#include "news/decode/base64.h"

#include <array>
#include <cstdint>

namespace news::decode {

namespace {

constexpr std::uint8_t kBad = 255, kSkip = 254, kPadding = 253;

constexpr std::array<std::uint8_t, 256> make_table() {
  std::array<std::uint8_t, 256> table{};
  for (auto& entry : table) entry = kBad;
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    table[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  for (const unsigned char c : {' ', '\n', '\r', '\t'}) table[c] = kSkip;
  table['='] = kPadding;
  return table;
}

constexpr std::array<std::uint8_t, 256> kTable = make_table();

}  // namespace

bool read_base64(std::string_view text, std::string& out) {
  out.clear();
  out.reserve(text.size() / 4 * 3 + 3);
  std::uint32_t bits = 0;
  int count = 0, padding = 0;
  for (const char c : text) {
    const std::uint8_t value = kTable[static_cast<unsigned char>(c)];
    if (value == kSkip) continue;
    if (value == kPadding) {
      ++padding;
      continue;
    }
    if (value == kBad || padding > 0) return false;
    bits = bits << 6 | value;
    if (++count == 4) {
      out.push_back(static_cast<char>(bits >> 16));
      out.push_back(static_cast<char>(bits >> 8));
      out.push_back(static_cast<char>(bits));
      bits = 0;
      count = 0;
    }
  }
  if (count == 1 || (padding > 0 && padding != (4 - count) % 4)) return false;
  if (count >= 2) out.push_back(static_cast<char>(bits >> (count == 2 ? 4 : 10)));
  if (count == 3) out.push_back(static_cast<char>(bits >> 2));
  return true;
}

}  // namespace news::decode
