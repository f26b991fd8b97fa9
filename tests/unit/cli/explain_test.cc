// An explanation as text and as a page: what it says, and that nothing of a hostile page is obeyed.
#include <gtest/gtest.h>

#include "cli/explain/html.h"
#include "cli/explain/text.h"

namespace cli::explain {
namespace {

using news::clean::Trace;
using news::clean::TraceBlock;

constexpr std::string_view kHostile =
    "</p></style></title><script>alert(1)</script><img src=x onerror='a()'>\" onfocus=\"b()";

// A page that two extractors read alike but for one block.
Trace make_trace() {
  Trace trace;
  trace.voters = {{"regions", 1, 3, {std::nullopt, 812}, true},
                  {"blocks", 1, 3, {812, std::nullopt}, false}};
  TraceBlock menu{.text = "Home", .path = "nav > a", .words = 100, .link_share = 1000, .boxes = 1};
  menu.votes = {{false, "apart", -600}, {false, "outside", -1000}};
  menu.why = "apart";
  TraceBlock headline{.text = "Night ferry returns", .path = "main > h1", .words = 300};
  headline.votes = {{true, "", 0}, {true, "", -100}};
  headline.part = "headline";
  TraceBlock story{.text = "The night ferry sails again.", .path = "main > p", .words = 500};
  story.sentence = true;
  story.votes = {{true, "", 1250}, {true, "", 1250}};
  story.part = "body";
  TraceBlock teaser{.text = "Day ferry stays", .path = "main > p", .words = 300, .link_share = 905};
  teaser.votes = {{false, "links", 0}, {true, "", 40}};
  teaser.why = "links";
  trace.blocks = {menu, headline, story, teaser};
  return trace;
}

news::Article make_article() {
  news::Article article;
  article.headline = "Night ferry returns";
  article.authors = {"Mara Lind", "Jo Reyes"};
  article.published = news::DateFound{.raw = "2 March 2026",
                                      .local = {2026, 3, 2, 0, 0, 0},
                                      .instant = std::nullopt,
                                      .from = "text"};
  article.method = "regions";
  article.agreement = 812;
  article.confidence = news::Confidence::Medium;
  article.flags = {"short"};
  article.from = {{"authors", "byline"}, {"headline", "h1"}};
  return article;
}

// All that comes from outside says the same hostile thing.
Trace make_hostile_trace() {
  Trace trace = make_trace();
  for (TraceBlock& block : trace.blocks) block.text = block.path = std::string(kHostile);
  return trace;
}

news::Article make_hostile_article() {
  news::Article article = make_article();
  const std::string hostile(kHostile);
  article.headline = article.page_title = article.publisher = article.agency = hostile;
  article.section = article.description = article.language = article.canonical_url = hostile;
  article.authors = article.tags = article.section_path = {hostile};
  article.published->raw = article.published->from = article.charset.used = hostile;
  article.flags = {hostile};
  article.from = {{"headline", hostile}};
  return article;
}

std::string page_of(const Explained& explained, const HtmlLimits& limits = {}) {
  return html_head("How it was read") + html_section(explained, limits) + html_foot();
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++found;
  return found;
}

bool has(std::string_view text, std::string_view what) { return text.find(what) != text.npos; }

TEST(ExplainText, SaysWhoChoseWhatAndWhereFieldsCameFrom) {
  const Trace trace = make_trace();
  const news::Article article = make_article();
  EXPECT_EQ(
      to_text({"page.html", trace, &article}, Paint(false)),
      "page.html\n"
      "article by regions (the element that the markup names)\n"
      "medium confidence, agreement 0.812, short\n"
      "\n"
      "extractor       blocks   words  agrees with     A     C\n"
      "A regions            2       8                  - 0.812  chosen\n"
      "C blocks             3      11              0.812     -\n"
      "\n"
      "field       from        value\n"
      "headline    h1          Night ferry returns\n"
      "authors     byline      Mara Lind, Jo Reyes\n"
      "published   text        2026-03-02 (printed as \"2 March 2026\")\n"
      "\n"
      "   words        A        C  what became   text\n"
      "-      1     -6.0    -10.0  apart         Home\n"
      "+      3      0.0*    -1.0* headline      Night ferry returns\n"
      "+      5     12.5*    12.5* body          The night ferry sails again.\n"
      "-      3      0.0      0.4* links         Day ferry stays\n"
      "\n"
      "+ kept, - dropped; scores of the extractors in their own measures, * where one keeps it\n"
      "apart         in a box that stands around a story (menu, aside, related ...)\n"
      "links         mostly links\n");
}

TEST(ExplainText, SaysWhyThereIsNoArticle) {
  const base::Fault fault = base::dead_letter("not_article", "a list of links");
  const std::string text = to_text({"page.html", {}, nullptr, &fault}, Paint(false));
  EXPECT_TRUE(has(text, "no article, not_article: a list of links\n")) << text;
}

TEST(ExplainText, GivesATerminalNothingToObey) {
  Trace trace = make_trace();
  news::Article article = make_article();
  trace.blocks[0].text =
      "a\x1B[31mb\x07 \xC2\x9B"
      "2J\nc";
  article.headline = "a\x1B]0;owned\x07";
  const std::string text = to_text({"x\x1B.html", trace, &article}, Paint(false));
  EXPECT_EQ(text.find_first_of("\x1B\x07"), text.npos);
  EXPECT_FALSE(has(text, "\xC2\x9B"));
  EXPECT_TRUE(has(text, "a [31mb   2J c\n")) << text;
}

TEST(ExplainText, LinesFitThePage) {
  Trace trace = make_trace();
  news::Article article = make_article();
  for (TraceBlock& block : trace.blocks) block.text = std::string(300, 'x');
  article.headline = std::string(300, 'y');
  std::string_view text = "";
  const std::string all = to_text({std::string(300, 'z'), trace, &article}, Paint(false));
  for (text = all; !text.empty(); text.remove_prefix(text.find('\n') + 1)) {
    EXPECT_LE(width_of(text.substr(0, text.find('\n'))), kPageWidth);
  }
}

TEST(ExplainHtml, MarksEachBlockWithItsDecision) {
  const Trace trace = make_trace();
  const news::Article article = make_article();
  const std::string page = page_of({"page.html", trace, &article});
  EXPECT_EQ(count(page, "<li class=\"b "), 4u);
  EXPECT_TRUE(has(page, "<li class=\"b t-apart\" tabindex=\"0\">"));
  EXPECT_TRUE(has(page, "<li class=\"b t-headline is-kept is-heading\" tabindex=\"0\">"));
  EXPECT_TRUE(has(page, "<li class=\"b t-body is-kept\" tabindex=\"0\">"));
  EXPECT_TRUE(has(page, "<li class=\"b t-links is-disputed\" tabindex=\"0\">"));
  EXPECT_TRUE(has(page, "<h3>Dropped: mostly links</h3>"));
  EXPECT_TRUE(has(page, "<td>drops it: mostly links</td><td class=\"number\">0.0</td>"));
  EXPECT_TRUE(has(page,
                  "<dt>authors <span class=\"from\">from byline</span></dt>"
                  "<dd dir=\"auto\">Mara Lind, Jo Reyes</dd>"));
}

TEST(ExplainHtml, NeedsNothingFromOutside) {
  const Trace trace = make_trace();
  const news::Article article = make_article();
  const std::string page = page_of({"page.html", trace, &article});
  for (const std::string_view word :
       {"<script", "<link", "<iframe", "src=", "url(", "@import", "http:", "https:", "<form"}) {
    EXPECT_FALSE(has(page, word)) << word;
  }
  EXPECT_TRUE(has(page, "default-src 'none'"));
}

TEST(ExplainHtml, NothingOfAHostilePageIsMarkup) {
  const Trace trace = make_hostile_trace();
  const news::Article article = make_hostile_article();
  const Trace plain_trace = make_trace();
  const news::Article plain = make_article();
  const base::Fault fault = base::dead_letter("bad_field", std::string(kHostile));
  for (const Explained& explained :
       {Explained{kHostile, trace, &article}, Explained{kHostile, trace, nullptr, &fault}}) {
    const std::string page = html_head(kHostile) + html_section(explained) + html_foot();
    EXPECT_EQ(count(page, "<script"), 0u);
    EXPECT_EQ(count(page, "<img"), 0u);
    EXPECT_EQ(count(page, "</style>"), 1u);
    EXPECT_EQ(count(page, "</title>"), 1u);
    EXPECT_EQ(count(page, "\" onfocus"), 0u);
    EXPECT_GT(count(page, "&lt;script&gt;alert(1)&lt;/script&gt;"), 5u);
  }
}

TEST(ExplainHtml, EscapesEveryByteThatMarkupKnows) {
  EXPECT_EQ(escape_html("a<b>&\"c'\n\t"), "a&lt;b&gt;&amp;&quot;c&#39;\n\t");
  EXPECT_EQ(escape_html(std::string_view("\0\x1B\x7F\r", 4)),
            "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(escape_html("Fähre 渡轮"), "Fähre 渡轮");
}

TEST(ExplainHtml, HoldsItsLimits) {
  Trace trace = make_trace();
  const news::Article article = make_article();
  HtmlLimits limits;
  limits.blocks_max = 4;
  EXPECT_FALSE(has(page_of({"p", trace, &article}, limits), "not shown"));
  limits.blocks_max = 3;
  const std::string page = page_of({"p", trace, &article}, limits);
  EXPECT_TRUE(has(page, "1 more blocks are not shown."));
  EXPECT_EQ(count(page, "<li class=\"b "), 3u);
  trace.blocks[2].text = "caf\xC3\xA9 au lait";
  limits.text_bytes_max = trace.blocks[2].text.size();
  EXPECT_TRUE(has(page_of({"p", trace, &article}, limits), ">caf\xC3\xA9 au lait</p>"));
  limits.text_bytes_max = 4;
  EXPECT_TRUE(has(page_of({"p", trace, &article}, limits), ">caf …</p>"));
}

TEST(Explain, EveryWordOfATraceHasAMeaning) {
  for (const std::string_view why :
       {"outside", "consent", "apart", "after", "boilerplate", "caption", "links", "weak", "repeat",
        "title", "other_h1", "heads_nothing", "limit", "label", "section_head", "below_head"}) {
    EXPECT_NE(say_why(why), why);
  }
  for (const std::string_view part : {"body", "headline", "caption"}) {
    EXPECT_NE(say_part(part), part);
  }
}

}  // namespace
}  // namespace cli::explain
