// tests/fuzz/invariants.h
//
// What holds of every article, whatever the page was. A promise that is broken ends the process.
#pragma once

#include <string_view>

#include "news/clean/clean.h"

namespace fuzz {

// Strings in UTF-8 and NFC and on one line, limits held, lists without repeats, bytes that come
// back as the same article.
void check_article(const news::Article& article, const news::clean::Limits& limits);

// Letters and digits of `body` stand in `page` in the same order; only what is ASCII is compared,
// since normal forms may change the rest.
void check_in_order(std::string_view body, std::string_view page);

// The same article, or the same dead letter, twice: by the cleaner that read it and by a new one.
// Returns the first.
base::Result<news::Article> clean_twice(const news::RawEvent& event);

// Those of a page at a publisher who has a zone, so that all of cleaning has something to do.
const news::clean::Tables& tables();

}  // namespace fuzz
