// cli/io.h
//
// What a verb may see of the world it was called in: streams, terminals, environment. main() makes
// the real one, tests another. stdout is data, stderr all else.
#pragma once

#include <iosfwd>
#include <string>

#include "adapters/config/load.h"

namespace cli {

enum class Color { Auto, Always, Never };

struct Io {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool in_is_terminal = false, out_is_terminal = false, err_is_terminal = false;
  adapters::config::Environment environment{};
  Color color = Color::Auto;  // --color
  bool progress = true;       // false: --no-progress

  bool out_colors() const { return colors(out_is_terminal); }
  bool err_colors() const { return colors(err_is_terminal); }

 private:
  // NO_COLOR counts if it is not empty (no-color.org); a flag beats it.
  bool colors(bool is_terminal) const {
    if (color != Color::Auto) return color == Color::Always;
    const auto no = environment.find("NO_COLOR");
    return is_terminal && (no == environment.end() || no->second.empty());
  }
};

}  // namespace cli
