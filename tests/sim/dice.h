// tests/sim/dice.h
//
// Every choice of a run, drawn from its seed: the same on every machine.
#pragma once

#include <iterator>

#include "benchmarks/draw.h"

namespace sim {

class Dice final {
 public:
  explicit Dice(std::uint64_t seed) : draw_(seed) {}

  int pick(int low, int high) {
    return low + static_cast<int>(draw_.below(static_cast<std::uint64_t>(high - low + 1)));
  }
  bool chance(int per_mille) { return pick(1, 1000) <= per_mille; }
  template <class Container>
  auto& of(Container& values) {
    return values[static_cast<std::size_t>(pick(0, static_cast<int>(std::size(values)) - 1))];
  }

 private:
  benchmarks::Draw draw_;
};

}  // namespace sim
