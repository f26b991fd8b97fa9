#include "news/clean/surroundings.h"

#include <algorithm>
#include <string>

namespace news::clean {

namespace {

constexpr std::int64_t kCommentHeadWordsMax = 600, kStoryBeforeComments = 4000;
constexpr std::int64_t kApartProse = 40, kNamedProse = 50;  // per cent
constexpr std::uint32_t kNegativeTenthsMax =
    4;  // of the page's text: a larger element is the story's

bool is_lookup(std::string_view role) {
  return role == "navigation" || role == "complementary" || role == "contentinfo" ||
         role == "search" || role == "banner" || role == "dialog" || role == "alertdialog";
}

bool is_comments(const Node& node) {
  return (node.classes & bit(WordList::ClassComment)) != 0 && node.tag != Tag::Body &&
         node.tag != Tag::Html;
}

// Prose as far as markup and endings tell: what a region of the page is worth.
std::int64_t prose_of(const Line& line) {
  if (line.consent || line.readers || line.link_share > 500 || line.in_figure) return 0;
  if (line.boilerplate && line.words < 4000) return 0;
  const bool sentence = line.end == Ending::Sentence && line.words >= 500;
  return sentence || (line.tag == LineTag::Paragraph && line.words >= 1000) ? line.words : 0;
}

// The head of what readers wrote below the story: behind all of the page's h1, for a box of the
// newest comments may stand above it. Without any h1 most of the prose must be before it.
std::size_t find_comments(const BlockList& list) {
  const std::size_t count = list.lines.size();
  std::size_t from = 0;
  std::int64_t all = 0, prose = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const PageBlock& block = list.blocks[i];
    if (block.kind == BlockKind::Heading && block.level == 1) from = i + 1;
    all += list.lines[i].readers ? 0 : prose_of(list.lines[i]);
  }
  for (std::size_t i = 0; i < count; ++i) {
    const PageBlock& block = list.blocks[i];
    const Line& line = list.lines[i];
    if (line.readers) continue;
    if (i >= from && prose >= kStoryBeforeComments && (from > 0 || prose * 2 >= all) &&
        block.comment_head) {
      return i;
    }
    if (i >= from) prose += prose_of(line);
  }
  return count;
}

// Decides which of the elements that may stand around the story do. A name says little on its own:
// page builders call every paragraph a widget, and themes give the story's own element a sidebar's
// class. So what holds much of the prose is the story's, and names that most of the prose stands
// under mean nothing. What readers write may be longer than the story, and is never it.
class ApartMarker final {
 public:
  ApartMarker(const Page& page, BlockList& list, const std::vector<NodeIndex>& doubted)
      : page_(page), list_(list), doubted_(doubted) {}

  void mark() {
    prose_ = list_.sums.back().prose;
    const std::int64_t named =
        prose_where([&](NodeIndex n) { return !holds_much(n) && is_only_named(n); });
    names_count_ = named * 100 < prose_ * kNamedProse;
    mark_blocks();
  }

 private:
  // Stands around the story by its class alone.
  bool is_only_named(NodeIndex n) const {
    return !has(page_.nodes[n].tag, kApart) && !is_lookup(page_.raw(n, Attr::Role));
  }
  std::int64_t prose_in(NodeIndex n) const { return list_.sums_of(list_.spans[n]).prose; }
  bool holds_much(NodeIndex n) const {
    return page_.bytes_of(n) * 10u >= page_.visible_bytes * kNegativeTenthsMax ||
           prose_in(n) * 100 >= prose_ * kApartProse;
  }
  bool is_prose(NodeIndex n) const {
    return prose_in(n) * 2 >= list_.sums_of(list_.spans[n]).words;
  }
  bool stands_apart(NodeIndex n) const {
    if (is_comments(page_.nodes[n])) return true;
    if (holds_much(n)) return false;
    return names_count_ || !is_only_named(n) || !is_prose(n);
  }

  // Of the outermost doubted elements for which it holds.
  template <class Holds>
  std::int64_t prose_where(Holds holds) const {
    std::int64_t prose = 0;
    NodeIndex until = 0;
    for (const NodeIndex n : doubted_) {
      if (n < until || !holds(n)) continue;
      prose += prose_in(n);
      until = page_.nodes[n].end;
    }
    return prose;
  }

  void mark_blocks() {
    std::vector<NodeIndex> open;
    std::size_t next = 0;
    for (std::uint32_t i = 0; i < list_.blocks.size(); ++i) {
      for (; next < doubted_.size() && list_.spans[doubted_[next]].first <= i; ++next) {
        const NodeIndex n = doubted_[next];
        while (!open.empty() && page_.nodes[open.back()].end <= n) open.pop_back();
        if (stands_apart(n)) open.push_back(n);
      }
      while (!open.empty() && list_.spans[open.back()].end <= i) open.pop_back();
      list_.blocks[i].apart = open.empty() ? 0 : open.back();
      list_.lines[i].negatives = static_cast<std::uint8_t>(std::min<std::size_t>(open.size(), 255));
    }
  }

  const Page& page_;
  BlockList& list_;
  const std::vector<NodeIndex>& doubted_;
  std::int64_t prose_ = 0;  // of the page
  bool names_count_ = true;
};

}  // namespace

// "Comments", "12 comments", "Comments (3)": a head by itself, and no link to one.
bool is_comment_head(const Line& line, std::string_view folded) {
  if (line.words > kCommentHeadWordsMax || line.link_share > 300) return false;
  if (line.end == Ending::Sentence && !line.text.ends_with('?')) return false;
  return is_in(WordList::CommentHead, without_count(folded));
}

void mark_readers(const Page& page, const std::vector<NodeIndex>& doubted, BlockList& list) {
  std::uint32_t until = 0;
  for (const NodeIndex n : doubted) {
    if (!is_comments(page.nodes[n])) continue;
    const BlockSpan span = list.spans[n];
    for (std::uint32_t i = std::max(span.first, until); i < span.end; ++i) {
      list.lines[i].readers = true;
    }
    until = std::max(until, span.end);
  }
  const std::size_t first = find_comments(list);
  for (std::size_t i = first; i < list.lines.size(); ++i) list.lines[i].readers = true;
}

void add_up(BlockList& list) {
  BlockSums sums;
  list.sums.assign(1, sums);
  for (const Line& line : list.lines) {
    sums.words += line.words;
    sums.link_words += line.words * line.link_share / 1000;
    sums.prose += prose_of(line);
    list.sums.push_back(sums);
  }
}

void mark_apart(const Page& page, const std::vector<NodeIndex>& doubted, BlockList& list) {
  ApartMarker(page, list, doubted).mark();
}

bool may_stand_apart(const Node& node, std::string_view role) {
  constexpr WordBits kNames = bit(WordList::ClassBad) | bit(WordList::ClassComment);
  return has(node.tag, kApart) || (node.classes & kNames) != 0 || is_lookup(role);
}

}  // namespace news::clean
