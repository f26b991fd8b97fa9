#include "adapters/status/json.h"

#include <algorithm>
#include <cmath>

namespace adapters::status {

void Json::text(std::string_view key, std::string_view value) {
  name(key);
  quote(value);
}

void Json::number(std::string_view key, std::int64_t value) {
  name(key);
  out_ += std::to_string(value);
}

void Json::number(std::string_view key, std::uint64_t value) {
  name(key);
  out_ += std::to_string(value);
}

void Json::seconds(std::string_view key, double value) {
  name(key);
  const auto thousandths = static_cast<std::int64_t>(std::llround(value * 1000));
  std::string decimals = std::to_string(std::abs(thousandths % 1000));
  decimals.insert(0, 3 - decimals.size(), '0');
  out_ +=
      (thousandths < 0 ? "-" : "") + std::to_string(std::abs(thousandths / 1000)) + "." + decimals;
}

void Json::rate(std::string_view key, double value) {
  name(key);
  const auto tenths = static_cast<std::int64_t>(std::llround(std::max(0.0, value) * 10));
  out_ += std::to_string(tenths / 10);
  if (tenths % 10 != 0) out_ += "." + std::to_string(tenths % 10);
}

void Json::boolean(std::string_view key, bool value) {
  name(key);
  out_ += value ? "true" : "false";
}

void Json::begin(std::string_view key, char bracket) {
  name(key);
  out_ += bracket;
  first_ = true;
}

void Json::end(char bracket) {
  out_ += bracket;
  first_ = false;
}

void Json::name(std::string_view key) {
  if (!first_) out_ += ',';
  first_ = false;
  if (key.empty()) return;
  quote(key);
  out_ += ':';
}

void Json::quote(std::string_view value) {
  constexpr char kHex[] = "0123456789abcdef";
  out_ += '"';
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out_ += '\\';
      out_ += c;
    } else if (byte < 0x20) {
      out_ += "\\u00";
      out_ += kHex[byte >> 4];
      out_ += kHex[byte & 15];
    } else {
      out_ += c;
    }
  }
  out_ += '"';
}

}  // namespace adapters::status
