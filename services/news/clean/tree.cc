#include "news/clean/tree.h"

#include <algorithm>

#include "base/check.h"
#include "base/hash.h"
#include "news/clean/references.h"
#include "news/clean/unicode.h"

namespace news::clean {

namespace {

constexpr std::size_t kClassCacheSize = 1024;

// What one byte of character data asks for: nothing, to be collapsed, to be decoded, to be dropped.
enum ByteKind : std::uint8_t { kPlain, kSpaceByte, kAmpersand, kControlByte };

constexpr std::array<std::uint8_t, 256> make_byte_kinds() {
  std::array<std::uint8_t, 256> kinds{};
  for (unsigned i = 0; i < 32; ++i) kinds[i] = kControlByte;
  kinds[0x7F] = kControlByte;
  for (const char c : {' ', '\t', '\n', '\r', '\f'})
    kinds[static_cast<unsigned char>(c)] = kSpaceByte;
  kinds['&'] = kAmpersand;
  return kinds;
}

constexpr auto kByteKinds = make_byte_kinds();

std::string_view value_of(const TagToken& token, Attr name) {
  for (const Attribute& attribute : token.attributes) {
    if (attribute.name == name) return attribute.raw;
  }
  return {};
}

bool has_value(const TagToken& token, Attr name) {
  return std::any_of(token.attributes.begin(), token.attributes.end(),
                     [&](const Attribute& attribute) { return attribute.name == name; });
}

bool is_equal_folded(std::string_view value, std::string_view lower) {
  return value.size() == lower.size() &&
         std::equal(value.begin(), value.end(), lower.begin(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

// "display: none" in any spelling of case and spaces.
bool hides(std::string_view style) {
  std::string folded;
  for (const char c : style) {
    if (kByteKinds[static_cast<unsigned char>(c)] == kSpaceByte) continue;
    folded.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
  }
  return folded.find("display:none") != std::string::npos ||
         folded.find("visibility:hidden") != std::string::npos;
}

bool is_hidden(const TagToken& token) {
  if (has(token.tag, kNeverText)) return true;
  if (token.tag == Tag::Dialog && !has_value(token, Attr::Open)) return true;
  for (const Attribute& attribute : token.attributes) {
    if (attribute.name == Attr::Hidden && !is_equal_folded(attribute.raw, "until-found"))
      return true;
    if (attribute.name == Attr::AriaHidden && is_equal_folded(attribute.raw, "true")) return true;
    if (attribute.name == Attr::Style && hides(attribute.raw)) return true;
  }
  return false;
}

// Start tags that HTML does not let stand inside svg or math.
bool breaks_out(Tag tag) {
  return has(tag, kEndsP | kTablePart) || tag == Tag::Body || tag == Tag::Span || tag == Tag::Img;
}

}  // namespace

WordBits read_class_bits(std::string_view value, std::size_t tokens_max) {
  WordBits bits = 0;
  std::string token, whole, pair;
  std::string previous;
  std::size_t count = 0;
  const auto end_token = [&] {
    if (token.empty()) return;
    ++count;
    bits |= lists_of(token);
    if (!previous.empty()) {
      pair = previous + token;
      bits |= lists_of(pair);
    }
    previous = token;
    token.clear();
  };
  const auto end_word = [&] {
    end_token();
    if (!whole.empty()) bits |= lists_of(whole);
    whole.clear();
    previous.clear();
  };
  bool was_lower = false;
  for (const char c : value) {
    if (count >= tokens_max) break;
    const bool upper = c >= 'A' && c <= 'Z';
    const bool lower = c >= 'a' && c <= 'z';
    if (!upper && !lower) {
      // Digits and all else part tokens; only spaces part the names themselves.
      if (kByteKinds[static_cast<unsigned char>(c)] == kSpaceByte)
        end_word();
      else
        end_token();
    } else {
      if (upper && was_lower) end_token();
      token.push_back(upper ? static_cast<char>(c + 32) : c);
      whole.push_back(token.back());
    }
    was_lower = lower;
  }
  end_word();
  return bits & (bit(WordList::ClassBody) | bit(WordList::ClassGood) | bit(WordList::ClassBad) |
                 bit(WordList::ClassComment) | bit(WordList::ClassConsent));
}

TreeBuilder::TreeBuilder(const Limits& limits, Page& page)
    : limits_(limits), page_(page), class_cache_(kClassCacheSize) {
  stack_.reserve(limits.html_depth_max);
  TagToken root;
  root.tag = Tag::Html;
  push(root);
}

void TreeBuilder::start_tag(const TagToken& token) {
  if (skip_start(token) || full_) return;
  if (token.tag == Tag::Head) return;
  if (token.tag == Tag::Html) return add_attributes(token, page_.nodes[0]);
  if (token.tag == Tag::Body) {
    if (body_seen_) return;
    body_seen_ = true;
    pop_to(1);
  }
  if (token.tag == Tag::Br) {
    page_.text.push_back(kLineBreak);
    return;
  }
  imply_ends(token.tag);
  push(token);
  if (has(token.tag, kVoid) && !full_) {
    if (stack_.back().node + 1 == page_.nodes.size() && stack_.back().tag == token.tag) pop();
  }
}

bool TreeBuilder::skip_start(const TagToken& token) {
  if (skip_depth_ > 0) {
    if (token.tag == Tag::ForeignObject && !token.self_closing) ++foreign_depth_;
    const bool breaks = skip_tag_ != Tag::Template && foreign_depth_ == 0 && breaks_out(token.tag);
    if (!breaks) {
      if (token.tag == skip_tag_ && !token.self_closing) ++skip_depth_;
      return true;
    }
    skip_depth_ = 0;
    return false;
  }
  if (!has(token.tag, kSkipped)) return false;
  // "<svg/>" is empty; of a template, as of all that is HTML, the slash says nothing.
  if (token.self_closing && token.tag != Tag::Template) return true;
  // A declarative shadow root is shown.
  if (token.tag == Tag::Template && has_value(token, Attr::ShadowRoot)) return false;
  skip_tag_ = token.tag;
  skip_depth_ = 1;
  foreign_depth_ = 0;
  return true;
}

bool TreeBuilder::skip_end(Tag tag) {
  if (skip_depth_ == 0) return false;
  if (tag == Tag::ForeignObject && foreign_depth_ > 0) --foreign_depth_;
  if (tag == skip_tag_) --skip_depth_;
  return true;
}

// Closes the nearest open `tag`, if nothing that stops the search is nearer.
void TreeBuilder::close_open(Tag tag, std::uint16_t stop_bits, bool stop_at_lists) {
  if (open_[static_cast<std::size_t>(tag)] == 0) return;
  for (std::size_t i = stack_.size(); i-- > 1;) {
    const Tag open = stack_[i].tag;
    if (open == tag) return pop_to(i);
    if (has(open, stop_bits)) return;
    if (stop_at_lists && (open == Tag::Ul || open == Tag::Ol || open == Tag::Dl ||
                          open == Tag::Menu || open == Tag::Dir)) {
      return;
    }
  }
}

void TreeBuilder::imply_ends(Tag tag) {
  switch (tag) {
    case Tag::Li:
      close_open(Tag::Li, kBarrier, true);
      break;
    case Tag::Dt:
    case Tag::Dd:
      close_open(Tag::Dt, kBarrier, true);
      close_open(Tag::Dd, kBarrier, true);
      break;
    case Tag::Option:
      close_open(Tag::Option, kBarrier, false);
      break;
    case Tag::A:
      close_open(Tag::A, kBarrier, false);
      break;
    default:
      break;
  }
  if (has(tag, kTablePart)) {
    // A cell ends the cell, a row the row, a part of the table the part, within one table.
    std::size_t keep = stack_.size();
    for (std::size_t i = stack_.size(); i-- > 1 && stack_[i].tag != Tag::Table;) {
      const Tag open = stack_[i].tag;
      const bool cell = open == Tag::Td || open == Tag::Th || open == Tag::Caption;
      const bool row = open == Tag::Tr;
      const bool part = open == Tag::Thead || open == Tag::Tbody || open == Tag::Tfoot;
      if (tag == Tag::Table) break;
      if (cell || (row && tag != Tag::Td && tag != Tag::Th) ||
          (part && tag != Tag::Td && tag != Tag::Th && tag != Tag::Tr)) {
        keep = i;
      }
    }
    pop_to(keep);
  }
  if (has(tag, kEndsP)) close_open(Tag::P, kBarrier, false);
}

void TreeBuilder::push(const TagToken& token) {
  const bool is_void = has(token.tag, kVoid);
  if (stack_.size() >= limits_.html_depth_max) {
    add_flag(page_.flags, "limit_depth");
    if (has(token.tag, kBlock)) page_.text.push_back(kBlockBreak);
    if (!is_void) ++deeper_[static_cast<std::size_t>(token.tag)];
    return;
  }
  if (page_.nodes.size() >= limits_.html_nodes_max) {
    add_flag(page_.flags, "limit_nodes");
    full_ = true;
    return;
  }
  const NodeIndex node = add_node(token);
  stack_.push_back({node, token.name_hash, token.tag});
  ++open_[static_cast<std::size_t>(token.tag)];
  if (token.tag == Tag::Other) ++open_other_[token.name_hash & 255];
}

NodeIndex TreeBuilder::add_node(const TagToken& token) {
  const auto index = static_cast<NodeIndex>(page_.nodes.size());
  Node node;
  node.parent = stack_.empty() ? 0 : stack_.back().node;
  node.end = index + 1;
  node.text_begin = node.text_end = static_cast<std::uint32_t>(page_.text.size());
  node.tag = token.tag;
  node.name_hash = token.name_hash;
  node.attr_begin = static_cast<std::uint32_t>(page_.attributes.size());
  node.hidden = !token.attributes.empty() || has(token.tag, kNeverText) || token.tag == Tag::Dialog
                    ? is_hidden(token)
                    : false;
  node.noscript = token.tag == Tag::Noscript;
  node.classes = class_bits(token);
  add_attributes(token, node);
  page_.nodes.push_back(node);
  return index;
}

void TreeBuilder::add_attributes(const TagToken& token, Node& node) {
  // Only html comes twice: what it said first stands before what it says again.
  if (node.attr_count > 0) return;
  node.attr_begin = static_cast<std::uint32_t>(page_.attributes.size());
  for (const Attribute& attribute : token.attributes) page_.attributes.push_back(attribute);
  node.attr_count = static_cast<std::uint8_t>(std::min<std::size_t>(token.attributes.size(), 255));
}

WordBits TreeBuilder::class_bits(const TagToken& token) {
  WordBits bits = 0;
  for (const Attr name : {Attr::Class, Attr::Id}) {
    const std::string_view value = value_of(token, name);
    if (value.empty()) continue;
    ClassValue& known = class_cache_[base::xxh3_64(value) % kClassCacheSize];
    if (known.value != value) known = {value, read_class_bits(value, limits_.class_tokens_max)};
    bits |= known.bits;
  }
  return bits;
}

void TreeBuilder::pop() {
  const Open& open = stack_.back();
  Node& node = page_.nodes[open.node];
  node.text_end = static_cast<std::uint32_t>(page_.text.size());
  node.end = static_cast<NodeIndex>(page_.nodes.size());
  --open_[static_cast<std::size_t>(open.tag)];
  if (open.tag == Tag::Other) --open_other_[open.name_hash & 255];
  stack_.pop_back();
}

void TreeBuilder::pop_to(std::size_t size) {
  while (stack_.size() > size) pop();
}

void TreeBuilder::end_tag(Tag tag, std::uint32_t name_hash) {
  if (skip_end(tag)) return;
  if (tag == Tag::Br) page_.text.push_back(kLineBreak);
  if (has(tag, kVoid) || tag == Tag::Html || tag == Tag::Head || tag == Tag::Body) return;
  std::uint32_t& deeper = deeper_[static_cast<std::size_t>(tag)];
  if (deeper > 0) {
    --deeper;
    if (has(tag, kBlock)) page_.text.push_back(kBlockBreak);
    return;
  }
  const bool heading = has(tag, kHeading);
  if (tag == Tag::Other && open_other_[name_hash & 255] == 0) return;
  if (!heading && open_[static_cast<std::size_t>(tag)] == 0) return;
  for (std::size_t i = stack_.size(); i-- > 1;) {
    const Open& open = stack_[i];
    const bool matches =
        heading ? has(open.tag, kHeading)
                : open.tag == tag && (tag != Tag::Other || open.name_hash == name_hash);
    if (matches) {
      page_.nodes[open.node].closed = true;
      return pop_to(i);
    }
    const bool stops = has(tag, kTablePart) ? open.tag == Tag::Table : has(open.tag, kBarrier);
    // An inline end tag does not end the blocks that were opened after its start.
    if (stops || (!has(tag, kBlock) && tag != Tag::A && has(open.tag, kBlock))) return;
  }
}

void TreeBuilder::text(std::string_view raw, bool with_references) {
  if (skip_depth_ > 0 || full_) return;
  append_collapsed(raw, with_references);
}

void TreeBuilder::append_collapsed(std::string_view raw, bool with_references) {
  const bool pre = open_[static_cast<std::size_t>(Tag::Pre)] > 0;
  std::string& out = page_.text;
  for (std::size_t pos = 0; pos < raw.size();) {
    std::size_t end = pos;
    while (end < raw.size() && kByteKinds[static_cast<unsigned char>(raw[end])] == kPlain) ++end;
    out.append(raw.substr(pos, end - pos));
    pos = end;
    if (pos == raw.size()) break;
    const std::uint8_t kind = kByteKinds[static_cast<unsigned char>(raw[pos])];
    if (kind == kAmpersand && with_references) {
      buffer_.clear();
      pos = append_reference(raw, pos, ReferenceIn::Text, buffer_);
      // A reference cannot bring in our own marks, nor start another reference.
      if (buffer_.size() == 1 && kByteKinds[static_cast<unsigned char>(buffer_[0])] != kAmpersand &&
          kByteKinds[static_cast<unsigned char>(buffer_[0])] != kPlain) {
        buffer_ = " ";
      }
      out.append(buffer_);
      continue;
    }
    ++pos;
    if (kind == kAmpersand) {
      out.push_back('&');
    } else if (kind == kSpaceByte && pre) {
      const char c = raw[pos - 1];
      if (c == '\r' && pos < raw.size() && raw[pos] == '\n') continue;
      out.push_back(c == '\n' || c == '\r' ? kLineBreak : ' ');
    } else if (kind == kSpaceByte &&
               (out.empty() || (out.back() != ' ' && out.back() != kLineBreak))) {
      const std::size_t end = skip_wrap(out, raw, pos - 1);
      if (end < pos) out.push_back(' ');
      pos = std::max(pos, end);
    }
  }
}

void TreeBuilder::finish() { pop_to(0); }

}  // namespace news::clean
