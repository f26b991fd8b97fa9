#include "replay/point.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace replay {
namespace {

constexpr std::int32_t kPartitionsMax = 100'000;

// Digits and nothing else.
template <class Number>
std::optional<Number> read_number(std::string_view text) {
  Number number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || number < 0) {
    return std::nullopt;
  }
  return number;
}

std::optional<std::int64_t> millis_of(char unit) {
  switch (unit) {
    case 's':
      return 1'000;
    case 'm':
      return 60'000;
    case 'h':
      return 3'600'000;
    case 'd':
      return 86'400'000;
    default:
      return std::nullopt;
  }
}

std::optional<Point> read_ago(std::string_view text, base::Timestamp now) {
  if (text.size() < 2) return std::nullopt;
  const auto unit = millis_of(text.back());
  const auto count = read_number<std::int64_t>(text.substr(0, text.size() - 1));
  if (!unit || !count || *count > now.value / *unit) return std::nullopt;
  return Point{Point::Kind::Time, 0, {now.value - *count * *unit}};
}

}  // namespace

std::optional<Point> read_point(std::string_view text, base::Timestamp now) {
  constexpr std::string_view kOffset = "offset:";
  if (text == "earliest") return Point{Point::Kind::Earliest, 0, {}};
  if (text == "now") return Point{Point::Kind::Now, 0, {}};
  if (text.starts_with(kOffset)) {
    const auto offset = read_number<std::int64_t>(text.substr(kOffset.size()));
    if (!offset) return std::nullopt;
    return Point{Point::Kind::Offset, *offset, {}};
  }
  if (text.starts_with('-')) return read_ago(text.substr(1), now);
  constexpr std::size_t kDay = std::string_view("2026-11-01").size();
  const auto time =
      base::read_rfc3339(std::string(text) + (text.size() == kDay ? "T00:00:00Z" : ""));
  if (!time) return std::nullopt;
  return Point{Point::Kind::Time, 0, *time};
}

std::optional<std::vector<std::int32_t>> read_partitions(std::string_view text) {
  std::vector<std::int32_t> all;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    const std::string_view part = text.substr(at, end - at);
    const std::size_t dash = part.find('-');
    const auto first = read_number<std::int32_t>(part.substr(0, dash));
    const auto last =
        dash == std::string_view::npos ? first : read_number<std::int32_t>(part.substr(dash + 1));
    if (!first || !last || *first > *last || *last >= kPartitionsMax) return std::nullopt;
    for (std::int32_t partition = *first; partition <= *last; ++partition) all.push_back(partition);
    at = end + 1;
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace replay
