// replay/generation.h
//
// What it takes to make a generation beside the running one: which topics, where each of its
// groups begins, how far an earlier try came, and why it must not be done. A function of the
// request and of what was found.
// Offsets come before the last topics, and a process does not start before all of its topics are
// there: so nothing that is half made is ever run. Only an input that is made with the generation
// must be there before its offsets.
// Must not know: Kafka, who prints it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "replay/gap.h"
#include "replay/plan.h"

namespace replay {

struct GenerationRequest {
  std::string name, running;
  std::string input;              // "raw" or "candidates": which log it begins from
  std::string from = "earliest";  // as spelled
  Point from_point = {};
  bool accepts_gap = false;
};

// The same command after a death has the same.
std::string digest_of(const GenerationRequest& request);

// What a group has committed for a partition, and what is noted of its making, if it was made.
struct FoundStart {
  std::int32_t partition = 0;
  std::optional<std::int64_t> from = {};
  std::string request = {};
};

// One stage of the generation, as it was found.
struct FoundGroup {
  std::string group, topic;
  bool is_own_topic = false;            // made with the generation: read from its first record
  std::vector<Found> partitions = {};   // of the topic, ascending; of an own one not needed
  std::vector<FoundStart> starts = {};  // empty: the group has committed nothing
  int members = 0;
};

// A topic that only this generation has.
struct OwnTopic {
  std::string name;
  bool is_input = false;  // of a group of the generation
  bool exists = false;
  bool has_records = false;
};

struct FoundGeneration {
  std::vector<FoundGroup> groups;
  std::vector<OwnTopic> topics;  // in the order in which they are made
};

struct GroupPlan {
  std::string group, topic;
  std::vector<PlanRow> rows;
  bool is_made = false;  // its offsets are committed
};

struct GenerationPlan {
  std::string name, digest;
  std::vector<GroupPlan> groups;
  std::vector<std::string> topics;    // still to be made, in this order
  std::vector<std::string> refusals;  // empty: it may be done
  Gap gap;

  // Nothing is left to do.
  bool is_made() const;
};

GenerationPlan plan_generation(const GenerationRequest& request, const FoundGeneration& found,
                               const Gap& gap);

}  // namespace replay
