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

#include "adapters/status/json.h"
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

// Of its totals: "12 s at 5,000/s; live traffic is 3 records behind".
std::string summary_of(const ReplayPlanShown& shown);
std::string spell_bytes(std::uint64_t bytes);
void print_sample(std::ostream& out, const ReplaySample& sample);
// Members of an object: totals, time, lag, sample, refusals.
void add_totals(adapters::status::Json& json, const ReplayPlanShown& shown);

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
