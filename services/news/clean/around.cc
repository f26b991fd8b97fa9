#include "news/clean/around.h"

#include <algorithm>

#include "news/clean/authors.h"
#include "news/clean/references.h"
#include "news/clean/unicode.h"

namespace news::clean {

namespace {

constexpr std::uint32_t kNearBlocks = 8;
constexpr std::size_t kBylineBytesMax = 200;
constexpr std::uint32_t kBylineNodesMax = 200;

bool take_authors(std::string_view text, const NotPeople& not_people, std::string_view source,
                  Article& article) {
  if (text.empty() || text.find("://") != std::string_view::npos) return false;
  add_authors(text, not_people, article.authors);
  if (article.authors.empty()) return false;
  note(article, "authors", source);
  return true;
}

// What a byline element says: its links if it has some (names link to their pages), else itself.
std::vector<std::string> read_byline(const Page& page, NodeIndex byline) {
  std::vector<std::string> texts;
  for (NodeIndex n = byline + 1; n < page.nodes[byline].end; ++n) {
    if (page.nodes[n].tag != Tag::A || !page.has_attribute(n, Attr::Href)) continue;
    std::string text = page.visible_text(n);
    if (!text.empty()) texts.push_back(std::move(text));
  }
  std::string whole = page.visible_text(byline);
  const std::string_view rest = byline_rest(whole);
  if (texts.empty() && !whole.empty()) {
    texts.push_back(rest.empty() ? std::move(whole) : std::string(rest));
  }
  return texts;
}

// Elements that call themselves author or byline, near the headline or the story; of nested ones
// the innermost that says something.
bool take_byline_elements(const PageFacts& facts, const StoryPlace& place, const Range& near,
                          const NotPeople& not_people, Article& article) {
  const std::vector<PageBlock>& blocks = place.list.blocks;
  if (blocks.empty()) return false;
  const Page& page = facts.page;
  const std::uint32_t from = near.begin < blocks.size() ? blocks[near.begin].pos : 0;
  const std::uint32_t last = std::min<std::uint32_t>(std::max(near.end, place.body.end) + 3,
                                                     static_cast<std::uint32_t>(blocks.size()));
  const std::uint32_t to = last < blocks.size() ? blocks[last].pos : static_cast<std::uint32_t>(-1);
  const std::vector<NodeIndex>& bylines = facts.head.bylines;
  for (std::size_t i = 0; i < bylines.size(); ++i) {
    const NodeIndex n = bylines[i];
    const Node& node = page.nodes[n];
    if (node.text_begin < from || node.text_begin > to) continue;
    if (page.bytes_of(n) == 0 || page.bytes_of(n) > kBylineBytesMax) continue;
    if (node.end - n > kBylineNodesMax) continue;
    const bool inner =
        i + 1 < bylines.size() && bylines[i + 1] < node.end && page.bytes_of(bylines[i + 1]) > 3;
    if (inner) continue;
    for (const std::string& text : read_byline(page, n)) {
      if (text.find("://") == std::string::npos) add_authors(text, not_people, article.authors);
    }
    if (article.authors.empty()) continue;
    note(article, "authors", "byline");
    return true;
  }
  return false;
}

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

void add_authors(const PageFacts& facts, const StoryPlace& place, Article& article) {
  const NotPeople not_people{article.publisher, article.agency, facts.context.site};
  for (const std::string& name : facts.jsonld.authors) {
    add_authors(name, not_people, article.authors);
  }
  if (!article.authors.empty()) return note(article, "authors", "jsonld");
  for (const std::string_view name :
       {"author", "article:author", "parsely-author", "byl", "sailthru.author", "dc.creator",
        "dcterms.creator", "dc.creator.name", "citation_author", "og:author", "article:author_name",
        "cxenseparse:author", "creator", "authors", "article.author", "rnews:author"}) {
    for (const std::string& value : facts.head.find_all(name)) {
      if (value.find("://") == std::string::npos) add_authors(value, not_people, article.authors);
    }
    if (!article.authors.empty()) return note(article, "authors", "meta");
  }
  const Range near = near_headline(place);
  if (take_byline_elements(facts, place, near, not_people, article)) return;
  for (const std::string& hint : facts.event.hints.authors) {
    add_authors(hint, not_people, article.authors);
  }
  if (!article.authors.empty()) return note(article, "authors", "hint");
  for (std::uint32_t i = near.begin; i < near.end; ++i) {
    const Line& line = place.list.lines[i];
    if (line.words > 1500 || line.text.size() > kBylineBytesMax) continue;
    if (take_authors(byline_rest(line.text), not_people, "byline", article)) return;
  }
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
