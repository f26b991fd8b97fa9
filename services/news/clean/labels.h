// news/clean/labels.h
//
// What files an article: publisher, section, tags, addresses, access. Each by its sources in the
// order of trust, with the source written to Article::from.
// Must not know: which blocks are the body.
#pragma once

#include "news/clean/arena.h"
#include "news/clean/clean.h"
#include "news/clean/head.h"
#include "news/clean/jsonld.h"

namespace news::clean {

// All that a page says of itself, read once.
struct PageFacts {
  const Page& page;
  const PageHead& head;
  const JsonLdArticle& jsonld;
  const RawEvent& event;
  const Context& context;
  const Tables& tables;
};

void add_publisher(const PageFacts& facts, Article& article);
void add_section(const PageFacts& facts, Article& article);
void add_tags(const PageFacts& facts, Article& article);
void add_addresses(const PageFacts& facts, Article& article);
void add_access(const PageFacts& facts, Article& article);

inline void note(Article& article, std::string_view field, std::string_view source) {
  article.from.emplace_back(field, source);
}

}  // namespace news::clean
