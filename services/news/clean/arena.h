// news/clean/arena.h
//
// A page as arrays in preorder: elements, their attributes, and all text in one buffer. Built by
// the tokenizer in one pass, without recursion; any region's text is one slice.
// Scratch memory: kept between pages. Must not know: what is article and what is not.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "news/article.h"
#include "news/clean/clean.h"
#include "news/clean/tags.h"
#include "news/clean/words.h"

namespace news::clean {

using NodeIndex = std::uint32_t;

struct Attribute {
  Attr name = Attr::Other;
  std::string_view raw;  // into the source; references undecoded
};

struct Node {
  NodeIndex parent = 0, end = 0;               // [self, end) is its subtree
  std::uint32_t text_begin = 0, text_end = 0;  // into Page::text
  std::uint32_t link_begin = 0, link_end = 0;  // bytes of link text before it and up to its end
  std::uint32_t attr_begin = 0;
  std::uint32_t name_hash = 0;  // of an Other tag
  std::uint8_t attr_count = 0;
  Tag tag = Tag::Other;
  bool hidden = false;  // by its own markup
  bool noscript = false;
  bool closed = false;   // by an end tag of its own
  WordBits classes = 0;  // lists that tokens of class and id are in
};

// Marks in Page::text that no source text can bring in: control characters are dropped there.
inline constexpr char kLineBreak = '\n';   // br, and the line ends of pre
inline constexpr char kBlockBreak = '\f';  // a border of a block that is not in the tree

struct Page {
  std::vector<Node> nodes;  // [0] is html
  std::vector<Attribute> attributes;
  std::string text;                      // runs of spaces are one space, but in pre
  std::string title;                     // the first title element, as raw markup
  std::vector<std::string_view> jsonld;  // scripts of type application/ld+json, as found
  std::uint32_t visible_bytes = 0;       // of text outside hidden and noscript elements
  bool with_noscript = false;
  Flags flags;

  void clear();
  // The value of an attribute with references undecoded; the first of equal names.
  std::string_view raw(NodeIndex node, Attr name) const;
  bool has_attribute(NodeIndex node, Attr name) const;
  // Whether it makes its text link text: not if it was never closed and runs on over blocks.
  bool is_link(NodeIndex node) const;
  // Decoded and trimmed.
  std::string attribute(NodeIndex node, Attr name) const;
  std::uint32_t bytes_of(NodeIndex node) const {
    return nodes[node].text_end - nodes[node].text_begin;
  }
  bool counts(NodeIndex node) const {
    return !nodes[node].hidden && (with_noscript || !nodes[node].noscript);
  }
  // What a reader sees of it, on one line.
  std::string visible_text(NodeIndex node) const;
};

// Calls open(node), text(node, slice) and close(node) in document order. Linear, no recursion.
template <class Visitor>
void walk(const Page& page, NodeIndex root, Visitor& visitor) {
  const std::vector<Node>& nodes = page.nodes;
  const std::string_view text = page.text;
  std::uint32_t pos = nodes[root].text_begin;
  NodeIndex current = root;
  const auto flush = [&](std::uint32_t to) {
    if (to > pos) visitor.text(current, text.substr(pos, to - pos));
    pos = to;
  };
  visitor.open(root);
  for (NodeIndex next = root + 1; next < nodes[root].end; ++next) {
    while (nodes[current].end <= next) {
      flush(nodes[current].text_end);
      visitor.close(current);
      current = nodes[current].parent;
    }
    flush(nodes[next].text_begin);
    current = next;
    visitor.open(next);
  }
  for (;; current = nodes[current].parent) {
    flush(nodes[current].text_end);
    visitor.close(current);
    if (current == root) break;
  }
}

}  // namespace news::clean
