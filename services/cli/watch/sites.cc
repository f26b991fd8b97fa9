#include "cli/watch/sites.h"

#include <algorithm>
#include <array>
#include <map>

namespace cli::watch {
namespace {

using adapters::status::TopSite;

constexpr std::size_t kPartsMax = TopKey::kPartsMax;

// `field="headline",found="no"`: the field; else nothing.
std::string_view missing_field_of(const stream::CounterSpec& counter) {
  constexpr std::string_view kBegin = "field=\"", kEnd = "\",found=\"no\"";
  const std::string_view labels = counter.labels;
  if (!labels.starts_with(kBegin) || !labels.ends_with(kEnd)) return {};
  return labels.substr(kBegin.size(), labels.size() - kBegin.size() - kEnd.size());
}

class Sum final {
 public:
  void add(const TopKeys& keys, const std::vector<std::string>& names) {
    for (const TopKey& key : keys.all()) {
      TopSite& site = sites_[key.key];
      site.site = key.key;
      site.count += key.count;
      site.over += key.over;
      for (std::size_t i = 0; i < names.size(); ++i) add_part(site, names[i], key.parts[i]);
    }
  }

  std::vector<TopSite> top() const {
    std::vector<TopSite> all;
    for (const auto& [name, site] : sites_) all.push_back(site);
    std::stable_sort(all.begin(), all.end(),
                     [](const auto& a, const auto& b) { return a.count > b.count; });
    all.resize(std::min(all.size(), kSitesMax));
    for (TopSite& site : all) {
      std::stable_sort(site.parts.begin(), site.parts.end(),
                       [](const auto& a, const auto& b) { return a.count > b.count; });
    }
    return all;
  }

 private:
  static void add_part(TopSite& site, const std::string& name, std::uint64_t count) {
    if (count == 0) return;
    const auto part = std::find_if(site.parts.begin(), site.parts.end(),
                                   [&](const auto& one) { return one.name == name; });
    if (part == site.parts.end()) {
      site.parts.push_back({name, count});
    } else {
      part->count += count;
    }
  }

  std::map<std::string, TopSite> sites_;
};

}  // namespace

Sites::Sites(const stream::StageSpec& spec) {
  for (const std::string_view reason : spec.dead_reasons) {
    if (reasons_.size() + 1 < kPartsMax) reasons_.emplace_back(reason);
  }
  reasons_.emplace_back("other");
  for (const stream::CounterSpec& counter : spec.counters) {
    const std::string_view field = missing_field_of(counter);
    const bool counts = !field.empty() && fields_.size() < kPartsMax;
    missing_field_.push_back(counts ? static_cast<std::int8_t>(fields_.size()) : std::int8_t{-1});
    if (counts) fields_.emplace_back(field);
  }
}

std::uint8_t Sites::reason_of(std::string_view code) const {
  const auto found = std::find(reasons_.begin(), reasons_.end() - 1, code);
  return static_cast<std::uint8_t>(found - reasons_.begin());
}

void Sites::count(std::string_view site, const stream::Result<stream::Effects>& effects) {
  if (site.empty()) return;
  std::array<std::uint8_t, kPartsMax> parts{};
  std::size_t size = 0;
  if (effects) {
    for (const stream::Tally& tally : effects->tally) {
      const std::int8_t field = missing_field_[tally.counter.value];
      if (field >= 0 && size < kPartsMax) parts[size++] = static_cast<std::uint8_t>(field);
    }
  } else if (effects.fault().recovery == base::Recovery::DeadLetter) {
    parts[size++] = reason_of(effects.fault().code);
  } else {
    return;  // it comes again
  }
  lists_.with([&](Lists& lists) {
    lists.records.add(site);
    (effects ? lists.missing : lists.dead).add(site, {parts.data(), size});
  });
}

adapters::status::TopSites sum_of(const std::vector<std::unique_ptr<Sites>>& workers) {
  Sum records, dead, missing;
  for (const auto& worker : workers) {
    worker->lists_.with([&](const Sites::Lists& lists) {
      records.add(lists.records, {});
      dead.add(lists.dead, worker->reasons_);
      missing.add(lists.missing, worker->fields_);
    });
  }
  return {records.top(), dead.top(), missing.top()};
}

}  // namespace cli::watch
