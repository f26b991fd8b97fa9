// cli/retention.h
//
// Until when a topic keeps what was written to it, as its settings tell. Pure.
// Must not know: brokers, what the records are.
#pragma once

#include <map>
#include <string>

#include "base/time.h"

namespace cli {

// "until 2026-12-27 at the latest", "for ever: it has no retention", ... of what is in it by now.
std::string describe_retention(const std::map<std::string, std::string>& settings,
                               base::Timestamp now);

}  // namespace cli
