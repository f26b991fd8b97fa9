// news/clean/blocks.h
//
// The text of a page between its block borders, each with what the extractors ask of it: link
// share, nearest block tag, what stands around it. One pass over the arena.
// Must not know: which blocks are the article.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "news/clean/arena.h"
#include "news/clean/segment.h"

namespace news::clean {

// What an element on the way from the root to a block says about it.
struct PageBlock {
  NodeIndex node = 0;                          // its nearest block element
  NodeIndex apart = 0;                         // its nearest element that stands around a story
  std::uint32_t text_begin = 0, text_end = 0;  // into BlockList::text
  std::uint32_t pos = 0;                       // where it begins in Page::text
  BlockKind kind = BlockKind::Paragraph;
  int level = 0;  // Heading: 1 to 6; ListItem: 1 = ordered
  bool comment_head = false;
};

// The blocks [first, end) that stand in an element.
struct BlockSpan {
  std::uint32_t first = 0, end = 0;

  bool empty() const { return first >= end; }
};

// Of all blocks before one, in hundredths of words: what any run of them says is two subtractions.
struct BlockSums {
  std::int64_t words = 0, link_words = 0;
  std::int64_t prose = 0;  // of paragraphs and whole sentences that are no link cards
};

struct BlockList {
  std::string text;  // polished
  std::vector<PageBlock> blocks;
  std::vector<Line> lines;       // of the same index; views into `text`
  std::vector<BlockSpan> spans;  // of each node of the page
  std::vector<BlockSums> sums;   // one more than blocks
  std::uint32_t link_cards = 0;  // blocks of which more than half is link text

  void clear();
  // Of the blocks of one element.
  BlockSums sums_of(const BlockSpan& span) const {
    const BlockSums &end = sums[span.end], &first = sums[span.first];
    return {end.words - first.words, end.link_words - first.link_words, end.prose - first.prose};
  }
  // Whether the text that begins there asks for consent.
  bool is_consent(std::uint32_t page_pos) const;
  std::string_view text_of(const PageBlock& block) const {
    return std::string_view(text).substr(block.text_begin, block.text_end - block.text_begin);
  }
};

void read_blocks(const Page& page, BlockList& list);

}  // namespace news::clean
