// adapters/status/health.h
//
// Is the process started, alive, ready? Started: its configuration is valid, and each worker beat
// once; one that waits for brokers is started, for a restart brings none. Live: every worker's
// heartbeat is young. Ready: every worker had its first assignment, maybe an empty one, and all its
// partitions are live; not before there are workers, not while draining. Lag and the reach of
// brokers count for neither: restarting a fleet heals no outage.
// Pure. Must not know: HTTP.
#pragma once

#include <string>
#include <vector>

#include "adapters/status/view.h"

namespace adapters::status {

struct Finding {
  bool good = true;
  std::string what;  // "version worker 0: restoring 3 of 12 partitions, 1,204 records left"
};

struct Health {
  bool good = true;
  std::vector<Finding> findings;
};

Health startup(const View& view);
Health liveness(const View& view);
Health readiness(const View& view);

// Seconds since the worker's last beat; 0 before the first one.
double heartbeat_age(const View& view, const stream::MeterSnapshot& worker);

// Seconds until the worker's stores are restored, at its present rate. 0: nothing is left;
// infinite: it does not move, or not for long enough to tell.
double restore_eta(const stream::MeterSnapshot& worker);

}  // namespace adapters::status
