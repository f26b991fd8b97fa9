#include "adapters/log/throttle.h"

namespace adapters::log {

bool Throttle::admit(const Site& site, base::Timestamp at) {
  auto found = windows_.find(site);
  if (found == windows_.end()) {
    if (windows_.size() >= kSitesMax) return true;
    found = windows_.emplace(site, Window{.began = at}).first;
  }
  Window& window = found->second;
  if (window.printed < kRepeatsMax) {
    ++window.printed;
    return true;
  }
  ++window.suppressed;
  return false;
}

std::vector<Suppressed> Throttle::take_ended(base::Timestamp at) {
  std::vector<Suppressed> ended;
  for (auto it = windows_.begin(); it != windows_.end();) {
    // A clock that was set back ends the window too, or a site could stay silent for ever.
    const std::int64_t age = at.value - it->second.began.value;
    if (age >= 0 && age < kRepeatsWindow.count()) {
      ++it;
      continue;
    }
    if (it->second.suppressed > 0) ended.push_back({it->first, it->second.suppressed});
    it = windows_.erase(it);
  }
  return ended;
}

std::vector<Suppressed> Throttle::take_all() {
  std::vector<Suppressed> all;
  for (const auto& [site, window] : windows_) {
    if (window.suppressed > 0) all.push_back({site, window.suppressed});
  }
  windows_.clear();
  return all;
}

}  // namespace adapters::log
