// cli/file_replay.h
//
// `dateline replay plan` and `run` of files.
#pragma once

#include <optional>
#include <string>

#include "cli/replay_command.h"
#include "cli/replay_flags.h"

namespace cli {

// What is wrong with flags beside --file; nothing: all is well.
std::optional<std::string> find_unfit(const ReplayFlags& flags);

// The exit code; a run that copies leaves the process.
int plan_or_replay_files(ReplayCommand& command, const ReplayFlags& flags, ReplayWish wish);

}  // namespace cli
