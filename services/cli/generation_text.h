// cli/generation_text.h
//
// The plan of a generation for people and for scripts: where its groups begin, which topics are
// made, what it cannot know; with which keys it runs, how to cut over, and what to delete when one
// of the two is not wanted any more. Pure.
// Must not know: Kafka, how a plan comes about.
#pragma once

#include <iosfwd>

#include "cli/generation_find.h"
#include "replay/generation.h"

namespace cli {

struct GenerationShown {
  const replay::GenerationPlan& plan;
  Generations generations;
  bool is_done = false;  // made, now or before
};

void print_table(std::ostream& out, const GenerationShown& shown);
void print_json(std::ostream& out, const GenerationShown& shown);

}  // namespace cli
