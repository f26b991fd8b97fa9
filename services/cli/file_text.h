// cli/file_text.h
//
// A replay of files, its plan and its progress, as a table for people and as one JSON object for
// scripts. Pure. Must not know: Kafka, how a plan comes about.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "cli/replay_text.h"
#include "replay/file_plan.h"
#include "replay/file_wiring.h"

namespace cli {

struct FilePlanShown {
  const replay::FilePlan& plan;
  replay::Rates rates;
  std::optional<ReplaySample> sample;
};

void print_table(std::ostream& out, const FilePlanShown& shown);
void print_json(std::ostream& out, const FilePlanShown& shown);

struct FileState {
  std::string id;
  replay::FileProgress progress;
};

void print_table(std::ostream& out, const FileState& state);
void print_json(std::ostream& out, const FileState& state);

}  // namespace cli
