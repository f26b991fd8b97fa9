// cli/generation_list.h
//
// Which generations a cluster has, by their changelogs, and what they call their topics: the rule
// of generation.h backwards. Asks only. Must not know: what is done with them.
#pragma once

#include <string>
#include <vector>

#include "adapters/config/settings.h"
#include "adapters/kafka/admin.h"
#include "base/result.h"

namespace cli {

struct KnownGeneration {
  std::string name, candidates, clean, versions;  // topics that it does not have are empty
};

// The configuration's own first, whether it is there or not; the others by name. Those whose topics
// were named otherwise by hand have no topics here. Faults: Retry kafka_away; Stop.
base::Result<std::vector<KnownGeneration>> list_generations(
    const adapters::config::Settings& settings, adapters::kafka::Admin& admin,
    base::Millis timeout);

}  // namespace cli
