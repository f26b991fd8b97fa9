// adapters/status/answers.h
//
// How many requests were answered, by path and status, by all servers of a process. A path that is
// not known counts as "other", so that strangers make no metrics. Any thread.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "adapters/status/view.h"

namespace adapters::status {

class Answers final {
 public:
  Answers();
  Answers(const Answers&) = delete;
  Answers& operator=(const Answers&) = delete;

  void count(std::string_view path, int status);

  // What is usual for a path is there from the start.
  std::vector<HttpCount> read() const;

 private:
  static constexpr std::size_t kPathsMax = 24;
  static constexpr std::array<int, 8> kStatuses{200, 400, 403, 404, 405, 409, 413, 503};

  const std::vector<std::string_view> paths_;  // the last stands for all others
  std::array<std::array<std::atomic<std::uint64_t>, kStatuses.size()>, kPathsMax> counts_{};
};

}  // namespace adapters::status
