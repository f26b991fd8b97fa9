#include "news/clean/extractor.h"

namespace news::clean {

namespace {

// List items of three words stay: shorter ones are more often buttons than content.
constexpr std::int64_t kListWordsMin = 300;

Confidence judge(const Segment& segment, std::size_t sentences) {
  const bool most = segment.positive * 10 >= segment.positive_all * 7;
  if (sentences >= 3 && most) return Confidence::High;
  return sentences >= 3 || most ? Confidence::Medium : Confidence::Low;
}

}  // namespace

Body MaxSumExtractor::extract(const BlockList& list) {
  scores_.clear();
  for (const Line& line : list.lines) scores_.push_back(score_line(line));
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
    if (kept_[i] == 0) continue;
    body.kept.push_back(static_cast<std::uint32_t>(i));
    sentences += list.lines[i].end == Ending::Sentence && list.lines[i].words >= 500;
  }
  body.confidence = judge(segment, sentences);
  return body;
}

}  // namespace news::clean
