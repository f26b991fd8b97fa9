// cli/exits.h
//
// What the process says by its exit code. Scripts and Kubernetes rely on these numbers: added,
// never changed. 134 is CHECK's own.
#pragma once

namespace cli {

enum Exit : int {
  kDone = 0,            // done, or drained after a signal
  kStopped = 1,         // a Stop fault; the last log line has its code. Or the drain took too long
  kFound = 2,           // a check found something
  kUsage = 64,          // EX_USAGE
  kUnreachable = 69,    // EX_UNAVAILABLE: no broker; only verbs that end say so
  kException = 70,      // EX_SOFTWARE: an exception reached main
  kConfiguration = 78,  // EX_CONFIG: the configuration, or a world against it
  kInterrupted = 130,   // a second SIGINT
  kTerminated = 143,    // a second SIGTERM
};

}  // namespace cli
