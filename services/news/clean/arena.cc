#include "news/clean/arena.h"

#include <algorithm>

#include "news/clean/references.h"
#include "news/clean/unicode.h"

namespace news::clean {

namespace {

struct TextCollector {
  const Page& page;
  std::string out;
  std::uint32_t off = 0;

  void open(NodeIndex n) {
    off += !page.counts(n);
    if (has(page.nodes[n].tag, kBlock)) out.push_back(' ');
  }
  void text(NodeIndex, std::string_view slice) {
    if (off == 0) out.append(slice);
  }
  void close(NodeIndex n) {
    off -= !page.counts(n);
    if (has(page.nodes[n].tag, kBlock)) out.push_back(' ');
  }
};

}  // namespace

void Page::clear() {
  nodes.clear();
  attributes.clear();
  text.clear();
  title.clear();
  jsonld.clear();
  visible_bytes = 0;
  with_noscript = false;
  flags.clear();
}

std::string_view Page::raw(NodeIndex node, Attr name) const {
  const Node& n = nodes[node];
  for (std::uint32_t i = n.attr_begin; i < n.attr_begin + n.attr_count; ++i) {
    if (attributes[i].name == name) return attributes[i].raw;
  }
  return {};
}

bool Page::has_attribute(NodeIndex node, Attr name) const {
  const Node& n = nodes[node];
  for (std::uint32_t i = n.attr_begin; i < n.attr_begin + n.attr_count; ++i) {
    if (attributes[i].name == name) return true;
  }
  return false;
}

bool Page::is_link(NodeIndex node) const {
  constexpr std::uint32_t kLinkBytesMax = 1500;  // one as long as a story is one that never ends
  const Node& n = nodes[node];
  if (n.tag != Tag::A || bytes_of(node) > kLinkBytesMax) return false;
  if (!has_attribute(node, Attr::Href)) return false;
  if (n.closed) return true;
  return std::none_of(nodes.begin() + node + 1, nodes.begin() + n.end,
                      [](const Node& inner) { return has(inner.tag, kBlock); });
}

std::string Page::attribute(NodeIndex node, Attr name) const {
  return std::string(trim(decode_references(raw(node, name), ReferenceIn::Attribute)));
}

std::string Page::visible_text(NodeIndex node) const {
  TextCollector collector{*this, {}};
  walk(*this, node, collector);
  return polish(collector.out);
}

}  // namespace news::clean
