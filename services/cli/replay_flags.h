// cli/replay_flags.h
//
// The flags of `replay`, and what they ask for. What is a key of the configuration by another name
// (--rate, --bytes) goes there instead.
// Must not know: Kafka, what a replay does.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "adapters/config/settings.h"
#include "cli/compare_flags.h"
#include "replay/plan.h"

namespace CLI {
class App;
}

namespace cli {

struct ReplayFlags {
  enum class What { Plan, Run, Status, Compare } what = What::Plan;
  std::vector<std::string> files;
  std::string topic, from = "earliest", to = "now", partitions, slack;
  std::vector<std::string> sites, keys, where;
  std::string fetched_from, fetched_to;
  std::string rate, bytes;  // keys: replay.rate, replay.bytes
  std::string pace, deadline;
  std::string id;
  bool accept_gap = false, execute = false, json = false, no_progress = false;
  int sample = 0;
  bool of_dead = false;  // `dead replay`
  std::vector<std::string> reasons;
  int attempts_max = 0;                   // of a dead letter; 0: however often
  std::string generation, input = "raw";  // of a generation that is to be made
  CompareFlags compare;
};

// Adds the verb and its own verbs; `chosen` is called when one of them was, after the flags stand.
void add_replay(CLI::App& app, ReplayFlags& flags, const std::function<void()>& chosen);

struct ReplayWish {
  replay::Request request;
  double pace = 0;                       // 0: as fast as it may
  std::optional<base::Millis> deadline;  // from the start
};

// The wish, or what is wrong with a flag.
std::variant<ReplayWish, std::string> read_wish(const ReplayFlags& flags,
                                                const adapters::config::Settings& settings,
                                                base::Timestamp now);

}  // namespace cli
