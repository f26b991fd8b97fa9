// news/clean/extractor.h
//
// Extractor C: the contiguous run of blocks with the largest sum of scores, whatever the markup
// calls its elements. Must not know: the other extractors.
#pragma once

#include <cstdint>
#include <vector>

#include "news/clean/blocks.h"
#include "news/clean/body.h"

namespace news::clean {

// Keeps scratch memory.
class MaxSumExtractor final {
 public:
  const Body& extract(const BlockList& list);
  const Body& body() const { return body_; }
  Body& body() { return body_; }

 private:
  Body body_;
  std::vector<std::uint8_t> kept_;
};

}  // namespace news::clean
