// tests/unit/news/clean/outline.h
//
// A page's tree on one line, for tests to compare: "p('One ' b('two'))". Line breaks print as "\n",
// borders of blocks that are not in the tree as "|".
#pragma once

#include <string>
#include <string_view>

#include "news/clean/arena.h"

namespace news::clean {

// Without the root.
std::string outline(const Page& page);
std::string outline(std::string_view html, const Limits& limits = {});

}  // namespace news::clean
