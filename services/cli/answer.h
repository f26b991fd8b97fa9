// cli/answer.h
//
// What a verb that may simply be run again says of a fault, and which code it ends with.
// Must not know: which verb it is.
#pragma once

#include "base/result.h"
#include "cli/io.h"

namespace cli {

// The exit code; the fault is told.
int answer(const base::Fault& fault, Io& io);

}  // namespace cli
