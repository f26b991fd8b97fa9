#include "cli/answer.h"

#include <ostream>

#include "cli/exits.h"

namespace cli {

int answer(const base::Fault& fault, Io& io) {
  io.err << "dateline: " << fault.code << ": " << fault.detail << '\n';
  if (fault.recovery == base::Recovery::Stop) return kStopped;
  io.err << "dateline: run it again\n";
  return kUnreachable;
}

}  // namespace cli
