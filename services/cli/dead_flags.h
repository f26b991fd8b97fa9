// cli/dead_flags.h
//
// The flags of `dead`. What is to be looked at goes to `dead`; what is to be brought in again is a
// replay of the topic of dead letters. Must not know: Kafka, what a dead letter is.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "cli/replay_flags.h"

namespace cli {

struct DeadFlags {
  enum class What { List, Show } what = What::List;
  std::string since, until;
  std::vector<std::string> stages, reasons, sites;
  int attempts_max = 0;  // 0: however often
  std::size_t limit = 50;
  std::string by;     // "reason", "site": counts
  std::string out;    // file for the values
  std::string place;  // "3/1200"
  bool json = false;
};

// One of the two is called once the flags are read.
struct DeadChosen {
  std::function<void()> dead, replay;
};

void add_dead(CLI::App& app, DeadFlags& dead, ReplayFlags& replay, const DeadChosen& chosen);

}  // namespace cli
