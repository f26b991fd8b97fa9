// news/clean/prune.h
//
// What is dropped inside a region that was chosen as the article: boxes that stand around it,
// lists of links, boilerplate, captions, repeats. One rule for each fate, shared by the extractors
// that choose by elements. Must not know: how a region is chosen.
#pragma once

#include <span>
#include <vector>

#include "news/clean/blocks.h"
#include "news/clean/body.h"

namespace news::clean {

class Pruner final {
 public:
  // Finds the boxes of links of a page; call once before `prune`.
  void look_at(const Page& page, const BlockList& list);
  // Decides about the blocks that stand in `root`.
  void prune(const BlockList& list, NodeIndex root, Body& body) const;
  // What would stay of it.
  BlockSums left(const BlockList& list, NodeIndex root) const;

 private:
  // Seen from an element: what stands apart only outside of it does not count.
  Fate fate_of(const BlockList& list, std::uint32_t i, NodeIndex root) const {
    const bool apart = list.blocks[i].apart > root && fates_[i] != Fate::Consent;
    return apart ? Fate::Apart : fates_[i];
  }

  std::vector<std::int32_t> boxed_;  // boxes of links that begin at a block, less those that end
  std::vector<Fate> fates_;          // of each block by itself
};

// What is kept before a story's first words and behind its last stands around it.
void drop_ends(const BlockList& list, Body& body);

// Of equal blocks that are kept the first stays; fills `kept` from what is left.
void settle(const BlockList& list, Body& body);

}  // namespace news::clean
