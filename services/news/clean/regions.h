// news/clean/regions.h
//
// Extractor A: the element that its markup names as the article, without the boxes in it.
// Must not know: the other extractors.
#pragma once

#include <utility>
#include <vector>

#include "news/clean/body.h"
#include "news/clean/prune.h"

namespace news::clean {

// Keeps scratch memory.
class RegionExtractor final {
 public:
  const Body& extract(const Page& page, const BlockList& list, const Pruner& pruner);
  const Body& body() const { return body_; }
  Body& body() { return body_; }

 private:
  struct Candidate {
    NodeIndex node = 0;
    std::int64_t words = 0, prose = 0;
  };
  void collect(const Page& page, const BlockList& list, const Pruner& pruner, int step);
  void join();
  void trim();
  NodeIndex descend(const Page& page, const BlockList& list, NodeIndex n) const;

  Body body_;
  std::vector<Candidate> candidates_, best_;
  std::vector<std::pair<NodeIndex, int>> named_;  // elements and the step of their name
};

}  // namespace news::clean
