#include "news/clean/around.h"

#include <algorithm>

#include "news/clean/authors.h"
#include "news/clean/references.h"
#include "news/clean/unicode.h"

namespace news::clean {

namespace {

constexpr std::uint32_t kNearBlocks = 8, kBelowBlocks = 6;
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

void add_agency(const PageFacts& facts, const StoryPlace& place, Article& article) {
  const auto take = [&](std::string_view agency, std::string_view source) {
    if (!article.agency.empty() || agency.empty()) return;
    article.agency = agency;
    note(article, "agency", source);
  };
  const std::vector<Line>& lines = place.list.lines;
  const Range near = near_headline(place);
  for (std::uint32_t i = near.begin; i < near.end; ++i) {
    // "AA" alone sets the size of letters.
    const bool fits = lines[i].text.size() > 2 && lines[i].text.size() <= kBylineBytesMax;
    if (fits) take(find_agency(lines[i].text), "line");
  }
  for (const std::string& name : facts.jsonld.authors) take(agency_name(name), "jsonld");
  take(find_agency(facts.head.find({"author"})), "meta");
  const Block* first = nullptr;
  const Block* last = nullptr;
  for (const Block& block : article.blocks) {
    if (block.kind != BlockKind::Paragraph) continue;
    if (first == nullptr) first = &block;
    last = &block;
  }
  if (first == nullptr) return;
  const Dateline dateline = read_dateline(first->text);
  article.located = dateline.place;
  take(dateline.agency, "dateline");
  take(find_agency_at_end(last->text), "end");
  const std::size_t below = std::min<std::size_t>(place.body.end + kBelowBlocks, lines.size());
  for (std::size_t i = place.body.end; i < below; ++i) {
    if (lines[i].text.size() <= kBylineBytesMax) take(find_agency_at_end(lines[i].text), "end");
  }
}

}  // namespace news::clean
