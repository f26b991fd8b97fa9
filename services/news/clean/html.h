// news/clean/html.h
//
// A page to an article: everything of this room that reads HTML, put together.
// Must not know: text dumps, charsets.
#pragma once

#include <string_view>

#include "base/result.h"
#include "news/clean/arena.h"
#include "news/clean/choice.h"
#include "news/clean/clean.h"
#include "news/clean/head.h"
#include "news/clean/trace.h"

namespace news::clean {

// Memory that is kept between pages.
struct HtmlScratch {
  Page page;
  PageHead head;
  BlockList list;
  BodyChooser bodies;
};

// `html` must be valid UTF-8. Dead letters: not_article, no_article. `trace` may be null.
base::Result<Article> clean_html(std::string_view html, const RawEvent& event,
                                 const Context& context, const Tables& tables, HtmlScratch& scratch,
                                 Trace* trace = nullptr);

}  // namespace news::clean
