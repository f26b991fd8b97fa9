#include "adapters/status/answers.h"

#include <algorithm>
#include <string>

#include "adapters/status/admin.h"
#include "adapters/status/routes.h"
#include "base/check.h"

namespace adapters::status {
namespace {

constexpr std::string_view kOther = "other";

std::vector<std::string_view> list_paths() {
  std::vector<std::string_view> all(paths().begin(), paths().end());
  all.insert(all.end(), admin_paths().begin(), admin_paths().end());
  all.push_back(kOther);
  return all;
}

bool is_usual(std::string_view path, int status) {
  const bool can_fail = path == "/livez" || path == "/readyz" || path == "/startupz";
  if (path == kOther) return status == 404;
  return status == 200 || (status == 503 && can_fail);
}

}  // namespace

Answers::Answers() : paths_(list_paths()) { CHECK(paths_.size() <= kPathsMax); }

void Answers::count(std::string_view path, int status) {
  const auto row = std::min(std::find(paths_.begin(), paths_.end(), path), paths_.end() - 1);
  const auto column = std::find(kStatuses.begin(), kStatuses.end(), status);
  CHECK(column != kStatuses.end());
  counts_[static_cast<std::size_t>(row - paths_.begin())]
         [static_cast<std::size_t>(column - kStatuses.begin())]
             .fetch_add(1, std::memory_order_relaxed);
}

std::vector<HttpCount> Answers::read() const {
  std::vector<HttpCount> all;
  for (std::size_t row = 0; row < paths_.size(); ++row) {
    for (std::size_t column = 0; column < kStatuses.size(); ++column) {
      const std::uint64_t count = counts_[row][column].load(std::memory_order_relaxed);
      if (count == 0 && !is_usual(paths_[row], kStatuses[column])) continue;
      all.push_back({std::string(paths_[row]), kStatuses[column], count});
    }
  }
  return all;
}

}  // namespace adapters::status
