#include "adapters/clock/clock.h"

#include <chrono>

namespace adapters::clock {

stream::Timestamp SystemClock::now() const {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count()};
}

stream::Tick SystemClock::tick() const {
  return std::chrono::duration_cast<stream::Tick>(
      std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace adapters::clock
