// news/clean/segment.h
//
// Which lines of a page are its article: every line scores by its words and its ending, and the
// contiguous run with the largest sum is the body. Integers only (hundredths); linear time.
// Pure, any thread. Must not know: where the lines came from (page or text dump).
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "news/clean/unicode.h"

namespace news::clean {

enum class LineTag : std::uint8_t { None, Paragraph, Heading, ListItem, Cell };

// One line of a dump, or the text between two block borders of a page.
struct Line {
  std::string_view text;
  std::int64_t words = 0;  // hundredths: count_words(text)
  Ending end = Ending::None;
  LineTag tag = LineTag::None;
  std::int16_t link_share = 0;  // of its characters, per mille
  std::uint8_t negatives = 0;   // negative ancestors of < 30 % of the page, without h1 or article
  bool in_figure = false;
  bool consent = false;      // of a box that asks for consent: never kept, and splits nothing
  bool boilerplate = false;  // says a boilerplate phrase (words.h)
  bool in_article = false;   // inside article or main
  bool readers = false;      // what readers wrote below a story
};

// Fills text, words and end; a line that begins with a copyright sign is boilerplate.
Line make_line(std::string_view text);

using Score = std::int64_t;  // hundredths

Score score_line(const Line& line);

// If article or main holds more than half of the positive sum, lines outside lose 3.
void favour_article(std::span<const Line> lines, std::span<Score> scores);

struct Segment {
  std::size_t first = 0, end = 0;  // lines [first, end)
  Score sum = 0;                   // as compared
  Score positive = 0;              // positive scores inside
  Score positive_all = 0;          // positive scores of the whole page

  bool empty() const { return first == end; }
};

inline constexpr Score kNoCap = std::numeric_limits<Score>::max();
inline constexpr Score kPageCap = 4000;  // an embedded box must not split the article

// The run with the largest sum, the earliest of equals. A gap (negative scores, ended by one
// above 4) costs at most `gap_cost_max`.
Segment find_segment(std::span<const Score> scores, Score gap_cost_max);

struct KeepRules {
  bool headings = false;            // keep headings with a link share < 500
  std::int64_t list_words_min = 0;  // keep list items from so many words on (hundredths); 0: none
  // A single line of so many words between two kept ones stays.
  std::int64_t lone_words_min = 100, lone_words_max = 1400;
  std::size_t repeat_letters_min = 21;  // a line with as many letters stays only once
  // Behind a line that ends in a colon, so many lines up to the next kept one are its list.
  std::size_t colon_list_max = 0;
};

// For each line 1 if it stays: inside the segment, score above 0 or by one of the rules.
void keep_lines(std::span<const Line> lines, std::span<const Score> scores, const Segment& segment,
                const KeepRules& rules, std::vector<std::uint8_t>& kept);

}  // namespace news::clean
