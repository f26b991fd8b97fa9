// news/clean/tokenizer.h
//
// HTML to a Page in one pass: no recursion, and no search for a terminator is made twice.
// Linear in the bytes; ends at html_nodes_max. Must not know: what is article and what is not.
#pragma once

#include <string_view>

#include "news/clean/arena.h"

namespace news::clean {

// `html` must be valid UTF-8 and outlive `page`, which points into it.
void read_page(std::string_view html, const Limits& limits, Page& page);

}  // namespace news::clean
