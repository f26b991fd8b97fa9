// news/clean/trace.h
//
// How one page or dump was read: its blocks in order, what each extractor said of them, and what
// became of them. For people. Written by the cleaner from what it decided, never judged again;
// without a trace, nothing of it is done. Strings are its own, so it outlives the page.
// Must not know: how it is shown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "news/article.h"

namespace news::clean {

// What an extractor says of a block.
struct TraceVote {
  bool kept = false;
  std::string_view why{};  // not kept: a stable word, "links"
  std::int64_t score = 0;  // hundredths, by the extractor's own measure
};

// The text between two block borders of a page, or a line of a dump.
struct TraceBlock {
  std::string text;
  std::string path;  // of a page: the elements around it, "main > div.story > p"
  // What was seen of it.
  std::int64_t words = 0;  // hundredths
  int link_share = 0;      // of its characters, per mille
  int boxes = 0;           // elements around it that stand around a story
  bool sentence = false;   // ends like one
  bool in_article = false, in_figure = false, consent = false, boilerplate = false;

  std::vector<TraceVote> votes{};  // one of each voter
  // What became of it.
  std::string_view part{};  // "body", "headline", "caption"; empty: it was dropped
  std::string_view why{};   // dropped: a stable word

  void note(std::string_view became, std::string_view why_not) {
    part = became;
    why = why_not;
  }
};

struct TraceVoter {
  std::string_view method;               // "regions", "scoring", "blocks", "dump"
  std::uint32_t first = 0, end = 0;      // the blocks it took its text from
  std::vector<std::optional<int>> with;  // agreement with each voter, thousandths; not with itself
  bool won = false;
};

struct Trace {
  Input input = Input::Html;
  std::vector<TraceVoter> voters;
  std::vector<TraceBlock> blocks;
};

}  // namespace news::clean
