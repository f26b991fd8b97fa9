// news/clean/body.h
//
// What an extractor answers: which blocks of a page are its article, and for each block why. All
// extractors share this shape, so that they can be compared and shown.
// Scratch memory: kept between pages. Must not know: how anything is chosen, metadata.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "news/article.h"
#include "news/clean/segment.h"

namespace news::clean {

// What was decided about a block. The first that holds.
enum class Fate : std::uint8_t {
  Kept,
  Outside,      // of the region that was chosen
  Consent,      // of a box that asks for consent
  Apart,        // of an element that stands around a story: nav, aside, class=related
  After,        // behind a head that ends the story: comments, related articles
  Boilerplate,  // says what sites say about themselves
  Caption,      // of a figure
  Links,        // mostly link text, or in a box that is
  Weak,         // says too little
  Repeat,       // stood there before
};

struct Body {
  std::string_view method;          // "regions", "scoring", "blocks", "jsonld"; empty: none
  std::vector<std::uint32_t> kept;  // indices into BlockList::blocks, ascending
  // The blocks it took them from. Sentences between headline and story that were taken over later
  // stand before them: what else stands there is still no part of the story.
  std::uint32_t first = 0, end = 0;
  std::vector<Fate> fates;    // of each block
  std::vector<Score> scores;  // of each block, by the extractor's own measure

  bool empty() const { return kept.empty(); }
  void clear(std::string_view name, std::size_t blocks) {
    method = name;
    kept.clear();
    first = end = 0;
    fates.assign(blocks, Fate::Outside);
    scores.assign(blocks, 0);
  }
};

}  // namespace news::clean
