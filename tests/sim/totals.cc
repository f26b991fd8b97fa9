#include "sim/totals.h"

#include <algorithm>

namespace sim {
namespace {

constexpr std::size_t kFailuresShown = 20;

}  // namespace

void Totals::add(const Report& report) {
  ++runs_;
  for (const auto& [what, count] : report.seen) seen_[what] += static_cast<std::uint64_t>(count);
  if (!report.failure.empty()) failed_.push_back(report);
}

std::vector<std::string> Totals::unseen() const {
  std::vector<std::string> unseen;
  for (const std::string& what : things_to_see()) {
    const auto found = seen_.find(what);
    if (found == seen_.end() || found->second == 0) unseen.push_back(what);
  }
  return unseen;
}

bool Totals::is_green() const {
  return failed_.empty() && (runs_ < kSeedsToSeeAll || unseen().empty());
}

std::string Totals::to_text() const {
  std::string text;
  for (const auto& [what, count] : seen_) {
    std::string number = std::to_string(count);
    number.insert(0, 10 - std::min<std::size_t>(10, number.size()), ' ');
    text += number + "  " + what + "\n";
  }
  for (const std::string& what : unseen()) text += "never happened: " + what + "\n";
  for (std::size_t i = 0; i < std::min(failed_.size(), kFailuresShown); ++i) {
    text += "seed " + std::to_string(failed_[i].seed) + ": " + failed_[i].failure + "\n";
  }
  text += std::to_string(runs_) + " runs, " + std::to_string(failed_.size()) + " failed, " +
          (is_green() ? "green" : "red") + "\n";
  return text;
}

}  // namespace sim
