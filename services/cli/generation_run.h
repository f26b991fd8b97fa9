// cli/generation_run.h
//
// `dateline replay plan` and `run` with --generation: makes what a second generation needs beside
// the running one, or says what it would make. It moves no record; `dateline run` does, with the
// keys that are printed. To be run again after a death at any step.
// Must not know: how flags are spelled.
#pragma once

#include "cli/command_line.h"
#include "cli/setup.h"

namespace cli {

// The exit code.
int plan_or_make_generation(const Setup& setup, const ReplayFlags& flags, Io& io);

}  // namespace cli
