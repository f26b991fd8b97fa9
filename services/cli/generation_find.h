// cli/generation_find.h
//
// What a cluster has of a generation that is to be made, of what it would read, and how much of
// what the running one knows would be missing. Asks and reads; changes nothing. One thread.
// Must not know: flags, what is refused.
#pragma once

#include <functional>
#include <vector>

#include "adapters/kafka/topics.h"
#include "cli/generation.h"
#include "replay/generation.h"
#include "replay/wiring.h"

namespace cli {

// Two configurations: of the one that runs, of the one to be made.
struct Generations {
  const adapters::config::Settings& running;
  const adapters::config::Settings& made;
};

struct GenerationTopics {
  std::vector<adapters::kafka::TopicPlan> plans;  // its own, in the order in which they are made
  std::vector<replay::OwnTopic> found;            // of each plan
};

// As many partitions as the running one's has, where it has one. Faults: Retry; Stop
// unknown_topic, a topic that both have is missing.
base::Result<GenerationTopics> find_topics(const replay::Cluster& cluster,
                                           const Generations& generations);

// Its groups, the one that reads the events first.
base::Result<std::vector<replay::FoundGroup>> find_groups(const replay::Cluster& cluster,
                                                          const Generations& generations,
                                                          const replay::GenerationRequest& request);

// Records read so far, of about so many.
using TellProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

// Reads the whole table of the running one, unless the input was never cut. `input`: the plan of
// the first group. Bounded memory: about 2 million articles at once, more in several passes.
base::Result<replay::Gap> count_gap(const replay::Cluster& cluster, const Generations& generations,
                                    const replay::GroupPlan& input, base::Timestamp now,
                                    const TellProgress& tell);

}  // namespace cli
