// news/clean/tracing.h
//
// Writes into a Trace what was seen on a page and decided about it (for dumps: dump_page.h). Only
// called if there is a trace. Must not know: how anything is decided, how a trace is shown.
#pragma once

#include "news/clean/blocks.h"
#include "news/clean/choice.h"
#include "news/clean/headline.h"
#include "news/clean/trace.h"

namespace news::clean {

// The blocks of a page, what each extractor said of them, and who was believed: until something
// else is noted, that became of each block.
void trace_choice(const Page& page, const BlockList& list, const BodyChooser& bodies, Trace& trace);
void trace_headline(const Headline& headline, const BlockList& list, Trace& trace);

}  // namespace news::clean
