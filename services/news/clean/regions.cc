#include "news/clean/regions.h"

#include <algorithm>

namespace news::clean {

namespace {

constexpr int kSteps = 6;
constexpr std::int64_t kWordsMin = 4200;  // 250 characters
constexpr std::int64_t kCandidateWordsMin = 3300;
constexpr std::size_t kJoinMax = 6;
constexpr std::uint32_t kLookedInto = 50;              // blocks
constexpr std::int64_t kProseMin = 15, kDescend = 85;  // per cent
// Steps whose names are as often those of a page's whole middle as of a story.
constexpr int kDescendFrom = 4, kTrimFrom = 5;

// By which step an element is a candidate; 0: by none.
int step_of(const Page& page, NodeIndex n) {
  const Node& node = page.nodes[n];
  if (!has(node.tag, kBlock) || has(node.tag, kHeading) || node.tag == Tag::Body) return 0;
  if (page.raw(n, Attr::Itemprop) == "articleBody") return 1;
  if ((node.classes & bit(WordList::ClassBody)) != 0) return 1;
  if (node.tag == Tag::Article) return 2;
  const std::string_view role = page.raw(n, Attr::Role);
  const std::string_view id = page.raw(n, Attr::Id);
  if (role == "article" || id == "article" || id == "story") return 3;
  if (node.tag == Tag::Main || role == "main" || id == "main") return 5;
  if ((node.classes & bit(WordList::ClassGood)) != 0) return 4;
  return 0;
}

}  // namespace

void RegionExtractor::collect(const Page& page, const BlockList& list, const Pruner& pruner,
                              int step) {
  candidates_.clear();
  if (step == kSteps) {
    const BlockSums left = pruner.left(list, 0);
    candidates_.push_back({0, left.words, left.prose});
    return;
  }
  NodeIndex until = 0;
  for (const auto& [node, its_step] : named_) {
    if (its_step != step || node < until) continue;
    const BlockSums left = pruner.left(list, node);
    const bool enough = left.words >= kCandidateWordsMin;
    if (enough) candidates_.push_back({node, left.words, left.prose});
    // A long one of little text is not looked into again: each block is read a few times at most.
    const BlockSpan span = list.spans[node];
    if (enough || span.end - span.first > kLookedInto) until = page.nodes[node].end;
  }
}

// The best of the candidates, or those that the story was split over.
void RegionExtractor::join() {
  const auto best =
      std::max_element(candidates_.begin(), candidates_.end(),
                       [](const Candidate& a, const Candidate& b) { return a.prose < b.prose; });
  const Candidate most = *best;
  std::erase_if(candidates_,
                [&](const Candidate& each) { return each.prose * 10 < most.prose * 3; });
  if (candidates_.size() > kJoinMax) candidates_ = {most};
}

// The smallest element that holds nearly all prose of this one.
NodeIndex RegionExtractor::descend(const Page& page, const BlockList& list, NodeIndex n) const {
  const auto prose_in = [&](NodeIndex m) { return list.sums_of(list.spans[m]).prose; };
  const std::int64_t all = prose_in(n);
  for (bool found = true; found;) {
    found = false;
    for (NodeIndex child = n + 1; child < page.nodes[n].end; child = page.nodes[child].end) {
      if (!has(page.nodes[child].tag, kBlock) || prose_in(child) * 100 < all * kDescend) continue;
      n = child;
      found = true;
      break;
    }
  }
  return n;
}

// Before the first and after the last run of prose such an element holds what is not the story.
void RegionExtractor::trim() {
  const Segment segment = find_segment(body_.scores, kPageCap);
  for (std::size_t i = 0; i < body_.fates.size(); ++i) {
    const bool inside = i >= segment.first && i < segment.end;
    if (body_.fates[i] == Fate::Kept && !inside) body_.fates[i] = Fate::Weak;
  }
}

const Body& RegionExtractor::extract(const Page& page, const BlockList& list,
                                     const Pruner& pruner) {
  body_.clear("regions", list.blocks.size());
  best_.clear();
  named_.clear();
  for (NodeIndex n = 1; n < page.nodes.size(); ++n) {
    const int step = list.spans[n].empty() ? 0 : step_of(page, n);
    if (step > 0) named_.emplace_back(n, step);
  }
  std::int64_t longest = 0;
  int chosen = kSteps;
  for (int step = 1; step <= kSteps; ++step) {
    collect(page, list, pruner, step);
    if (candidates_.empty()) continue;
    join();
    std::int64_t words = 0, prose = 0;
    for (const Candidate& candidate : candidates_) {
      words += candidate.words;
      prose += candidate.prose;
    }
    if (prose > longest || best_.empty()) {
      best_ = candidates_;
      longest = prose;
    }
    if (words <= kWordsMin || prose * 100 < list.sums.back().prose * kProseMin) continue;
    best_ = candidates_;
    chosen = step;
    break;
  }
  if (chosen >= kDescendFrom) best_[0].node = descend(page, list, best_[0].node);
  for (const Candidate& candidate : best_) pruner.prune(list, candidate.node, body_);
  for (std::size_t i = 0; i < body_.fates.size(); ++i) {
    if (body_.fates[i] == Fate::Kept) body_.scores[i] = score_line(list.lines[i]);
  }
  if (chosen >= kTrimFrom) trim();
  drop_ends(list, body_);
  settle(list, body_);
  return body_;
}

}  // namespace news::clean
