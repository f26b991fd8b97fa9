// cli/exits.h
//
// What the process says by its exit code. Scripts and Kubernetes rely on these numbers: added,
// never changed. 134 is CHECK's own.
#pragma once

#include <string_view>
#include <utility>

namespace cli {

enum Exit : int {
  kDone = 0,
  kStopped = 1,
  kFound = 2,
  kUsage = 64,          // EX_USAGE
  kUnreachable = 69,    // EX_UNAVAILABLE
  kException = 70,      // EX_SOFTWARE
  kResume = 75,         // EX_TEMPFAIL
  kConfiguration = 78,  // EX_CONFIG
  kInterrupted = 130,
  kTerminated = 143,
};

// For people: the manual prints them.
inline constexpr std::pair<int, std::string_view> kExitMeanings[] = {
    {kDone, "Done, or drained after a signal."},
    {kStopped,
     "Stopped by a fault that a person must mend, with its code in the last log line; or the drain "
     "took longer than shutdown_timeout."},
    {kFound, "A check found something."},
    {kUsage, "The arguments are wrong."},
    {kUnreachable, "No broker answers; only verbs that end say so, run waits."},
    {kException, "An exception reached main: a bug."},
    {kResume, "A replay stopped before its end; the same command goes on."},
    {kConfiguration, "The configuration is wrong, or the world is not as it says."},
    {kInterrupted, "A second SIGINT."},
    {134, "A check within the program failed: a bug."},
    {kTerminated, "A second SIGTERM."},
};

}  // namespace cli
