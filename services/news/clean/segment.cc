#include "news/clean/segment.h"

#include <algorithm>
#include <utility>

#include "base/hash.h"

namespace news::clean {

namespace {

// What the words and the ending of a line are worth.
Score score_words(const Line& line) {
  const std::int64_t words = line.words;
  if (line.end == Ending::Sentence) {
    if (words >= 1200) return std::min<Score>(words, 6000);
    if (words >= 500) return words * 7 / 10;
  }
  if (words >= 2500) return words / 2;
  if (line.end != Ending::None && words >= 800) return 200;
  if (words >= 1200) return -300;
  if (words >= 400) return -500;
  return -600;
}

Score add_tag(Score v, const Line& line) {
  switch (line.tag) {
    case LineTag::Paragraph:
      return line.words >= 600 ? v + 300 : v;
    case LineTag::Heading:
      return line.link_share < 500 ? std::max<Score>(v, -100) : v;
    case LineTag::ListItem:
    case LineTag::Cell:
      return v - 200;
    case LineTag::None:
      break;
  }
  return v;
}

Score add_links(Score v, const Line& line) {
  if (line.link_share > 750) return line.words >= 3000 ? -400 : -600;
  if (line.link_share > 500) return std::min<Score>(v, 0) - 400;
  return v;
}

Score add_ancestors(Score v, const Line& line) {
  if (line.negatives == 0) return v;
  if (line.end == Ending::Sentence && line.words >= 1200 && line.link_share < 300) {
    return line.negatives == 1 ? v / 2 : v / 5;
  }
  return std::min<Score>(v, 0) - 400;
}

// What its score alone would not keep: headings and items, but not those of a box in the story.
bool belongs_to_segment(const Line& line, const KeepRules& rules) {
  if (line.consent || line.readers || line.negatives > 0) return false;
  if (line.tag == LineTag::Heading) return rules.headings && line.link_share < 500;
  return line.tag == LineTag::ListItem && rules.list_words_min > 0 &&
         line.words >= rules.list_words_min && line.link_share <= 500;
}

// Of equal lines the first stays.
void drop_repeats(std::span<const Line> lines, const Segment& segment, std::size_t letters_min,
                  std::vector<std::uint8_t>& kept) {
  std::vector<std::pair<std::uint64_t, std::size_t>> seen;
  for (std::size_t i = segment.first; i < segment.end; ++i) {
    if (kept[i] == 0 || !has_letters(lines[i].text, letters_min)) continue;
    seen.emplace_back(base::xxh3_64(lines[i].text), i);
  }
  std::sort(seen.begin(), seen.end());
  for (std::size_t n = 1; n < seen.size(); ++n) {
    if (seen[n].first == seen[n - 1].first) kept[seen[n].second] = 0;
  }
}

// "You need:" and short lines behind it, up to where the text goes on.
void keep_lists(std::span<const Line> lines, const Segment& segment, std::size_t items_max,
                std::vector<std::uint8_t>& kept) {
  constexpr std::int64_t kItemWordsMax = 2500;
  const auto is_item = [&](std::size_t i) {
    return kept[i] == 0 && !lines[i].boilerplate && lines[i].words <= kItemWordsMax;
  };
  bool text_above = false;
  for (std::size_t i = segment.first; i + 1 < segment.end; ++i) {
    const std::string_view text = lines[i].text;
    const bool opens = kept[i] != 0 || (text_above && is_item(i));
    text_above = kept[i] != 0;
    if (!opens || !(text.ends_with(':') || text.ends_with("："))) continue;
    std::size_t end = i + 1;
    while (end < segment.end && end - i <= items_max && is_item(end)) ++end;
    if (end == segment.end || kept[end] == 0) continue;
    for (std::size_t item = i; item < end; ++item) kept[item] = 1;
    text_above = true;
    i = end - 1;
  }
}

}  // namespace

Line make_line(std::string_view text) {
  return Line{.text = text,
              .words = count_words(text),
              .end = ending(text),
              .boilerplate = text.starts_with("©")};
}

Score score_line(const Line& line) {
  if (line.consent) return 0;
  if (line.readers) return std::min<Score>(score_words(line), 0) - 400;
  Score v = add_links(add_tag(score_words(line), line), line);
  v = add_ancestors(v, line);
  if (line.in_figure) v = std::min<Score>(v, 0) - 100;
  if (line.boilerplate && line.words < 4000) v = std::min<Score>(v, 0) - 800;
  return v;
}

void favour_article(std::span<const Line> lines, std::span<Score> scores) {
  Score inside = 0, all = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (scores[i] <= 0) continue;
    all += scores[i];
    if (lines[i].in_article) inside += scores[i];
  }
  if (inside * 2 <= all) return;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].in_article) scores[i] = std::min<Score>(scores[i], 0) - 300;
  }
}

Segment find_segment(std::span<const Score> scores, Score gap_cost_max) {
  Segment best;
  std::size_t first = 0;
  Score sum = 0;  // of [first, i) without the gap that is open
  Score gap = 0;  // sum since the last score above 4; its cost is capped
  bool open = false;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const Score v = scores[i];
    if (!open) {
      if (v <= 0) continue;
      first = i;
      sum = gap = 0;
      open = true;
    }
    const bool ends_gap = v > 400;
    if (!ends_gap) gap += v;
    const Score cost = std::max(gap, -gap_cost_max);
    if (sum + cost + (ends_gap ? v : 0) <= 0 || (ends_gap && sum + cost <= 0)) {
      // What came before costs more than it brings: a better run starts here, or later.
      open = v > 0;
      first = i;
      sum = open ? v : 0;
      gap = 0;
    } else if (ends_gap || gap > 0) {
      sum += cost + (ends_gap ? v : 0);
      gap = 0;
    }
    if (open && sum > best.sum) best = {.first = first, .end = i + 1, .sum = sum};
  }
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (scores[i] <= 0) continue;
    best.positive_all += scores[i];
    if (i >= best.first && i < best.end) best.positive += scores[i];
  }
  return best;
}

void keep_lines(std::span<const Line> lines, std::span<const Score> scores, const Segment& segment,
                const KeepRules& rules, std::vector<std::uint8_t>& kept) {
  kept.assign(lines.size(), 0);
  for (std::size_t i = segment.first; i < segment.end; ++i) {
    const Line& line = lines[i];
    kept[i] = scores[i] > 0 || belongs_to_segment(line, rules);
  }
  drop_repeats(lines, segment, rules.repeat_letters_min, kept);
  // From the scores, not from what the loop itself has kept: two lone lines do not hold each other.
  for (std::size_t i = segment.first + 1; i + 1 < segment.end; ++i) {
    const Line& line = lines[i];
    if (scores[i] > 0 || kept[i] != 0 || line.boilerplate || line.link_share > 500) continue;
    if (line.consent || line.readers) continue;
    if (scores[i - 1] <= 0 || kept[i - 1] == 0 || scores[i + 1] <= 0 || kept[i + 1] == 0) continue;
    if (line.words >= rules.lone_words_min && line.words <= rules.lone_words_max) kept[i] = 1;
  }
  if (rules.colon_list_max > 0) keep_lists(lines, segment, rules.colon_list_max, kept);
}

}  // namespace news::clean
