#include "adapters/config/problem.h"

#include <algorithm>
#include <tuple>

namespace adapters::config {

std::string to_string(const Problem& problem) {
  std::string text = problem.place.source;
  if (problem.place.line > 0) {
    text += ":" + std::to_string(problem.place.line) + ":" + std::to_string(problem.place.column);
  }
  return text + ": " + problem.text;
}

void sort_by_place(std::vector<Problem>& problems) {
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
    return std::tie(a.place.line, a.place.column) < std::tie(b.place.line, b.place.column);
  });
}

}  // namespace adapters::config
