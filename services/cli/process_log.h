// cli/process_log.h
//
// The log of this process as the configuration wants it.
#pragma once

#include "adapters/config/settings.h"
#include "adapters/log/log.h"
#include "cli/io.h"

namespace cli {

adapters::log::LogOptions log_options(const adapters::config::Settings& settings, const Io& io);

}  // namespace cli
