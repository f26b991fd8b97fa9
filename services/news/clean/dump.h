// news/clean/dump.h
//
// A text dump, one line a block, without links and tags: its story, and what stands around it.
// Linear in the bytes; limits of clean.h. Pure, any thread.
// Must not know: HTML, JSON, the clock.
#pragma once

#include <string_view>

#include "base/result.h"
#include "news/clean/clean.h"
#include "news/clean/trace.h"

namespace news::clean {

// `text` must be valid UTF-8. Fills all of the article but charset and cleaner. `trace` may be
// null.
base::Result<Article> clean_dump(std::string_view text, const RawEvent& event,
                                 const Context& context, const Tables& tables,
                                 Trace* trace = nullptr);

}  // namespace news::clean
