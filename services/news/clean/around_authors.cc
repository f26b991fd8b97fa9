// The authors of around.h: what a page's markup says, then the bylines around its story.
#include <algorithm>

#include "news/clean/around.h"
#include "news/clean/authors.h"
#include "news/clean/dates.h"
#include "news/clean/unicode.h"
#include "news/clean/words.h"

namespace news::clean {

namespace {

constexpr std::size_t kBylineBytesMax = 200;
constexpr std::uint32_t kBylineNodesMax = 200;
constexpr std::int64_t kBylineWordsMax = 1500;
constexpr std::uint32_t kBelowBlocks = 6;
constexpr std::size_t kLinksMax = 4;

constexpr int kTriesMax = 256;  // texts that are read for names; a page may repeat them for ever

class AuthorFinder final {
 public:
  AuthorFinder(const PageFacts& facts, const StoryPlace& place, Article& article)
      : facts_(facts), place_(place), article_(article), near_(near_headline(place)) {
    not_people_ = {article.publisher, article.agency, facts.context.site, false};
  }

  // The order of trust. What only markup calls a person comes last: a nickname, or on a page of
  // his own the publisher.
  void find() {
    if (from_markup() || from_hints() || from_lines() || from_end() || from_date_lines()) return;
    not_people_.nicknames = true;
    not_people_.site = {};
    if (facts_.jsonld.authors_are_people) not_people_.publisher = {};
    from_markup();
  }

 private:
  enum class Elements { Marked, Named };  // by rel or itemprop; by their classes

  bool take(std::string_view text) {
    if (text.empty() || text.find("://") != std::string_view::npos) return false;
    if (++tries_ > kTriesMax) return false;
    add_authors(text, not_people_, article_.authors);
    return !article_.authors.empty();
  }

  bool done(std::string_view source) {
    if (article_.authors.empty()) return false;
    note(article_, "authors", source);
    return true;
  }

  bool from_markup() {
    return from_jsonld() || from_elements(Elements::Marked) || from_meta() ||
           from_elements(Elements::Named);
  }

  bool from_jsonld() {
    for (const std::string& name : facts_.jsonld.authors) take(name);
    return done("jsonld");
  }

  bool from_meta() {
    for (const std::string_view name :
         {"author", "article:author", "parsely-author", "byl", "sailthru.author", "dc.creator",
          "dcterms.creator", "dc.creator.name", "citation_author", "og:author",
          "article:author_name", "cxenseparse:author", "creator", "authors", "article.author",
          "rnews:author"}) {
      for (const std::string& value : facts_.head.find_all(name)) take(value);
      if (done("meta")) return true;
    }
    return false;
  }

  bool from_hints() {
    for (const std::string& hint : facts_.event.hints.authors) take(hint);
    return done("hint");
  }

  static bool is_marked(const Page& page, NodeIndex n) {
    return page.raw(n, Attr::Rel).find("author") != std::string_view::npos ||
           page.raw(n, Attr::Itemprop).find("author") != std::string_view::npos;
  }

  // Of nested elements the innermost that says something.
  bool from_elements(Elements kind) {
    const std::vector<PageBlock>& blocks = place_.list.blocks;
    if (blocks.empty()) return false;
    const Page& page = facts_.page;
    const std::uint32_t from = near_.begin < blocks.size() ? blocks[near_.begin].pos : 0;
    const std::uint32_t last = std::max(near_.end, place_.body.end) + 3;
    const std::uint32_t to =
        last < blocks.size() ? blocks[last].pos : static_cast<std::uint32_t>(-1);
    const std::vector<NodeIndex>& bylines = facts_.head.bylines;
    for (std::size_t i = 0; i < bylines.size() && tries_ < kTriesMax; ++i) {
      const NodeIndex n = bylines[i];
      const Node& node = page.nodes[n];
      if (is_marked(page, n) != (kind == Elements::Marked)) continue;
      if (node.text_begin < from || node.text_begin > to) continue;
      if (page.bytes_of(n) == 0 || page.bytes_of(n) > kBylineBytesMax) continue;
      if (node.end - n > kBylineNodesMax) continue;
      const bool inner =
          i + 1 < bylines.size() && bylines[i + 1] < node.end && page.bytes_of(bylines[i + 1]) > 3;
      if (inner) continue;
      for (const std::string& text : read_byline(n)) take(text);
      if (done("byline")) return true;
    }
    return false;
  }

  // What a byline element says: its links if it has a few (names link to their pages), else itself.
  std::vector<std::string> read_byline(NodeIndex byline) {
    const Page& page = facts_.page;
    std::vector<std::string> texts;
    for (NodeIndex n = byline + 1; n < page.nodes[byline].end; ++n) {
      if (page.nodes[n].tag != Tag::A || !page.has_attribute(n, Attr::Href)) continue;
      std::string text = page.visible_text(n);
      if (!text.empty()) texts.push_back(std::move(text));
    }
    if (!texts.empty() && texts.size() <= kLinksMax) return texts;
    std::string whole = page.visible_text(byline);
    std::string_view rest = byline_rest(whole);
    if (const std::string_view inside = byline_inside(whole); !inside.empty()) rest = inside;
    return {rest.empty() ? std::move(whole) : std::string(rest)};
  }

  bool is_byline_line(const Line& line) const {
    return line.words <= kBylineWordsMax && line.text.size() <= kBylineBytesMax;
  }

  // "By Mara Lind", and "Written by" with the name on the next line.
  bool from_line(std::uint32_t i) {
    const Line& line = place_.list.lines[i];
    if (!is_byline_line(line)) return false;
    if (take(byline_rest(line.text))) return done("byline");
    if (i == 0 || line.words > 600) return false;
    const Line& above = place_.list.lines[i - 1];
    if (above.words > 400 || !is_in(WordList::Byline, fold(above.text))) return false;
    return take(line.text) && done("byline");
  }

  bool from_lines() {
    for (std::uint32_t i = near_.begin; i < near_.end; ++i) {
      if (from_line(i)) return true;
    }
    return false;
  }

  bool from_end() {
    const auto count = static_cast<std::uint32_t>(place_.list.lines.size());
    const std::uint32_t begin = std::max(near_.end, place_.body.end > 1 ? place_.body.end - 2 : 0);
    for (std::uint32_t i = begin; i < std::min(place_.body.end + kBelowBlocks, count); ++i) {
      if (from_line(i)) return true;
    }
    return false;
  }

  // "24 October 2025 by Mara Lind", "Mara Lind | 24 October 2025".
  bool from_date_lines() {
    for (std::uint32_t i = near_.begin; i < near_.end; ++i) {
      const Line& line = place_.list.lines[i];
      if (!is_byline_line(line) || !has_digit(line.text)) continue;
      dates_.clear();
      read_date_lines(line.text, article_.language, facts_.event.fetched_at, dates_,
                      kBylineWordsMax);
      if (dates_.empty()) continue;
      if (take(byline_inside(line.text))) return done("byline");
      if (take(name_among_parts(line.text))) return done("byline");
    }
    return false;
  }

  const PageFacts& facts_;
  const StoryPlace& place_;
  Article& article_;
  const Range near_;
  NotPeople not_people_;
  std::vector<DateLine> dates_;
  int tries_ = 0;
};

}  // namespace

void add_authors(const PageFacts& facts, const StoryPlace& place, Article& article) {
  AuthorFinder(facts, place, article).find();
}

}  // namespace news::clean
