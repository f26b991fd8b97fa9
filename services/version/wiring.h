// version/wiring.h
//
// From the configuration to a version stage.
// Must not know: Kafka, threads, which verb runs the stage.
#pragma once

#include <cstdint>
#include <memory>

#include "adapters/config/settings.h"
#include "stream/stage.h"

namespace version {

// One a worker.
std::unique_ptr<stream::Stage> make_stage(const adapters::config::Settings& settings);

}  // namespace version
