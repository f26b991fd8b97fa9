#include "news/publishers.h"

namespace news {

PublisherTable::PublisherTable(std::vector<Publisher> publishers)
    : publishers_(std::move(publishers)) {
  for (std::size_t i = 0; i < publishers_.size(); ++i) {
    by_site_.emplace(publishers_[i].site, i);
    for (const std::string& host : publishers_[i].hosts) by_host_.emplace(host, i);
  }
}

const Publisher* PublisherTable::find_host(std::string_view host) const {
  for (std::string_view rest = host; !rest.empty();) {
    const auto found = by_host_.find(std::string(rest));
    if (found != by_host_.end()) return &publishers_[found->second];
    const std::size_t dot = rest.find('.');
    if (dot == std::string_view::npos) break;
    rest.remove_prefix(dot + 1);
  }
  return nullptr;
}

const Publisher* PublisherTable::find_site(std::string_view site) const {
  const auto found = by_site_.find(std::string(site));
  return found == by_site_.end() ? nullptr : &publishers_[found->second];
}

}  // namespace news
