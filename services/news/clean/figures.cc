#include "news/clean/figures.h"

#include <algorithm>

#include "news/clean/address.h"
#include "news/clean/captions.h"
#include "news/clean/references.h"
#include "news/clean/unicode.h"

namespace news::clean {

namespace {

constexpr std::size_t kCaptionBytesMax = 2048;

// The first address of "a.jpg 1x, b.jpg 2x".
std::string_view first_of_set(std::string_view set) {
  set = trim(set);
  return set.substr(0, set.find_first_of(" ,"));
}

std::string image_address(const PageFacts& facts, NodeIndex n) {
  for (const std::string_view raw : {facts.page.raw(n, Attr::DataSrc), facts.page.raw(n, Attr::Src),
                                     first_of_set(facts.page.raw(n, Attr::Srcset))}) {
    if (raw.empty() || raw.substr(0, 5) == "data:") continue;
    std::string url = resolve(facts.event.url, decode_references(raw, ReferenceIn::Attribute));
    if (!url.empty()) return url;
  }
  return {};
}

Figure read_figure(const PageFacts& facts, NodeIndex figure) {
  Figure found;
  found.pos = facts.page.nodes[figure].text_begin;
  std::string caption;
  for (NodeIndex n = figure; n < facts.page.nodes[figure].end; ++n) {
    const Tag tag = facts.page.nodes[n].tag;
    if ((tag == Tag::Img || tag == Tag::Source) && found.image.url.empty()) {
      found.image.url = image_address(facts, n);
    }
    if (tag == Tag::Figcaption && caption.empty() && facts.page.bytes_of(n) <= kCaptionBytesMax) {
      caption = facts.page.visible_text(n);
    }
  }
  Caption read = read_caption(caption);
  found.image.caption = polish(read.has_credit() ? read.text : caption);
  found.image.credit = polish(read.credit);
  return found;
}

}  // namespace

std::vector<Figure> read_figures(const PageFacts& facts, const StoryPlace& place) {
  std::vector<Figure> figures;
  const std::vector<PageBlock>& blocks = place.list.blocks;
  if (place.body.empty()) return figures;
  std::uint32_t from = blocks[place.body.first].pos;
  if (place.headline.verbatim) from = std::min(from, place.headline.pos);
  const std::uint32_t to = blocks[place.body.end - 1].pos;
  NodeIndex inside_until = 0;
  for (const NodeIndex n : facts.head.figures) {
    const Node& node = facts.page.nodes[n];
    if (n < inside_until || node.text_begin < from || node.text_begin > to) continue;
    if (!facts.page.counts(n) || figures.size() >= facts.tables.limits.images_max) continue;
    inside_until = node.end;
    Figure figure = read_figure(facts, n);
    if (figure.image.url.empty()) continue;
    const bool known = std::any_of(figures.begin(), figures.end(), [&](const Figure& other) {
      return other.image.url == figure.image.url;
    });
    if (!known) figures.push_back(std::move(figure));
  }
  return figures;
}

}  // namespace news::clean
