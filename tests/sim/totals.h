// tests/sim/totals.h
//
// What many runs have seen together. A thing that never happened is as red as a failure: what was
// not tried is not known to work.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/chaos.h"

namespace sim {

class Totals final {
 public:
  // So many seeds must have seen everything.
  static constexpr std::size_t kSeedsToSeeAll = 300;

  void add(const Report& report);
  std::vector<std::string> unseen() const;
  const std::vector<Report>& failed() const { return failed_; }
  bool is_green() const;
  std::string to_text() const;

 private:
  std::size_t runs_ = 0;
  std::map<std::string, std::uint64_t> seen_;
  std::vector<Report> failed_;
};

}  // namespace sim
