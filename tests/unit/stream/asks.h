// tests/unit/stream/asks.h
//
// What tests of the worker ask of a World, in a word each.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "sim/world.h"

namespace stream {

using sim::Pod;
using sim::World;
using sim::WorldOptions;

inline std::uint64_t count_of(const std::vector<NamedCount>& counts, std::string_view name) {
  for (const NamedCount& count : counts) {
    if (count.name == name) return count.count;
  }
  return 0;
}

inline MeterSnapshot meter_of(World& world) {
  return world.pod().worker.meter().snapshot(world.clock.now());
}

inline WorldOptions one_partition() {
  WorldOptions options;
  options.partitions = 1;
  return options;
}

// Turns until the worker has a live partition.
inline void go_live(World& world) {
  for (int i = 0; i < 100 && meter_of(world).live_partitions < world.options.partitions; ++i) {
    world.turn();
  }
  ASSERT_EQ(meter_of(world).live_partitions, world.options.partitions);
}

inline std::string drained_verdict(World& world) {
  while (!world.pods.empty()) {
    if (!world.drain(world.pods.begin()->first)) return "drain failed";
  }
  return world.verdict();
}

}  // namespace stream
