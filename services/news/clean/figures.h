// news/clean/figures.h
//
// The pictures of a story: address, caption and credit of each, and where it stands.
// Must not know: how a credit is spelled (captions.h).
#pragma once

#include <vector>

#include "news/clean/around.h"

namespace news::clean {

struct Figure {
  std::uint32_t pos = 0;  // in Page::text
  Image image;
};

// In page order, each address once, at most images_max.
std::vector<Figure> read_figures(const PageFacts& facts, const StoryPlace& place);

}  // namespace news::clean
