// cli/crash_points.h
//
// The named places at which a test may kill the process. The shipped binary is linked with
// crash_off.cc, where they do nothing; a second one, for tests of delivery, with crash_on.cc:
// there DATELINE_CRASH_AT=<name>:<n> is a SIGKILL when the place is reached for the n-th time,
// and DATELINE_HANG_AT=<name>:<n> a thread that never goes on.
#pragma once

#include <memory>

#include "adapters/config/load.h"
#include "stream/ports.h"

namespace cli {

std::unique_ptr<stream::CrashPoints> make_crash_points(
    const adapters::config::Environment& environment);

}  // namespace cli
