#include "news/clean/tracing.h"

#include <algorithm>

#include "news/clean/dump_page.h"

namespace news::clean {

namespace {

constexpr std::size_t kPathElements = 5;
constexpr std::size_t kPathNameBytes = 40;

TraceBlock make_block(const Line& line) {
  return {.text = std::string(line.text),
          .path = {},
          .words = line.words,
          .link_share = line.link_share,
          .boxes = line.negatives,
          .sentence = line.end == Ending::Sentence,
          .in_article = line.in_article,
          .in_figure = line.in_figure,
          .consent = line.consent,
          .boilerplate = line.boilerplate,
          .votes = {},
          .part = {},
          .why = {}};
}

// "div.story-body", "section#comments": the first class, else the id.
std::string name_of(const Page& page, NodeIndex n) {
  std::string name(tag_name(page.nodes[n].tag));
  std::string classes = page.attribute(n, Attr::Class);
  const bool has_class = !classes.empty();
  if (!has_class) classes = page.attribute(n, Attr::Id);
  classes.resize(std::min({classes.size(), classes.find(' '), kPathNameBytes}));
  while (!classes.empty() && !is_valid_utf8(classes)) classes.pop_back();
  if (!classes.empty()) name += (has_class ? "." : "#") + classes;
  return name;
}

// From the outside in; of a deep place its inner elements.
std::string path_of(const Page& page, NodeIndex n) {
  std::string path = name_of(page, n);
  for (std::size_t i = 1; i < kPathElements && n != 0; ++i) {
    n = page.nodes[n].parent;
    if (n == 0) return path;
    path.insert(0, name_of(page, n) + " > ");
  }
  return n == 0 || page.nodes[n].parent == 0 ? path : "... > " + path;
}

// Why the run with the largest sum has not kept a line.
std::string_view why_not(const DumpPage& page, std::size_t i) {
  if (i < page.segment.first || i >= page.segment.end) return "outside";
  if (page.lines[i].boilerplate) return "boilerplate";
  return page.scores[i] > 0 ? "repeat" : "weak";
}

// Stable words, by Fate.
constexpr std::string_view kWhy[] = {"",      "outside",     "consent", "apart",
                                     "after", "boilerplate", "caption", "links",
                                     "weak",  "repeat"};

void add_votes(const BodyChooser& bodies, Extractor extractor, Trace& trace) {
  const Body& body = bodies.body_of(extractor);
  TraceVoter voter{body.method,
                   body.first,
                   body.end,
                   {},
                   extractor == bodies.winner() && !bodies.is_witnessed()};
  for (const Extractor other : kAllExtractors) {
    const bool itself = other == extractor;
    voter.with.push_back(itself ? std::nullopt
                                : std::optional<int>(bodies.agreement_of(extractor, other)));
  }
  trace.voters.push_back(std::move(voter));
  for (std::size_t i = 0; i < trace.blocks.size(); ++i) {
    const Fate fate = body.fates[i];
    trace.blocks[i].votes.push_back(
        {fate == Fate::Kept, kWhy[static_cast<std::size_t>(fate)], body.scores[i]});
  }
}

}  // namespace

void trace_choice(const Page& page, const BlockList& list, const BodyChooser& bodies,
                  Trace& trace) {
  trace = {};
  trace.input = Input::Html;
  trace.blocks.reserve(list.blocks.size());
  for (std::size_t i = 0; i < list.blocks.size(); ++i) {
    trace.blocks.push_back(make_block(list.lines[i]));
    trace.blocks.back().path = path_of(page, list.blocks[i].node);
  }
  for (const Extractor extractor : kAllExtractors) add_votes(bodies, extractor, trace);
  for (TraceBlock& block : trace.blocks) {
    const TraceVote& vote = block.votes[static_cast<std::size_t>(bodies.winner())];
    // What is kept and comes out nowhere was beyond a limit.
    block.why = vote.kept ? "limit" : vote.why;
  }
}

void trace_headline(const Headline& headline, const BlockList& list, Trace& trace) {
  if (!headline.verbatim) return;
  const auto block =
      std::lower_bound(list.blocks.begin(), list.blocks.end(), headline.pos,
                       [](const PageBlock& each, std::uint32_t pos) { return each.pos < pos; });
  if (block == list.blocks.end()) return;
  trace.blocks[static_cast<std::size_t>(block - list.blocks.begin())].note("headline", "");
}

void trace_lines(const DumpPage& page) {
  Trace& trace = *page.trace;
  trace = {};
  trace.input = Input::Text;
  trace.voters.push_back({"dump",
                          static_cast<std::uint32_t>(page.segment.first),
                          static_cast<std::uint32_t>(page.segment.end),
                          {std::nullopt},
                          true});
  trace.blocks.reserve(page.size());
  for (std::size_t i = 0; i < page.size(); ++i) {
    TraceBlock block = make_block(page.lines[i]);
    const bool kept = page.kept[i] != 0;
    block.votes.push_back({kept, kept ? "" : why_not(page, i), page.scores[i]});
    // What is kept and comes out nowhere was beyond a limit.
    block.why = kept ? "limit" : block.votes.back().why;
    trace.blocks.push_back(std::move(block));
  }
}

}  // namespace news::clean
