// news/clean/scoring.h
//
// Extractor B: every paragraph gives points to the elements around it; the element with the most,
// and its like among its neighbours, is the article.
// Must not know: the other extractors.
#pragma once

#include <vector>

#include "news/clean/body.h"
#include "news/clean/prune.h"

namespace news::clean {

// Keeps scratch memory.
class ScoringExtractor final {
 public:
  const Body& extract(const Page& page, const BlockList& list, const Pruner& pruner);
  const Body& body() const { return body_; }
  Body& body() { return body_; }

 private:
  void give_points(const Page& page, const BlockList& list);
  void weigh(const Page& page, const BlockList& list);
  NodeIndex find_top(const Page& page) const;
  void join(const Page& page, const BlockList& list, const Pruner& pruner, NodeIndex top);

  Body body_;
  std::vector<Score> points_;  // of each node
};

}  // namespace news::clean
