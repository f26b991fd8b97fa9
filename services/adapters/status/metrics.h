// adapters/status/metrics.h
//
// The metrics of a view, workers summed, in Prometheus' text format 0.0.4. Every bounded label set
// is there from the start, at 0. No label holds an address, a site, an id or an error's text.
// Pure. Must not know: HTTP.
#pragma once

#include <string>

#include "adapters/status/view.h"

namespace adapters::status {

std::string to_prometheus(const View& view);

}  // namespace adapters::status
