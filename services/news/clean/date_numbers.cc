// The scanners of dates.h for texts that are no language: epochs and addresses.
#include <array>

#include "news/clean/dates.h"
#include "news/clean/unicode.h"

namespace news::clean {

namespace {

constexpr int kYearMin = 1995, kYearMax = 2100;

}  // namespace

std::optional<ScannedDate> scan_epoch(std::string_view text) {
  const std::string_view digits = trim(text);
  if (digits.size() != 10 && digits.size() != 13) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  ScannedDate found;
  found.instant = base::Timestamp{digits.size() == 13 ? value : value * 1000};
  found.local = base::to_civil(*found.instant, 0);
  found.precision = Precision::Second;
  found.offset_minutes = 0;
  found.begin = static_cast<std::size_t>(digits.data() - text.data());
  found.end = found.begin + digits.size();
  return found;
}

std::optional<ScannedDate> scan_url_date(std::string_view url) {
  // An archive's address holds the time of the capture, and behind it the page's own address.
  const std::size_t scheme = url.rfind("://");
  const std::size_t path = url.find('/', scheme == std::string_view::npos ? 0 : scheme + 3);
  if (path == std::string_view::npos) return std::nullopt;
  const auto digit = [&](std::size_t i) {
    return i < url.size() && url[i] >= '0' && url[i] <= '9';
  };
  for (std::size_t i = path; i < url.size(); ++i) {
    if (!digit(i) || digit(i - 1)) continue;
    std::size_t length = 0;
    while (digit(i + length)) ++length;
    ScannedDate found;
    found.begin = i;
    std::array<int, 3> parts{};
    if (length == 8 || length == 12 || length == 14) {
      const auto number = [&](std::size_t from, std::size_t count) {
        int value = 0;
        for (std::size_t k = 0; k < count; ++k) value = value * 10 + (url[i + from + k] - '0');
        return value;
      };
      parts = {number(0, 4), number(4, 2), number(6, 2)};
      found.end = i + 8;
    } else if (length == 4) {
      std::size_t at = i;
      bool whole = true;
      for (std::size_t part = 0; part < 3 && whole; ++part) {
        if (part > 0)
          whole = at < url.size() && (url[at] == '/' || url[at] == '-' || url[at] == '_');
        if (part > 0) ++at;
        std::size_t count = 0;
        for (; digit(at) && count < (part == 0 ? 4u : 2u); ++at, ++count) {
          parts[part] = parts[part] * 10 + (url[at] - '0');
        }
        whole = whole && count > 0;
      }
      if (!whole || digit(at)) continue;
      found.end = at;
    } else {
      continue;
    }
    found.local = {parts[0], parts[1], parts[2], 0, 0, 0};
    if (parts[0] >= kYearMin && parts[0] <= kYearMax && base::is_valid(found.local)) return found;
  }
  return std::nullopt;
}

}  // namespace news::clean
