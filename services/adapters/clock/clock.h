// adapters/clock/clock.h
//
// The machine's clocks behind the engine's port. Any thread; no state.
// Must not know: what a moment is used for.
#pragma once

#include "stream/ports.h"

namespace adapters::clock {

class SystemClock final : public stream::Clock {
 public:
  SystemClock() = default;
  SystemClock(const SystemClock&) = delete;
  SystemClock& operator=(const SystemClock&) = delete;

  stream::Timestamp now() const override;
  stream::Tick tick() const override;
};

}  // namespace adapters::clock
