// news/clean/around.h
//
// Who wrote a page's article and when: from its markup first, then from the blocks around the
// headline. Must not know: how a name or a date is spelled (authors.h, dates.h).
#pragma once

#include "news/clean/body.h"
#include "news/clean/headline.h"
#include "news/clean/labels.h"

namespace news::clean {

// Where the story stands on the page.
struct StoryPlace {
  const BlockList& list;
  const Body& body;
  const Headline& headline;
};

// The block that the headline begins; the story's first if it is none of the page's headings.
std::uint32_t headline_block(const StoryPlace& place);

// The blocks around the headline and before the story's first paragraphs: [begin, end).
struct Range {
  std::uint32_t begin = 0, end = 0;
};
Range near_headline(const StoryPlace& place);

void add_dates(const PageFacts& facts, const StoryPlace& place, Article& article);
void add_authors(const PageFacts& facts, const StoryPlace& place, Article& article);
void add_agency(const PageFacts& facts, const StoryPlace& place, Article& article);

}  // namespace news::clean
