// cli/compare_run.h
//
// `dateline replay compare`: reads the tables of two generations up to where they end now and tells
// how they differ. Changes nothing; the memory is named. Blocks; one thread.
// Must not know: how flags are spelled.
#pragma once

#include "cli/command_line.h"
#include "cli/setup.h"

namespace cli {

// The exit code: kFound if they differ.
int compare_generations(const Setup& setup, const ReplayFlags& flags, Io& io);

}  // namespace cli
