#include "news/clean/extractor.h"

#include <algorithm>

#include "news/clean/prune.h"

namespace news::clean {

namespace {

constexpr std::int64_t kListWordsMin = 100;
// A list of the story's own must not end it: its items cost no more than a heading does.
constexpr std::int64_t kItemWordsMin = 300;
constexpr Score kItemScoreMin = -100;

bool stands_apart(const Line& line) {
  return line.negatives > 0 || line.readers || line.consent || line.boilerplate || line.in_figure;
}

void soften_lists(const BlockList& list, std::vector<Score>& scores) {
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const Line& line = list.lines[i];
    if (line.tag != LineTag::ListItem || line.negatives > 0) continue;
    if (line.link_share >= 300 || line.words < kItemWordsMin || scores[i] >= 0) continue;
    scores[i] = std::max(scores[i], kItemScoreMin);
  }
}

// Inside a story markup says more than length: short paragraphs, items of its lists, rows of its
// tables, code and quotations belong to it.
bool belongs_inside(const Line& line, BlockKind kind) {
  if (stands_apart(line)) return false;
  switch (kind) {
    case BlockKind::TableRow:
      return line.link_share < 500;
    case BlockKind::ListItem:
      return line.in_article || (line.tag == LineTag::Paragraph && line.link_share < 300);
    case BlockKind::Preformatted:
      return true;
    case BlockKind::Quote:
      return line.link_share < 300;
    default:
      return line.tag == LineTag::Paragraph && line.link_share < 300;
  }
}

// Why a block is not in the run, or not kept in it.
Fate fate_of(const Line& line, bool inside) {
  if (line.consent) return Fate::Consent;
  if (line.readers) return Fate::After;
  if (!inside) return Fate::Outside;
  if (line.boilerplate) return Fate::Boilerplate;
  if (line.negatives > 0) return Fate::Apart;
  if (line.in_figure) return Fate::Caption;
  return line.link_share > 500 ? Fate::Links : Fate::Weak;
}

}  // namespace

const Body& MaxSumExtractor::extract(const BlockList& list) {
  body_.clear("blocks", list.blocks.size());
  std::vector<Score>& scores = body_.scores;
  for (std::size_t i = 0; i < scores.size(); ++i) scores[i] = score_line(list.lines[i]);
  soften_lists(list, scores);
  favour_article(list.lines, scores);
  const Segment segment = find_segment(scores, kPageCap);
  keep_lines(list.lines, scores, segment,
             KeepRules{.headings = true, .list_words_min = kListWordsMin}, kept_);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const Line& line = list.lines[i];
    const bool inside = i >= segment.first && i < segment.end;
    const bool kept = inside && (kept_[i] != 0 || belongs_inside(line, list.blocks[i].kind));
    body_.fates[i] = kept ? Fate::Kept : fate_of(line, inside);
  }
  settle(list, body_);
  return body_;
}

}  // namespace news::clean
