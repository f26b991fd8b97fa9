// news/clean/extractor.h
//
// What an extractor answers: which blocks of a page are its article. All extractors share this
// shape, so that several can run on one BlockList and be compared.
// Must not know: metadata.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "news/clean/blocks.h"

namespace news::clean {

struct Body {
  std::string_view method;           // "blocks"
  std::vector<std::uint32_t> kept;   // indices into BlockList::blocks, ascending
  std::uint32_t first = 0, end = 0;  // the region of the page it took them from
  Confidence confidence = Confidence::Low;

  bool empty() const { return kept.empty(); }
};

// The contiguous run of blocks with the largest sum of scores. Keeps scratch memory.
class MaxSumExtractor final {
 public:
  Body extract(const BlockList& list);

 private:
  std::vector<Score> scores_;
  std::vector<std::uint8_t> kept_;
};

}  // namespace news::clean
