// news/clean/headline.h
//
// Which words are the headline: the visible heading that says what the page's own titles say.
// Must not know: which blocks are the body.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "news/clean/arena.h"
#include "news/clean/blocks.h"
#include "news/clean/head.h"

namespace news::clean {

// What a page calls its article outside of its text, in the order of trust.
struct Titles {
  std::string_view jsonld{}, og{}, title{}, hint{};
  std::string_view site_name{};  // publisher, as far as it is known
  std::string_view url{};        // of the page
};

struct Headline {
  std::string text;
  std::string_view from;  // "h1", "h2", "jsonld", "og", "title", "hint"
  bool verbatim = false;
  std::uint32_t pos = 0;  // where its heading begins in Page::text; 0: none
};

Headline find_headline(const Page& page, const PageHead& head, const Titles& titles,
                       std::size_t bytes_max);

// A title without the shorter end part behind a bar: "Ferry returns | Harbour Post".
std::string bare_title(std::string_view title, std::string_view site_name);

}  // namespace news::clean
