#include "news/clean/extractor.h"

#include <algorithm>

namespace news::clean {

namespace {

constexpr std::int64_t kListWordsMin = 100;
// A list of the story's own must not end it: its items cost no more than a heading does.
constexpr std::int64_t kItemWordsMin = 300;
constexpr Score kItemScoreMin = -100;

bool stands_apart(const Line& line) {
  return line.negatives > 0 || line.consent || line.boilerplate || line.in_figure;
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

Confidence judge(const Segment& segment, std::size_t sentences) {
  const bool most = segment.positive * 10 >= segment.positive_all * 7;
  if (sentences >= 3 && most) return Confidence::High;
  return sentences >= 3 || most ? Confidence::Medium : Confidence::Low;
}

}  // namespace

Body MaxSumExtractor::extract(const BlockList& list) {
  scores_.clear();
  for (const Line& line : list.lines) scores_.push_back(score_line(line));
  soften_lists(list, scores_);
  favour_article(list.lines, scores_);
  const Segment segment = find_segment(scores_, kPageCap);
  keep_lines(list.lines, scores_, segment,
             KeepRules{.headings = true, .list_words_min = kListWordsMin}, kept_);
  Body body{.method = "blocks",
            .kept = {},
            .first = static_cast<std::uint32_t>(segment.first),
            .end = static_cast<std::uint32_t>(segment.end)};
  std::size_t sentences = 0;
  for (std::size_t i = segment.first; i < segment.end; ++i) {
    const Line& line = list.lines[i];
    if (kept_[i] == 0 && !belongs_inside(line, list.blocks[i].kind)) continue;
    body.kept.push_back(static_cast<std::uint32_t>(i));
    sentences += line.end == Ending::Sentence && line.words >= 500;
  }
  body.confidence = judge(segment, sentences);
  return body;
}

}  // namespace news::clean
