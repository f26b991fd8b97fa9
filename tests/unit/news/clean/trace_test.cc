// A trace tells what the article shows: the same decisions, not others that look like them.
#include "news/clean/trace.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "benchmarks/hostile_event.h"
#include "tests/unit/news/clean/page.h"

namespace news::clean {
namespace {

struct Traced {
  base::Result<Article> article = base::dead_letter("nothing");
  Trace trace;

  const TraceBlock* find(std::string_view text) const {
    const auto found = std::find_if(trace.blocks.begin(), trace.blocks.end(),
                                    [&](const TraceBlock& block) { return block.text == text; });
    return found == trace.blocks.end() ? nullptr : &*found;
  }
  std::string became(std::string_view text) const {
    const TraceBlock* block = find(text);
    if (block == nullptr) return "not there";
    return std::string(block->part.empty() ? block->why : block->part);
  }
  std::vector<std::string> parts(std::string_view part) const {
    std::vector<std::string> texts;
    for (const TraceBlock& block : trace.blocks) {
      if (block.part == part) texts.push_back(block.text);
    }
    return texts;
  }
};

Traced trace(std::string_view html, std::string_view dump = {}, const PageGiven& given = {}) {
  Tables tables;
  tables.limits = given.limits;
  RawEvent event;
  event.url = "https://harbourpost.example/transport/night-ferry";
  event.html = html;
  event.text = dump;
  event.hints = given.hints;
  event.fetched_at = base::to_timestamp({2026, 3, 4, 0, 0, 0}, 0);
  Cleaner cleaner(tables);
  Traced traced;
  traced.article = cleaner.clean(event, {.site = "harbourpost.example"}, traced.trace);
  return traced;
}

const std::string kPage =
    "<body><nav><a href=/>Home</a></nav><article class='story lead'><h1>Night ferry returns</h1>" +
    story_html() + "<h2>More to come</h2></article><footer>Harbour Post</footer>";

TEST(Trace, OfAPageHasItsBlocksInOrderAndWhatBecameOfThem) {
  const Traced traced = trace(kPage);
  ASSERT_TRUE(traced.article);
  EXPECT_EQ(traced.trace.input, Input::Html);
  ASSERT_EQ(traced.trace.blocks.size(), 7u);
  EXPECT_EQ(traced.trace.blocks[0].text, "Home");
  EXPECT_EQ(traced.parts("body"), texts(*traced.article));
  EXPECT_EQ(traced.parts("headline"), std::vector<std::string>{traced.article->headline});
  EXPECT_EQ(traced.became("Home"), "outside");
  EXPECT_EQ(traced.find(story()[0])->path, "body > article.story > p");
  EXPECT_TRUE(traced.find(story()[0])->sentence);
  EXPECT_TRUE(traced.find(story()[0])->in_article);
  EXPECT_EQ(traced.find("Home")->link_share, 1000);
  EXPECT_EQ(traced.find("Home")->boxes, 1);
}

TEST(Trace, NamesTheVotersAndTheOneThatWon) {
  const Traced traced = trace(kPage);
  ASSERT_FALSE(traced.trace.voters.empty());
  std::size_t won = 0;
  for (const TraceVoter& voter : traced.trace.voters) {
    won += voter.won;
    EXPECT_EQ(voter.won, voter.method == traced.article->method) << voter.method;
    EXPECT_EQ(voter.with.size(), traced.trace.voters.size());
  }
  EXPECT_EQ(won, 1u);
  for (const TraceBlock& block : traced.trace.blocks) {
    ASSERT_EQ(block.votes.size(), traced.trace.voters.size()) << block.text;
    for (const TraceVote& vote : block.votes) EXPECT_EQ(vote.kept, vote.why.empty()) << block.text;
    EXPECT_EQ(block.part.empty(), !block.why.empty()) << block.text;
  }
}

TEST(Trace, HasAScoreOfEachExtractor) {
  const Traced traced = trace(kPage);
  EXPECT_GE(traced.trace.voters.size(), 3u);
  for (const TraceVote& vote : traced.find(story()[0])->votes) EXPECT_GT(vote.score, 0);
  for (const TraceVote& vote : traced.find("Home")->votes) EXPECT_LE(vote.score, 0);
}

TEST(Trace, SaysWhatCameBehindTheChoice) {
  const std::string headline = "<h2>Night ferry returns</h2>";
  const Traced repeated =
      trace("<article><h1>Night ferry returns</h1>" + story_html() + headline + story_html());
  EXPECT_EQ(repeated.parts("headline").size(), 1u);
  const auto last =
      std::find_if(repeated.trace.blocks.rbegin(), repeated.trace.blocks.rend(),
                   [](const auto& block) { return block.text == "Night ferry returns"; });
  EXPECT_NE(last->why, "");
  const Traced other = trace("<article><h1>Night ferry returns</h1>" + story_html() +
                             "<h1>Part two</h1>" + "<p>" + story()[0] + " It was late.</p>");
  EXPECT_EQ(other.became("Part two"), "other_h1");
  PageGiven given;
  given.limits.paragraphs_max = 2;
  const Traced cut = trace(kPage, {}, given);
  EXPECT_EQ(cut.parts("body"), (std::vector<std::string>{story()[0], story()[1]}));
  EXPECT_EQ(cut.became(story()[2]), "limit");
}

TEST(Trace, IsThereForPagesThatAreRefused) {
  const Traced traced = trace("<h1>Page not found</h1><p>Sorry, nothing is here any more.</p>");
  EXPECT_FALSE(traced.article);
  EXPECT_EQ(traced.trace.blocks.size(), 2u);
}

const std::string kDump =
    "Harbour Post\nHome\nNight ferry returns\nBy Mara Lind\n"
    "The refitted ferry in dock before her first night at sea. [Coastwire]\n" +
    story()[0] + "\n" + story()[1] + "\nRelated Article\nBridge opens to walkers\n" + story()[2] +
    "\n" + "Once more: " + story()[1] + "\nLog in to comment\n";

TEST(Trace, OfADumpHasItsLinesWithTheirScores) {
  PageGiven given;
  given.hints.title = "Night ferry returns";
  const Traced traced = trace({}, kDump, given);
  ASSERT_TRUE(traced.article);
  EXPECT_EQ(traced.trace.input, Input::Text);
  EXPECT_EQ(traced.parts("body"), texts(*traced.article));
  EXPECT_EQ(traced.became("Night ferry returns"), "headline");
  EXPECT_EQ(traced.became("The refitted ferry in dock before her first night at sea. [Coastwire]"),
            "caption");
  EXPECT_EQ(traced.became("Home"), "outside");
  EXPECT_EQ(traced.became("Related Article"), "section_head");
  EXPECT_EQ(traced.became("Bridge opens to walkers"), "below_head");
  EXPECT_GT(traced.find(story()[0])->votes.at(0).score, 0);
  EXPECT_LT(traced.find("Home")->votes.at(0).score, 0);
}

TEST(Trace, IsOfWhatTheArticleWasMadeOf) {
  const std::string empty = "<h1>Night ferry returns</h1><div id=app></div>";
  const Traced dump = trace(empty, kDump);
  EXPECT_EQ(dump.article->input, Input::Text);
  EXPECT_EQ(dump.trace.input, Input::Text);
  const Traced page = trace(empty, "Home\n");
  EXPECT_EQ(page.article->input, Input::Html);
  EXPECT_EQ(page.trace.input, Input::Html);
  EXPECT_EQ(page.parts("headline"), std::vector<std::string>{"Night ferry returns"});
}

// Whoever asks why gets the answer that everybody gets.
TEST(Trace, ChangesNothing) {
  for (const benchmarks::HostileShape& shape : benchmarks::hostile_shapes()) {
    const std::string bytes = benchmarks::make_hostile(shape, 12u << 10);
    const RawEvent event = benchmarks::hostile_event(shape, bytes);
    Cleaner cleaner(Tables{});
    const auto article = cleaner.clean(event, benchmarks::hostile_context());
    Trace trace;
    const auto traced = cleaner.clean(event, benchmarks::hostile_context(), trace);
    ASSERT_TRUE(article && traced) << shape.name;
    EXPECT_EQ(*traced, *article) << shape.name;
    std::vector<std::string> body;
    for (const TraceBlock& block : trace.blocks) {
      if (block.part == "body") body.push_back(block.text);
    }
    EXPECT_EQ(body, texts(*article)) << shape.name;
  }
}

}  // namespace
}  // namespace news::clean
