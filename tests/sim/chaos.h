// tests/sim/chaos.h
//
// One run of a World from one seed: pods start, crash, leave and are put out, the broker does its
// worst, topics are compacted, cut and made again, weeks go by. At every step no store may be ahead
// of Kafka; in the end, when all is calm, everything must be as the input says.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "sim/mischief.h"
#include "sim/world.h"

namespace sim {

struct Report {
  std::uint64_t seed = 0;
  std::string failure;              // what the oracle says; empty: nothing is wrong
  std::map<std::string, int> seen;  // what has happened, by name
  std::uint64_t trace = 0;          // of everything that was written: the same for the same seed
};

struct ChaosOptions {
  std::uint64_t seed = 1;
  Wrap wrap;                                     // of each pod's ports: for a deliberate defect
  std::function<void(const std::string&)> tell;  // what happens, line by line
};

// Everything that a long run must have seen, each at least once.
const std::vector<std::string>& things_to_see();

Report run_chaos(const ChaosOptions& options);

}  // namespace sim
