// news/clean/witness.h
//
// D: what a page's JSON-LD gives as the article's text. Few pages have it, and some give a teaser,
// so it does not vote; it is heard where the extractors disagree or have nothing.
// Keeps scratch memory. Linear. Must not know: how the extractors choose.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "news/clean/blocks.h"
#include "news/clean/body.h"

namespace news::clean {

class Witness final {
 public:
  // Finds the blocks of which at least half stands in `text`. True if they are a body: the text is
  // no teaser (it does not end in an ellipsis), and they are at least `words_min`.
  bool hear(const BlockList& list, std::string_view text, std::int64_t words_min);
  const Body& body() const { return body_; }

 private:
  bool holds(std::string_view block);

  Body body_;
  std::string folded_;
  std::vector<std::uint64_t> seen_;  // a bit for each hash of a piece of the text
};

// The paragraphs of such a text, for a page that does not show it; none of a teaser.
std::vector<std::string> read_witness(std::string_view text);

}  // namespace news::clean
