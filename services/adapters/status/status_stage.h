// adapters/status/status_stage.h
//
// One stage as a part of /status: rates and their last ten minutes, lag, what was decided, workers
// and partitions. Pure; this room only.
// Must not know: HTTP.
#pragma once

#include <map>
#include <string>

#include "adapters/status/json.h"
#include "adapters/status/view.h"

namespace adapters::status {

using Counts = std::map<std::string, std::uint64_t>;

// An object in a list; `index` into view.stages.
void add_stage(Json& out, const View& view, std::size_t index);

void add_counts(Json& out, std::string_view key, const Counts& counts);

// What all stages have counted under one metric, by the value of one of its labels.
Counts counts_by(const View& view, std::string_view metric, std::string_view label);

}  // namespace adapters::status
