// news/clean/dump_page.h
//
// A text dump as lines that know their words, and the parts of it that stand around the story.
// Only dump.cc uses it. Must not know: JSON, HTML, the clock.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "news/article.h"
#include "news/clean/clean.h"
#include "news/clean/segment.h"
#include "news/clean/trace.h"
#include "news/clean/words.h"

namespace news::clean {

// Behind a line that ends in a colon.
inline constexpr std::size_t kListLinesMax = 20;

struct DumpPage {
  DumpPage() = default;
  DumpPage(const DumpPage&) = delete;  // views into its own buffers
  DumpPage& operator=(const DumpPage&) = delete;

  std::string text_buffer, folded_buffer;
  std::vector<std::string_view> texts;   // polished, none blank
  std::vector<std::string_view> folded;  // long lines: as they are
  std::vector<WordBits> phrases;
  std::vector<Line> lines;
  std::vector<Score> scores;
  std::vector<std::uint8_t> kept;
  Segment segment;
  std::string page_title, crawl_date;   // of the crawler's own first line, or the title hint
  std::optional<std::size_t> headline;  // a line
  bool anchored = false;                // that line is the page title's
  Flags flags;
  Trace* trace = nullptr;  // null: nobody asks

  std::size_t size() const { return texts.size(); }
  bool is_section_head(std::size_t i) const;
  void drop(std::size_t i, std::string_view why) {
    kept[i] = 0;
    note(i, "", why);
  }
  // What became of a line: a part of the article, or why none.
  void note(std::size_t i, std::string_view part, std::string_view why) const {
    if (trace != nullptr) trace->blocks[i].note(part, why);
  }
};

// Into an empty page; its lines have no scores yet.
void read_dump(std::string_view text, std::string_view prefix, const Limits& limits,
               DumpPage& page);

// Sets scores and segment.
void score_lines(DumpPage& page);

// Sets headline and anchored.
void find_headline(DumpPage& page);

// What stands above the story: path, dates, authors, publisher, agency.
void read_above(const DumpPage& page, const RawEvent& event, const Context& context,
                const Tables& tables, Article& article);

// What stands below it: agency and tags.
void read_below(const DumpPage& page, const Limits& limits, Article& article);

// Into page.trace, which is there: the lines, and what the run with the largest sum keeps of them.
void trace_lines(const DumpPage& page);

// The page title without what a site adds to it; longest part first, whole title before all.
std::vector<std::string_view> title_parts(std::string_view title);

}  // namespace news::clean
