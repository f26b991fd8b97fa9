#include "news/clean/prune.h"

#include <algorithm>
#include <utility>

#include "base/hash.h"

namespace news::clean {

namespace {

constexpr std::int64_t kBoxWordsMax = 17000;  // of a box of links; a larger one holds a story
constexpr std::int64_t kItemWordsMax = 2000;
constexpr std::int64_t kPhraseWordsMax = 4000;
constexpr std::int64_t kLeadWordsMin = 1000;
constexpr std::size_t kRepeatLetters = 21;

bool may_be_box(Tag tag) {
  return tag == Tag::Div || tag == Tag::Section || tag == Tag::Ul || tag == Tag::Ol ||
         tag == Tag::Dl || tag == Tag::Table;
}

bool is_link_line(const Line& line) {
  if (line.tag == LineTag::ListItem) return line.words < kItemWordsMax && line.link_share > 800;
  if (line.tag == LineTag::Paragraph) return line.link_share > 900;
  return line.link_share > 500 && line.words < 3000;
}

// Bylines, dates and buttons stand between the headline and a story's first words.
bool may_begin(const Line& line, const PageBlock& block) {
  if (block.kind == BlockKind::Heading) return block.level > 2;
  return line.end == Ending::Sentence || line.words >= kLeadWordsMin;
}

// And buttons, sources and tags below its last; a list may be its end.
bool may_end(const Line& line, const PageBlock& block) {
  if (block.kind == BlockKind::Heading) return false;
  if (block.kind != BlockKind::Paragraph) return true;
  return line.end != Ending::None || line.words >= kLeadWordsMin;
}

// What a block is by itself.
Fate own_fate(const Line& line, bool boxed) {
  if (line.consent) return Fate::Consent;
  if (line.readers) return Fate::After;
  if (line.boilerplate && line.words < kPhraseWordsMax) return Fate::Boilerplate;
  if (line.in_figure) return Fate::Caption;
  return boxed || is_link_line(line) ? Fate::Links : Fate::Kept;
}

}  // namespace

void Pruner::look_at(const Page& page, const BlockList& list) {
  boxed_.assign(list.blocks.size() + 1, 0);
  for (NodeIndex n = 1; n < page.nodes.size(); ++n) {
    const BlockSpan span = list.spans[n];
    if (span.end - span.first < 2 || !may_be_box(page.nodes[n].tag)) continue;
    const BlockSums sums = list.sums_of(span);
    if (sums.words >= kBoxWordsMax || sums.link_words * 10 <= sums.words * 6) continue;
    ++boxed_[span.first];
    --boxed_[span.end];
  }
  fates_.clear();
  std::int32_t boxes = 0;
  for (std::size_t i = 0; i < list.blocks.size(); ++i) {
    boxes += boxed_[i];
    fates_.push_back(own_fate(list.lines[i], boxes > 0));
  }
}

void Pruner::prune(const BlockList& list, NodeIndex root, Body& body) const {
  const BlockSpan span = list.spans[root];
  for (std::uint32_t i = span.first; i < span.end; ++i) {
    body.fates[i] = fate_of(list, i, root);
  }
}

BlockSums Pruner::left(const BlockList& list, NodeIndex root) const {
  const BlockSpan span = list.spans[root];
  BlockSums left;
  for (std::uint32_t i = span.first; i < span.end; ++i) {
    if (fate_of(list, i, root) != Fate::Kept) continue;
    left.words += list.lines[i].words;
    left.prose += list.sums_of({i, i + 1}).prose;
  }
  return left;
}

void drop_ends(const BlockList& list, Body& body) {
  const auto count = static_cast<std::uint32_t>(body.fates.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    if (body.fates[i] != Fate::Kept) continue;
    if (may_begin(list.lines[i], list.blocks[i])) break;
    body.fates[i] = Fate::Weak;
  }
  for (std::uint32_t i = count; i-- > 0;) {
    if (body.fates[i] != Fate::Kept) continue;
    if (may_end(list.lines[i], list.blocks[i])) break;
    body.fates[i] = Fate::Weak;
  }
}

void settle(const BlockList& list, Body& body) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> seen;
  for (std::uint32_t i = 0; i < body.fates.size(); ++i) {
    if (body.fates[i] != Fate::Kept || !has_letters(list.lines[i].text, kRepeatLetters)) continue;
    seen.emplace_back(base::xxh3_64(list.lines[i].text), i);
  }
  std::sort(seen.begin(), seen.end());
  for (std::size_t n = 1; n < seen.size(); ++n) {
    if (seen[n].first == seen[n - 1].first) body.fates[seen[n].second] = Fate::Repeat;
  }
  for (std::uint32_t i = 0; i < body.fates.size(); ++i) {
    if (body.fates[i] == Fate::Kept) body.kept.push_back(i);
  }
  if (body.empty()) return;
  body.first = body.kept.front();
  body.end = body.kept.back() + 1;
}

}  // namespace news::clean
