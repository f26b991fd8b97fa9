// cli/access.h
//
// What the stages of a configuration do on the cluster, and what its access lists say of that.
// Must not know: what is done about it.
#pragma once

#include <string>
#include <vector>

#include "adapters/config/settings.h"
#include "adapters/kafka/acls.h"
#include "adapters/kafka/events.h"
#include "base/result.h"

namespace cli {

// Read of inputs and of the groups, Write of outputs, changelogs and dead letters, Write of the
// transactional ids.
std::vector<adapters::kafka::Need> needs_of(const adapters::config::Settings& settings);

struct Access {
  std::string principal;  // empty: unknown here
  bool is_checked = false;
  std::string why_not;  // of an access that was not checked
  std::vector<adapters::kafka::Denial> denials;
};

// Faults: Retry kafka_away; Stop.
base::Result<Access> check_access(const adapters::config::Settings& settings,
                                  adapters::kafka::Events& events, base::Millis timeout);

}  // namespace cli
