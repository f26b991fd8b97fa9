#include "news/clean/around.h"

#include <algorithm>

#include "news/clean/authors.h"
#include "news/clean/references.h"
#include "news/clean/unicode.h"

namespace news::clean {

namespace {

constexpr std::uint32_t kNearBlocks = 8;
constexpr std::size_t kBylineBytesMax = 200;

}  // namespace

std::uint32_t headline_block(const StoryPlace& place) {
  const std::vector<PageBlock>& blocks = place.list.blocks;
  if (!place.headline.verbatim) return place.body.first;
  const auto found =
      std::lower_bound(blocks.begin(), blocks.end(), place.headline.pos,
                       [](const PageBlock& block, std::uint32_t pos) { return block.pos < pos; });
  return static_cast<std::uint32_t>(found - blocks.begin());
}

Range near_headline(const StoryPlace& place) {
  const auto count = static_cast<std::uint32_t>(place.list.blocks.size());
  const std::uint32_t title = std::min(headline_block(place), count);
  const std::uint32_t begin = title > 4 ? title - 4 : 0;
  std::uint32_t end = std::min(title + 1 + kNearBlocks, count);
  // Up to the story if it begins soon, and a little into it: bylines pass for its first line.
  if (place.body.first >= title && place.body.first < title + 30) {
    end = std::max(end, std::min(place.body.first + 3, count));
  }
  return {begin, end};
}

void add_agency(const StoryPlace& place, Article& article) {
  const Range near = near_headline(place);
  for (std::uint32_t i = near.begin; i < near.end && article.agency.empty(); ++i) {
    const Line& line = place.list.lines[i];
    if (line.text.size() <= kBylineBytesMax) article.agency = find_agency(line.text);
  }
  for (const Block& block : article.blocks) {
    if (block.kind != BlockKind::Paragraph) continue;
    const Dateline dateline = read_dateline(block.text);
    article.located = dateline.place;
    if (article.agency.empty()) article.agency = dateline.agency;
    break;
  }
}

}  // namespace news::clean
