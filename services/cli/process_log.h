// cli/process_log.h
//
// The log of this process as the configuration wants it, lines that every verb with workers writes,
// and the end of a process that had one.
#pragma once

#include "adapters/config/load.h"
#include "adapters/config/settings.h"
#include "adapters/log/log.h"
#include "adapters/log/progress.h"
#include "base/result.h"
#include "cli/io.h"
#include "stream/threads.h"

namespace cli {

adapters::log::Levels levels_of(const adapters::config::Live& live);
adapters::log::LogOptions log_options(const adapters::config::Settings& settings, const Io& io);

// How a long verb shows how far it is: a bar on a terminal, else a line now and then.
adapters::log::Shown shown_of(const Io& io);

void log_warnings(adapters::log::Log& log, const adapters::config::Loaded& loaded);
void log_fault(adapters::log::Log& log, std::string_view message, const base::Fault& fault);
// Of a worker that ended by a fault.
void log_stopped(adapters::log::Log& log, const stream::Ended& ended);
// What SIGUSR1 asks for: the status as JSON, one line.
void log_status(adapters::log::Log& log, std::string json);

// The end of a verb that runs stages, while all that its clients may call is still there: what
// hangs in a client's destructor is not worth waiting for, since all that is committed is
// committed, and a client that can be neither closed nor destroyed goes on until the very end.
[[noreturn]] void leave(adapters::log::Log& log, Io& io, int code);

}  // namespace cli
