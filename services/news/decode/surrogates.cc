#include "news/decode/surrogates.h"

#include <cstring>

namespace news::decode {

namespace {

// The value of "\uXXXX" at `at`, or -1.
int read_escape(const char* at, const char* end) {
  if (end - at < 6 || at[0] != '\\' || at[1] != 'u') return -1;
  int value = 0;
  for (int i = 2; i < 6; ++i) {
    const char c = at[i];
    int digit = 0;
    if (c >= '0' && c <= '9') {
      digit = c - '0';
    } else if (c >= 'a' && c <= 'f') {
      digit = c - 'a' + 10;
    } else if (c >= 'A' && c <= 'F') {
      digit = c - 'A' + 10;
    } else {
      return -1;
    }
    value = value * 16 + digit;
  }
  return value;
}

bool is_high(int code) { return code >= 0xD800 && code <= 0xDBFF; }
bool is_low(int code) { return code >= 0xDC00 && code <= 0xDFFF; }

}  // namespace

std::size_t repair_surrogates(char* json, std::size_t size) {
  const char* end = json + size;
  std::size_t repaired = 0;
  for (char* at = json; at < end;) {
    at = static_cast<char*>(std::memchr(at, '\\', static_cast<std::size_t>(end - at)));
    if (at == nullptr) break;
    const int code = read_escape(at, end);
    if (code < 0) {
      at += 2;  // also a backslash that escapes a backslash
    } else if (is_high(code) && is_low(read_escape(at + 6, end))) {
      at += 12;
    } else {
      if (is_high(code) || is_low(code)) {
        std::memcpy(at + 2, "fffd", 4);
        ++repaired;
      }
      at += 6;
    }
  }
  return repaired;
}

}  // namespace news::decode
