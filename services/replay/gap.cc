#include "replay/gap.h"

#include <algorithm>

namespace replay {
namespace {

constexpr news::JsonLimits kLimits{.values_max = 1'000'000, .depth_max = 64};

std::optional<base::Timestamp> time_of(const news::JsonValue& value) {
  return base::read_rfc3339(value.text());
}

struct Times {
  std::optional<base::Timestamp> newest, oldest;  // fetched: the present version's, any version's
  bool is_withdrawn = false;
};

Times read_times(const news::JsonValue& root) {
  Times times;
  times.newest = time_of(root.find("source").find("fetched_at"));
  times.oldest = times.newest;
  times.is_withdrawn = root.find("ninjs").find("pubStatus").text() != "usable";
  for (auto entry = root.find("change").find("history").first(); entry; entry = entry.next()) {
    const auto since = time_of(entry.find("since"));
    if (since && (!times.oldest || *since < *times.oldest)) times.oldest = since;
  }
  return times;
}

Knowledge judge(const Times& times, base::Timestamp published,
                const std::optional<base::Timestamp>& start) {
  if (!start) return Knowledge::Whole;
  if (!times.newest || published < *start) return Knowledge::Lost;
  if (*times.newest < *start) return Knowledge::Unsure;
  return *times.oldest < *start ? Knowledge::CutShort : Knowledge::Whole;
}

}  // namespace

bool InputStart::is_whole() const {
  return std::none_of(since.begin(), since.end(), [](const auto& one) { return one.has_value(); });
}

std::optional<base::Timestamp> InputStart::of(std::string_view site) const {
  if (since.empty()) return std::nullopt;
  if (!by_site) return *std::max_element(since.begin(), since.end());
  const auto count = static_cast<std::int32_t>(since.size());
  return since[static_cast<std::size_t>(base::partition_for_key(site, count))];
}

KnownArticle GapReader::read(const base::Hash128& key, std::int64_t offset, std::string_view site,
                             std::string_view json, base::Timestamp published) {
  const Times times =
      document_.read(json, kLimits) ? read_times(document_.root()) : Times{{}, {}, true};
  return {key, offset, judge(times, published, start_.of(site)), times.is_withdrawn};
}

void Gap::add(const KnownArticle& article) {
  if (article.knowledge == Knowledge::None) return;
  ++articles;
  if (article.knowledge == Knowledge::CutShort) ++cut_short;
  if (article.knowledge == Knowledge::Unsure) ++unsure;
  if (article.knowledge != Knowledge::Lost) return;
  ++lost;
  if (article.is_withdrawn) ++lost_withdrawn;
}

}  // namespace replay
