// news/clean/jsonld.h
//
// What a page's JSON-LD says about its article (schema.org). Of several article-like nodes the one
// whose address or headline is the page's; broken scripts and those over a limit are ignored.
// Must not know: HTML beyond character references.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "news/clean/clean.h"

namespace news::clean {

struct JsonLdArticle {
  bool found = false;
  std::string type, headline, subtitle, description, published, modified, section, url, publisher;
  std::string language, body, correction;
  std::vector<std::string> authors, keywords, images, breadcrumb;
  std::vector<std::string> author_ids;  // of authors that are only referred to
  bool authors_are_people = false;      // of type Person, each
  bool locked = false, free = false;    // isAccessibleForFree
};

// What the page calls itself: decides between several nodes.
struct PageNames {
  std::string_view url, title;
};

JsonLdArticle read_jsonld(std::span<const std::string_view> scripts, const PageNames& names,
                          const Limits& limits);

}  // namespace news::clean
