// cli/output_owner.h
//
// Whether another generation writes to a topic that this configuration would write: two of them
// would spoil both tables, and nothing else would tell. Seen by the newest records, which say what
// wrote them. Asks and reads; changes nothing.
// Must not know: what is done about it.
#pragma once

#include <vector>

#include "adapters/config/settings.h"
#include "adapters/kafka/events.h"
#include "adapters/kafka/topics.h"
#include "base/result.h"

namespace cli {

// Of these topics that exist, those that the stages of this process write. What may not be read
// is not known, and no problem. Faults: Retry kafka_away; Stop.
base::Result<std::vector<adapters::kafka::TopicProblem>> find_foreign_outputs(
    const adapters::config::Settings& settings,
    const std::vector<adapters::kafka::TopicState>& states, adapters::kafka::Events& events,
    base::Millis timeout);

}  // namespace cli
