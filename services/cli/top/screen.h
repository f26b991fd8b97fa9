// cli/top/screen.h
//
// The view of `top` as lines of text: what all processes do together, each for itself, what became
// of the news. At most so many columns and lines; whatever comes from news cannot steer a terminal.
// Pure. Must not know: terminals, HTTP.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cli/text.h"
#include "cli/top/status.h"

namespace cli::top {

// One process that was asked.
struct Asked {
  std::string where;               // "host:port"
  std::optional<Process> process;  // its last answer; absent: none came yet
  std::string problem = {};        // why there is no new one; empty: there is
};

struct Size {
  std::size_t columns = 100, lines = 40;

  bool operator==(const Size&) const = default;
};

std::vector<std::string> draw(const std::vector<Asked>& asked, Size size, Paint paint);

// Controls, and what turns the direction of text, become "?" and nothing.
std::string printable(std::string_view text);

}  // namespace cli::top
