// cli/whole_topic.h
//
// All committed records of pieces of a topic, up to ends that were frozen before. For commands that
// count: unlike a sample, what does not come is a fault. Blocks; one thread.
// Must not know: what the records mean.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "replay/wiring.h"

namespace cli {

// Of every partition what it holds now, in their order. Latest: up to the end of the log, so that
// whoever reads that far waits for the transactions that are open. Faults: Retry (brokers away);
// Stop.
base::Result<std::vector<adapters::kafka::ReadRange>> freeze(
    const replay::Cluster& cluster, const std::string& topic,
    adapters::kafka::Seen seen = adapters::kafka::Seen::Stable);

// Offsets of them: more than records, for markers and compaction leave gaps.
std::uint64_t count_offsets(const std::vector<adapters::kafka::ReadRange>& ranges);

using TakeRecord = std::function<void(const adapters::kafka::ReadRecord&)>;

// In the order of each partition. Faults: Retry "kafka_away", for so long nothing came; Stop.
base::Result<base::Done> read_whole(const replay::Cluster& cluster, const std::string& topic,
                                    const std::vector<adapters::kafka::ReadRange>& ranges,
                                    const TakeRecord& take);

}  // namespace cli
