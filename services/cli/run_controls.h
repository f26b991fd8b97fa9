// cli/run_controls.h
//
// What people may change in a running `dateline run`, as its admin server asks for it.
// Must not know: HTTP.
#pragma once

#include "adapters/status/admin.h"
#include "cli/log_levels.h"
#include "cli/reloader.h"

namespace cli {

// Both are borrowed. Any thread.
adapters::status::Controls make_controls(Reloader& reloader, LogLevels& levels);

}  // namespace cli
