// cli/io.h
//
// What a verb may see of the world it was called in: streams, terminals, environment. main() makes
// the real one, tests another. stdout is data, stderr all else.
#pragma once

#include <iosfwd>
#include <string>

#include "adapters/config/load.h"

namespace cli {

struct Io {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool in_is_terminal = false, out_is_terminal = false, err_is_terminal = false;
  adapters::config::Environment environment;

  // NO_COLOR (no-color.org) is obeyed.
  bool colors() const { return out_is_terminal && !environment.contains("NO_COLOR"); }
};

}  // namespace cli
