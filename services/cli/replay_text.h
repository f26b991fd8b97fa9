// cli/replay_text.h
//
// A replay's plan and its progress as a table for people, and as one JSON object for scripts. Pure.
// Must not know: Kafka, how a plan comes about.
#pragma once

#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "replay/plan.h"
#include "replay/wiring.h"

namespace cli {

// What became of the events that were cleaned to try them.
struct ReplaySample {
  std::uint64_t cleaned = 0;
  std::map<std::string, std::uint64_t> dead;  // by reason
};

struct ReplayPlanShown {
  const replay::Plan& plan;
  replay::Rates rates;
  std::optional<ReplaySample> sample;
};

void print_table(std::ostream& out, const ReplayPlanShown& shown);
void print_json(std::ostream& out, const ReplayPlanShown& shown);

struct ReplayState {
  std::string id, topic;
  std::vector<replay::Progress> partitions;

  std::uint64_t planned() const;
  std::uint64_t done() const;
  bool is_done() const;
};

// Of several a line each, of one its partitions.
void print_table(std::ostream& out, const std::vector<ReplayState>& states);
void print_json(std::ostream& out, const std::vector<ReplayState>& states);

}  // namespace cli
