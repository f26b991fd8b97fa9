// tests/sim/defects.h
//
// Deliberate defects, each the mistake of an engine or of an adapter, made from outside by ports
// that lie. A simulator that does not notice one of them is not worth its time.
#pragma once

#include <ostream>
#include <vector>

#include "sim/engine.h"

namespace sim {

struct Defect {
  const char* name;
  Wrap wrap;
};

inline std::ostream& operator<<(std::ostream& out, const Defect& defect) {
  return out << defect.name;
}

const std::vector<Defect>& defects();

}  // namespace sim
