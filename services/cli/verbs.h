// cli/verbs.h
//
// One function a verb; each stands in its own file, verb_<name>.cc, and answers the exit code.
#pragma once

#include "cli/command_line.h"
#include "cli/io.h"

namespace cli {

int run_command(const Command& command, Io& io);

int verb_run(const Globals& globals, const RunFlags& flags, Io& io);
int verb_clean(const Globals& globals, const CleanFlags& flags, Io& io);
int verb_validate(const Globals& globals, const ValidateFlags& flags, Io& io);
int verb_demo(const Globals& globals, const DemoFlags& flags, Io& io);
int verb_config(const Globals& globals, const ConfigFlags& flags, Io& io);
int verb_completion(const CompletionFlags& flags, Io& io);
int verb_history(const Globals& globals, const HistoryFlags& flags, Io& io);
int verb_version(const VersionFlags& flags, Io& io);
int verb_healthcheck(const Globals& globals, const HealthcheckFlags& flags, Io& io);
int verb_dead(const Globals& globals, const DeadFlags& flags, Io& io);
int verb_replay(const Globals& globals, const ReplayFlags& flags, Io& io);
int verb_takedown(const Globals& globals, const TakedownFlags& flags, Io& io);
int verb_top(const Globals& globals, const TopFlags& flags, Io& io);

}  // namespace cli
