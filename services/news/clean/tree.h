// news/clean/tree.h
//
// Tags in the order of the source become a tree: implied ends, unmatched ends, limits of depth
// and number. One stack of at most html_depth_max elements; O(1) for an end tag that ends nothing.
// Must not know: how tags are spelled.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "news/clean/arena.h"

namespace news::clean {

// A tag as the tokenizer reads it.
struct TagToken {
  Tag tag = Tag::Other;
  std::uint32_t name_hash = 0;
  bool self_closing = false;
  std::vector<Attribute> attributes;
};

class TreeBuilder final {
 public:
  TreeBuilder(const Limits& limits, Page& page);
  TreeBuilder(const TreeBuilder&) = delete;
  TreeBuilder& operator=(const TreeBuilder&) = delete;

  void start_tag(const TagToken& token);
  void end_tag(Tag tag, std::uint32_t name_hash);
  // Character data; references are decoded here.
  void text(std::string_view raw, bool with_references);
  void finish();

  bool is_full() const { return full_; }
  // Inside svg, math or a template: nothing counts, and CDATA is text.
  bool is_skipping() const { return skip_depth_ > 0; }

 private:
  struct Open {
    NodeIndex node;
    std::uint32_t name_hash;
    Tag tag;
  };

  // Elements of a page share a few hundred values of class and id.
  struct ClassValue {
    std::string_view value{};
    WordBits bits = 0;
  };

  bool skip_start(const TagToken& token);
  bool skip_end(Tag tag);
  void imply_ends(Tag tag);
  void close_open(Tag tag, std::uint16_t stop_bits, bool stop_at_lists);
  void push(const TagToken& token);
  NodeIndex add_node(const TagToken& token);
  void add_attributes(const TagToken& token, Node& node);
  void pop();
  void pop_to(std::size_t size);
  void append_collapsed(std::string_view raw, bool with_references);
  WordBits class_bits(const TagToken& token);

  const Limits& limits_;
  Page& page_;
  std::vector<Open> stack_;
  std::array<std::uint32_t, static_cast<std::size_t>(Tag::Count)> open_{};
  std::array<std::uint32_t, static_cast<std::size_t>(Tag::Count)>
      deeper_{};                                 // over the depth limit
  std::array<std::uint16_t, 256> open_other_{};  // by the last byte of the name's hash
  // By the hash of the value; of two in one place the last stays.
  std::vector<ClassValue> class_cache_;
  Tag skip_tag_ = Tag::Other;
  std::uint32_t skip_depth_ = 0, foreign_depth_ = 0;
  bool body_seen_ = false, full_ = false;
  std::string buffer_;
};

// The lists that the tokens of a class or id value are in: parts at '-', '_', spaces and changes
// of case, neighbours joined, and the whole. At most `tokens_max` words.
WordBits read_class_bits(std::string_view value, std::size_t tokens_max);

}  // namespace news::clean
