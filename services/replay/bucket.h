// replay/bucket.h
//
// A token bucket: so many a second, with a burst of four tenths of a second: what a commit holds up
// is caught up with, and no ten seconds have a twentieth too much. What is larger than the burst
// passes whole, and what follows waits for it. Exact: no fraction is lost over time.
// Pure: time is an argument. Must not know: what is counted.
#pragma once

#include <cstdint>

#include "stream/ports.h"

namespace replay {

class Bucket final {
 public:
  static constexpr stream::Tick kBurst = std::chrono::milliseconds(400);

  // 0: no limit. A change counts from now on; what was owed at the old rate is forgiven.
  void set_rate(std::uint64_t per_second, stream::Tick now);
  void take(std::uint64_t amount, stream::Tick now);
  // Until the next may be taken; 0: at once.
  stream::Tick wait(stream::Tick now) const;

 private:
  std::uint64_t per_second_ = 0;
  stream::Tick free_at_{0};      // everything taken so far is paid for then
  std::uint64_t remainder_ = 0;  // of a division by the rate
};

}  // namespace replay
