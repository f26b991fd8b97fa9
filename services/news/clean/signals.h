// news/clean/signals.h
//
// What a text says about its own standing: a correction, a kill, a hold. Looked for where
// agencies put it: the headline's start or first bracket, the first and the last paragraph.
// Pure, any thread. Must not know: what a version is.
#pragma once

#include "news/article.h"

namespace news::clean {

// Reads headline, blocks, language and fetched_at: an embargo that is over holds nothing.
Signals find_signals(const Article& article);

}  // namespace news::clean
