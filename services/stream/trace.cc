#include "stream/trace.h"

#include <algorithm>

namespace stream {
namespace {

// "00-" 32 digits "-" 16 digits "-" 2 digits; later versions may go on behind a further "-".
constexpr std::size_t kLength = 55;

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_id(std::string_view text) {
  return is_hex(text) && text.find_first_not_of('0') != std::string_view::npos;
}

std::optional<std::string> read_trace_id(std::string_view text) {
  if (text.size() < kLength) return std::nullopt;
  const std::string_view version = text.substr(0, 2), trace = text.substr(3, 32);
  const bool ends = text.size() == kLength || (version != "00" && text[kLength] == '-');
  const bool parted = text[2] == '-' && text[35] == '-' && text[52] == '-';
  if (!ends || !parted || !is_hex(version) || version == "ff") return std::nullopt;
  if (!is_id(trace) || !is_id(text.substr(36, 16)) || !is_hex(text.substr(53, 2))) {
    return std::nullopt;
  }
  return std::string(trace);
}

}  // namespace

std::optional<std::string> trace_id_of(const Record& record) {
  const auto parent = find_header(record, "traceparent");
  return parent ? read_trace_id(*parent) : std::nullopt;
}

}  // namespace stream
