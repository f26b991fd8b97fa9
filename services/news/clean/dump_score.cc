// What a line of a dump is worth. A dump has no tags and no links, so besides words and endings
// (segment.h) what counts is what stands around a line. Declared in dump_page.h.
#include <algorithm>
#include <array>

#include "news/clean/dump_page.h"
#include "news/clean/unicode.h"

namespace news::clean {

namespace {

// A title in a list of stories: shorter than a paragraph, and not said to its end.
constexpr std::int64_t kTeaserWordsMax = 4000, kEntryWordsMax = 3000;
constexpr Score kTeaser = -300;

// A gap costs at most so much: a table or a long list must not split the article.
constexpr Score kGapCostMax = 8000;

// Once a story of about 100 words was read, heads divide what is worth less behind them.
constexpr Score kStoryMin = 10000;
constexpr std::int64_t kHeadWordsMax = 600;

struct Discount {
  Score divisor;  // of all that follows
  Score cost;     // of crossing the head itself
};
constexpr Discount kBehindComments{4, 10000};
constexpr Discount kBehindSection{2, 1000};

bool is_cut_off(std::string_view text) { return text.ends_with("..") || text.ends_with("…"); }

// "... (5893)", "... [30/12 - 20:06]": how often read, or when printed. Lists of stories end so.
bool ends_with_number_in_brackets(std::string_view text) {
  if (!text.ends_with(')') && !text.ends_with(']')) return false;
  bool digits = false;
  for (std::size_t i = text.size() - 1; i-- > 0;) {
    const char c = text[i];
    if (c == '(' || c == '[') return digits;
    if (c >= '0' && c <= '9') {
      digits = true;
    } else if (std::string_view(" ,.:/-").find(c) == std::string_view::npos) {
      return false;
    }
  }
  return false;
}

bool is_teaser(const Line& line) {
  if (line.words < kTeaserWordsMax && is_cut_off(line.text)) return true;
  return line.words < kEntryWordsMax && ends_with_number_in_brackets(line.text);
}

bool ends_with_colon(std::string_view text) { return text.ends_with(':') || text.ends_with("："); }

// "You need:" and its items are poor in words and yet of the text, so they part it for less.
void spare_lists(DumpPage& page) {
  constexpr Score kDivisor = 4;
  for (std::size_t i = 1; i < page.size(); ++i) {
    const bool in_text = page.scores[i] > 0 || page.scores[i - 1] > 0;
    if (!in_text || !ends_with_colon(page.texts[i])) continue;
    const std::size_t end = std::min(page.size(), i + 1 + kListLinesMax);
    if (page.scores[i] < 0) page.scores[i] /= kDivisor;
    for (std::size_t item = i + 1; item < end; ++item) {
      if (page.scores[item] > 0 || page.lines[item].boilerplate) break;
      page.scores[item] /= kDivisor;
    }
  }
}

bool is_comment_head(const DumpPage& page, std::size_t i) {
  const Line& line = page.lines[i];
  if (line.words > kHeadWordsMax || line.end == Ending::Sentence) return false;
  return is_in(WordList::CommentHead, without_count(page.folded[i]));
}

// Comments, and stories of others, may be longer than the story. All that follows loses alike, so
// a head inside the story costs only itself.
void discount_behind_heads(DumpPage& page) {
  Score before = 0, divisor = 1;
  bool comments = false, section = false;
  for (std::size_t i = 0; i < page.size(); ++i) {
    Score& score = page.scores[i];
    before += std::max<Score>(score, 0);
    score /= divisor;
    if (before < kStoryMin) continue;
    const auto take = [&](const Discount& discount, bool& taken) {
      taken = true;
      divisor *= discount.divisor;
      score -= discount.cost;
    };
    if (!comments && is_comment_head(page, i)) {
      take(kBehindComments, comments);
    } else if (!section && page.is_section_head(i)) {
      take(kBehindSection, section);
    }
  }
}

}  // namespace

void score_lines(DumpPage& page) {
  page.scores.reserve(page.size());
  for (std::size_t i = 0; i < page.size(); ++i) {
    Line& line = page.lines[i];
    line.boilerplate |= (page.phrases[i] & bit(WordList::Boilerplate)) != 0;
    const Score score = score_line(line);
    page.scores.push_back(is_teaser(line) ? std::min(score, kTeaser) : score);
  }
  spare_lists(page);
  discount_behind_heads(page);
  page.segment = find_segment(page.scores, kGapCostMax);
}

}  // namespace news::clean
