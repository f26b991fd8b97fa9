// cli/explain/text.h
//
// An explanation for a terminal: who chose what, where each field came from, then the page from top
// to bottom, a line a block. Nothing that a page says reaches the terminal as a control. Pure.
// Must not know: HTML.
#pragma once

#include <string>

#include "cli/explain/explained.h"
#include "cli/text.h"

namespace cli::explain {

// Lines of at most kPageWidth columns; blocks of which not all fits are cut.
std::string to_text(const Explained& explained, Paint paint);

}  // namespace cli::explain
