// cli/watch/sites.h
//
// Which sites bring the most records, the most dead letters and the most articles without this or
// that field: what one clean worker has seen. Written by its thread, read by any. Counted when a
// record is handled: one that is handled again after a rebuild counts twice.
// Must not know: HTTP.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/status/view.h"
#include "cli/watch/top_keys.h"
#include "stream/stage.h"
#include "stream/threads.h"

namespace cli::watch {

class Sites final {
 public:
  // Fields and reasons follow from what the stage says of itself.
  explicit Sites(const stream::StageSpec& spec);
  Sites(const Sites&) = delete;
  Sites& operator=(const Sites&) = delete;

  // The worker's thread. An empty site is nobody's.
  void count(std::string_view site, const stream::Result<stream::Effects>& effects);

 private:
  friend adapters::status::TopSites sum_of(const std::vector<std::unique_ptr<Sites>>& workers);
  struct Lists {
    TopKeys records, dead, missing;
  };
  std::uint8_t reason_of(std::string_view code) const;

  std::vector<std::string> reasons_, fields_;
  std::vector<std::int8_t> missing_field_;  // by counter; -1: it counts something else
  stream::Guarded<Lists> lists_;
};

// Of all workers together; at most kSitesMax in each list.
inline constexpr std::size_t kSitesMax = 20;
adapters::status::TopSites sum_of(const std::vector<std::unique_ptr<Sites>>& workers);

}  // namespace cli::watch
