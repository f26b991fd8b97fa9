// adapters/status/status_page.h
//
// /status: what the process does, as JSON for people and tools. `"format": 1` goes up when a field
// changes its meaning; new ones may come at any time. Pure.
// Must not know: HTTP.
#pragma once

#include <string>

#include "adapters/status/view.h"

namespace adapters::status {

std::string to_status_json(const View& view);

}  // namespace adapters::status
