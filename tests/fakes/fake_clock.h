// tests/fakes/fake_clock.h
//
// Time that stands still between calls. Each look at the steady clock moves it by a microsecond, so
// that whatever waits for time to pass comes to an end.
#pragma once

#include "stream/ports.h"

namespace fakes {

class FakeClock final : public stream::Clock {
 public:
  stream::Timestamp now() const override {
    return {start_.value + std::chrono::duration_cast<stream::Millis>(tick_).count()};
  }
  stream::Tick tick() const override { return tick_ += std::chrono::microseconds(1); }
  void advance(stream::Millis time) { tick_ += time; }

 private:
  stream::Timestamp start_{1'800'000'000'000};
  mutable stream::Tick tick_{0};
};

// One pod's clock: its wall time may be wrong, its steady time cannot.
class PodClock final : public stream::Clock {
 public:
  explicit PodClock(const FakeClock& clock) : clock_(clock) {}
  stream::Timestamp now() const override { return {clock_.now().value + skew.count()}; }
  stream::Tick tick() const override { return clock_.tick(); }

  stream::Millis skew{0};

 private:
  const FakeClock& clock_;
};

}  // namespace fakes
