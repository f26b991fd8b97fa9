#include "cli/retention.h"

#include <charconv>
#include <limits>
#include <optional>

namespace cli {
namespace {

using Settings = std::map<std::string, std::string>;

// A time in milliseconds; nothing: not told, or without an end.
std::optional<std::int64_t> read_millis(const Settings& settings, const std::string& name) {
  const auto found = settings.find(name);
  if (found == settings.end()) return std::nullopt;
  std::int64_t value = 0;
  const std::string& text = found->second;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
  if (!whole || value < 0 || value == std::numeric_limits<std::int64_t>::max()) {
    return std::nullopt;
  }
  return value;
}

std::string date(base::Timestamp when) { return base::to_rfc3339(when).substr(0, 10); }

}  // namespace

std::string describe_retention(const Settings& settings, base::Timestamp now) {
  const auto policy = settings.find("cleanup.policy");
  if (policy == settings.end()) return "as long as its broker keeps it, which does not tell";
  const bool deletes = policy->second.find("delete") != std::string::npos;
  const bool compacts = policy->second.find("compact") != std::string::npos;
  // A segment goes as a whole, so its oldest record stays as long as its youngest.
  const std::int64_t segment = read_millis(settings, "segment.ms").value_or(0);
  if (deletes) {
    if (const auto kept = read_millis(settings, "retention.ms")) {
      return "until " + date({now.value + *kept + segment}) + " at the latest";
    }
  }
  if (compacts) {
    if (const auto lag = read_millis(settings, "max.compaction.lag.ms")) {
      return "until it is compacted: " + date({now.value + *lag + segment}) + " at the latest";
    }
    return "until it is compacted, and no date is set for that";
  }
  return "for ever: it has no retention";
}

}  // namespace cli
