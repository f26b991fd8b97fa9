#include "benchmarks/hostile.h"

#include <string>

namespace benchmarks {

namespace {

constexpr HostileShape kPages[] = {
    // Depth and number of elements.
    {.name = "nested_div", .unit = "<div>"},
    {.name = "nested_i", .unit = "<i>"},
    {.name = "nested_table", .unit = "<table><tr><td>"},
    {.name = "nested_list", .unit = "<ul><li>"},
    {.name = "nested_figure", .unit = "<figure><b></b>"},
    {.name = "nested_heading", .unit = "<h1><b></b>"},
    {.name = "nested_byline", .unit = "<div class=byline><a href=/a></a>"},
    {.name = "nested_breadcrumb", .unit = "<div class=breadcrumb><b></b>"},
    {.name = "nested_time", .unit = "<time><b></b>"},
    {.name = "wide_in_headings", .begin = "<h1>", .unit = "<b></b>", .begin_count = 64},
    {.name = "wide_in_bylines",
     .begin = "<div class=byline>",
     .unit = "<b></b>",
     .begin_count = 64},
    {.name = "wide_in_figures", .begin = "<figure>", .unit = "<b></b>", .begin_count = 64},
    {.name = "wide_in_times",
     .begin = "<time>",
     .unit = "<b></b>",
     .in_story = true,
     .begin_count = 64},
    {.name = "wide_in_breadcrumbs",
     .begin = "<div class=breadcrumb>",
     .unit = "<b></b>",
     .begin_count = 64},
    {.name = "deep_then_wide", .begin = "<p><td>", .unit = "<i></i><i><b></b>"},
    {.name = "table_rows", .begin = "<table>", .unit = "<tr><td>a<td>b"},
    {.name = "one_word_paragraphs", .unit = "<p>word", .in_story = true},
    {.name = "paragraphs",
     .unit = "<p>The board met on day # of the year, and it agreed.",
     .in_story = true},
    {.name = "line_breaks", .unit = "word<br>", .in_story = true},
    {.name = "block_ends", .begin = "<div>", .unit = "</p></h2></x></li></td>"},
    {.name = "unknown_ends", .begin = "<aa><i><i><i><i><i><i><i><i>", .unit = "</b#>"},
    {.name = "headings", .unit = "<h2>Night ferry</h2>"},
    {.name = "headings_in_story", .unit = "<h3>Part #</h3><p>word", .in_story = true},
    {.name = "links", .unit = "<a href=/p/#>word</a> "},
    {.name = "figures",
     .unit = "<figure><img src=/i/#.jpg><figcaption>x</figcaption></figure>",
     .in_story = true},
    {.name = "times", .unit = "<time>x</time>", .in_story = true},
    {.name = "preformatted", .begin = "<pre>", .unit = "a  b\n", .in_story = true},
    // Attributes.
    {.name = "attributes", .begin = "<div ", .unit = "a# ", .end = ">"},
    {.name = "equal_signs", .begin = "<div ", .unit = "=", .end = ">"},
    {.name = "slashes", .begin = "<div ", .unit = "/", .end = ">"},
    {.name = "classes", .unit = "<b class=\"side-bar# relatedPosts#\"></b>"},
    {.name = "long_class", .begin = "<b class=\"", .unit = "a#-", .end = "\"></b>"},
    {.name = "data_address",
     .begin = "<img src=\"data:image/png;base64,",
     .unit = "iVBORw0K",
     .end = "\">"},
    {.name = "huge_spans", .begin = "<table>", .unit = "<td colspan=9007199254740992>a"},
    // What never ends.
    {.name = "less_than", .unit = "<"},
    {.name = "open_tags", .unit = "<a "},
    {.name = "open_comments", .unit = "<!--"},
    {.name = "dashes_in_comment", .begin = "<!--", .unit = "- -"},
    {.name = "comment_ends", .unit = "<!--x--!"},
    {.name = "open_scripts", .unit = "<script></scrip"},
    {.name = "open_textareas", .unit = "<textarea></"},
    {.name = "open_quotes", .unit = "<a b='\">"},
    {.name = "open_cdata", .begin = "<svg>", .unit = "<![CDATA["},
    {.name = "declarations", .unit = "<!x"},
    {.name = "templates", .unit = "<template>"},
    // Text.
    {.name = "ampersands", .unit = "&", .in_story = true},
    {.name = "references", .unit = "&CounterClockwiseContourIntegra", .in_story = true},
    {.name = "numbers", .unit = "&#99999999999999999999", .in_story = true},
    {.name = "spaces", .unit = " \t\n", .in_story = true},
    {.name = "marks", .begin = "<p>a", .unit = "\xCC\x81\xCC\xA3", .in_story = true},
    {.name = "one_word", .begin = "<p>", .unit = "abcdefgh", .in_story = true},
    {.name = "chinese", .begin = "<p>", .unit = "\xE6\xB8\xA1\xE8\xBD\xAE", .in_story = true},
    {.name = "closing_marks", .begin = "<p>Word.", .unit = ")", .in_story = true},
    {.name = "bars_in_title",
     .head = "<meta property=og:site_name content=x>",
     .begin = "<title>",
     .unit = "|x",
     .end = "</title>",
     .unit_in_head = true},
    // Metadata.
    {.name = "metas", .unit = "<meta name=k# content=v>", .unit_in_head = true},
    {.name = "meta_dates",
     .unit = "<meta name=publish content=\"03/04/2025 10:00\">",
     .unit_in_head = true},
    {.name = "meta_future_dates",
     .unit = "<meta name=publish content=2099-01-01T00:00:00Z>",
     .unit_in_head = true},
    {.name = "meta_local_dates",
     .unit = "<meta name=publish content=2027-01-15T19:00:00Z>"
             "<meta name=publish content=\"2027-01-15 19:00\">",
     .unit_in_head = true},
    {.name = "meta_authors", .unit = "<meta name=author content=\"9, 8\">", .unit_in_head = true},
    {.name = "meta_tags",
     .unit = "<meta property=article:tag content=\"tag #\">",
     .unit_in_head = true},
    {.name = "canonicals", .unit = "<link rel=canonical href=/night-ferry>", .unit_in_head = true},
    {.name = "tag_links", .unit = "<a rel=tag href=/t>tag #</a>"},
    {.name = "bylines", .unit = "<b class=author>9</b>", .in_story = true},
    {.name = "jsonld_deep",
     .begin = "<script type=application/ld+json>",
     .unit = "{\"a\":",
     .end = "</script>",
     .unit_in_head = true},
    {.name = "jsonld_wide",
     .begin = "<script type=application/ld+json>[",
     .unit = "{\"a\":[1]},",
     .end = "{}]</script>",
     .unit_in_head = true},
    {.name = "jsonld_articles",
     .head = "<meta property=og:title content=\"Night ferry returns to "
             "the harbour, and the board is glad of it\">",
     .unit = "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"Nothing "
             "alike #\"}</script>",
     .unit_in_head = true},
    {.name = "jsonld_live_blog",
     .begin =
         "<script type=application/ld+json>{\"@type\":\"LiveBlogPosting\",\"liveBlogUpdate\":[",
     .unit = "{\"@type\":\"BlogPosting\",\"headline\":\"Part #\",\"articleBody\":\"Word.\"},",
     .end = "{}]}</script>",
     .unit_in_head = true},
    {.name = "live_updates",
     .head = "<script type=application/ld+json>{\"@type\":\"LiveBlogPosting\"}</script>",
     .unit = "<div class=update><time>6 March</time><p>Part # was read by the board.</p></div>"},
    {.name = "appended_stories",
     .head = "<title>Night ferry returns to the harbour</title>",
     .unit = "<article><h1>Part #</h1><p>Part # was read by the board on Monday.</p></article>"},
    {.name = "jsonld_comments",
     .begin = "<script type=application/ld+json>",
     .unit = "/*",
     .end = "</script>",
     .unit_in_head = true},
};

void append_unit(std::string_view unit, std::size_t number, std::string& out) {
  const std::size_t mark = unit.find('#');
  // "&#" begins a number of HTML, which is no place for ours.
  if (mark == std::string_view::npos || (mark > 0 && unit[mark - 1] == '&')) {
    out += unit;
    return;
  }
  out += unit.substr(0, mark);
  out += std::to_string(number);
  append_unit(unit.substr(mark + 1), number, out);
}

constexpr std::string_view kEndings[] = {"", " Tickets are on sale.", " The fare stays as it was."};

void fill(const HostileShape& shape, std::size_t bytes, std::string& out) {
  for (std::size_t i = 0; i < shape.begin_count; ++i) out += shape.begin;
  for (std::size_t i = 0; out.size() + shape.end.size() < bytes; ++i) {
    append_unit(shape.unit, i, out);
  }
  out += shape.end;
}

std::string make_dump(const HostileShape& shape, std::size_t bytes) {
  std::string dump(kHostileHeadline);
  dump += '\n';
  for (const std::string_view ending : kEndings) {
    dump += kHostileParagraph;
    dump += ending;
    dump += '\n';
  }
  fill(shape, bytes, dump);
  return dump;
}

}  // namespace

std::span<const HostileShape> hostile_pages() { return kPages; }

std::vector<HostileShape> hostile_shapes() {
  std::vector<HostileShape> all;
  for (const auto& some : {hostile_pages(), hostile_charsets(), hostile_dumps()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

std::string make_hostile(const HostileShape& shape, std::size_t bytes) {
  if (shape.dump) return make_dump(shape, bytes);
  std::string html = "<!doctype html><html><head>";
  html += shape.head;
  if (shape.unit_in_head) fill(shape, bytes, html);
  html += "</head><body><article><h1>";
  html += kHostileHeadline;
  html += "</h1>";
  for (const std::string_view ending : kEndings) {
    html += "<p>";
    html += kHostileParagraph;
    html += ending;
    html += "</p>";
  }
  if (shape.in_story && !shape.unit_in_head) fill(shape, bytes, html);
  html += "</article>";
  if (!shape.in_story && !shape.unit_in_head) fill(shape, bytes, html);
  return html;
}

}  // namespace benchmarks
