#include "news/clean/scoring.h"

#include <algorithm>

namespace news::clean {

namespace {

constexpr std::int64_t kWordsMin = 400;  // of a paragraph that gives points
constexpr int kLevels = 5;

Score start_of(const Page& page, NodeIndex n) {
  const Node& node = page.nodes[n];
  Score score = 0;
  switch (node.tag) {
    case Tag::Div:
    case Tag::Article:
    case Tag::Main:
      score += 500;
      break;
    case Tag::Pre:
    case Tag::Td:
    case Tag::Blockquote:
      score += 300;
      break;
    case Tag::Ol:
    case Tag::Ul:
    case Tag::Dl:
    case Tag::Dd:
    case Tag::Dt:
    case Tag::Li:
    case Tag::Form:
      score -= 300;
      break;
    default:
      if (has(node.tag, kHeading)) score -= 500;
  }
  if ((node.classes & bit(WordList::ClassBad)) != 0 || has(node.tag, kApart)) score -= 2500;
  if ((node.classes & (bit(WordList::ClassBody) | bit(WordList::ClassGood))) != 0) score += 2500;
  return score;
}

std::int64_t count_commas(std::string_view text) {
  std::int64_t count = std::count(text.begin(), text.end(), ',');
  for (const std::string_view comma : {"，", "、", "،"}) {
    for (std::size_t pos = text.find(comma); pos != std::string_view::npos;
         pos = text.find(comma, pos + comma.size())) {
      ++count;
    }
  }
  return count;
}

bool is_paragraph(const Line& line) {
  return line.words >= kWordsMin && line.tag != LineTag::Heading && !line.consent &&
         !line.readers && !line.in_figure && !(line.boilerplate && line.words < 4000);
}

}  // namespace

void ScoringExtractor::give_points(const Page& page, const BlockList& list) {
  points_.assign(page.nodes.size(), 0);
  for (std::size_t i = 0; i < list.blocks.size(); ++i) {
    const Line& line = list.lines[i];
    if (!is_paragraph(line)) continue;
    const Score points =
        100 + 100 * count_commas(line.text) + std::min<Score>(line.words / 17, 3) * 100;
    body_.scores[i] = points;
    const NodeIndex own = list.blocks[i].node;
    const BlockSpan span = list.spans[own];
    const bool alone = span.end - span.first <= 1;
    NodeIndex n = alone || page.nodes[own].tag == Tag::P ? page.nodes[own].parent : own;
    for (int level = 0; level < kLevels; ++level, n = page.nodes[n].parent) {
      points_[n] += level == 0 ? points : level == 1 ? points / 2 : points / (3 * level);
      if (n == 0) break;
    }
  }
}

void ScoringExtractor::weigh(const Page& page, const BlockList& list) {
  for (NodeIndex n = 0; n < page.nodes.size(); ++n) {
    if (points_[n] == 0) continue;
    const BlockSums sums = list.sums_of(list.spans[n]);
    points_[n] += start_of(page, n);
    if (sums.words > 0) points_[n] = points_[n] * (sums.words - sums.link_words) / sums.words;
  }
}

NodeIndex ScoringExtractor::find_top(const Page& page) const {
  const auto best = std::max_element(points_.begin(), points_.end());
  if (best == points_.end() || *best <= 0) return 0;
  auto top = static_cast<NodeIndex>(best - points_.begin());
  // The story may be one level up, if its parts stand in several elements.
  Score last = points_[top];
  const Score least = last / 3;
  for (NodeIndex n = page.nodes[top].parent; n != 0 && page.nodes[n].tag != Tag::Body;
       n = page.nodes[n].parent) {
    if (points_[n] == 0) continue;
    if (points_[n] < least) break;
    if (points_[n] > last) {
      top = n;
      break;
    }
    last = points_[n];
  }
  return top;
}

void ScoringExtractor::join(const Page& page, const BlockList& list, const Pruner& pruner,
                            NodeIndex top) {
  const NodeIndex parent = page.nodes[top].parent;
  const Score least = std::max<Score>(1000, points_[top] / 5);
  for (NodeIndex n = parent + 1; n < page.nodes[parent].end; n = page.nodes[n].end) {
    const BlockSpan span = list.spans[n];
    if (n != top && span.empty()) continue;
    const BlockSums sums = list.sums_of(span);
    const bool like = points_[n] >= least;
    const bool paragraph =
        page.nodes[n].tag == Tag::P && sums.words >= 1300 && sums.link_words * 4 < sums.words;
    if (n == top || like || paragraph) pruner.prune(list, n, body_);
  }
}

const Body& ScoringExtractor::extract(const Page& page, const BlockList& list,
                                      const Pruner& pruner) {
  body_.clear("scoring", list.blocks.size());
  give_points(page, list);
  weigh(page, list);
  const NodeIndex top = find_top(page);
  if (top != 0) join(page, list, pruner, top);
  drop_ends(list, body_);
  settle(list, body_);
  return body_;
}

}  // namespace news::clean
