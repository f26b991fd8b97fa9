#include "news/clean/headline.h"

#include <algorithm>
#include <array>
#include <vector>

#include "news/clean/address.h"
#include "news/clean/references.h"
#include "news/clean/unicode.h"

namespace news::clean {

namespace {

constexpr std::array<std::string_view, 16> kBars{" | ",  " - ", " – ", " — ", ": ", " · ",
                                                 " • ",  " » ", " « ", " › ", "|",  "：",
                                                 " :: ", " ~ ", "_",   "｜"};
constexpr std::size_t kFoldedMin = 5;  // shorter ones are names of sections
constexpr std::size_t kHeadingsMax = 64;
constexpr std::uint32_t kHeadingNodesMax = 200;
constexpr std::size_t kTitleBytesMax = 2048;
constexpr std::size_t kPiecesMax = 12;

// A title and each run of its parts between bars.
void add_candidates(std::string_view title, std::vector<std::string>& folded) {
  if (title.empty() || title.size() > kTitleBytesMax) return;
  std::vector<std::size_t> begins{0}, ends;
  for (std::size_t pos = 0; pos < title.size() && begins.size() < kPiecesMax;) {
    std::size_t length = 0;
    for (const std::string_view bar : kBars) {
      if (bar.size() > length && title.substr(pos, bar.size()) == bar) length = bar.size();
    }
    if (length == 0) {
      ++pos;
      continue;
    }
    ends.push_back(pos);
    pos += length;
    begins.push_back(pos);
  }
  ends.push_back(title.size());
  for (std::size_t i = 0; i < begins.size(); ++i) {
    for (std::size_t j = i; j < ends.size(); ++j) {
      std::string part = fold(title.substr(begins[i], ends[j] - begins[i]));
      if (count_code_points(part) >= kFoldedMin) folded.push_back(std::move(part));
    }
  }
}

struct Heading {
  NodeIndex node = 0;
  std::string text, folded;
};

bool leads_home(const Page& page, NodeIndex link, std::string_view url) {
  if (page.nodes[link].tag != Tag::A) return false;
  const std::string_view href = page.raw(link, Attr::Href);
  return is_root(resolve(url, decode_references(href, ReferenceIn::Attribute)));
}

// Many sites, blogs above all, print their own name as the first heading of every page.
bool is_masthead(const Page& page, const Heading& heading, const Titles& titles) {
  if (heading.folded == fold(titles.site_name)) return true;
  if (leads_home(page, page.nodes[heading.node].parent, titles.url)) return true;
  const NodeIndex end = std::min(page.nodes[heading.node].end, heading.node + 8);
  for (NodeIndex n = heading.node + 1; n < end; ++n) {
    if (leads_home(page, n, titles.url) && page.visible_text(n) == heading.text) return true;
  }
  return false;
}

// "Ferry returns | Harbour Post" without the site's name; the text if it does not end with it.
std::string_view without_site(std::string_view text, const Titles& titles) {
  const std::string site = fold(titles.site_name);
  if (site.empty()) return text;
  for (const std::string_view bar : kBars) {
    const std::size_t at = text.rfind(bar);
    if (at == std::string_view::npos || at == 0 || bar == ": ") continue;
    if (fold(text.substr(at + bar.size())) == site) return trim(text.substr(0, at));
  }
  return text;
}

std::vector<Heading> read_headings(const Page& page, const PageHead& head, const Titles& titles,
                                   Tag tag, std::size_t bytes_max) {
  std::vector<Heading> headings;
  for (const NodeIndex n : head.headings) {
    if (page.nodes[n].tag != tag || headings.size() >= kHeadingsMax) continue;
    if (page.bytes_of(n) > bytes_max * 2 || page.nodes[n].end - n > kHeadingNodesMax) continue;
    std::string text = page.visible_text(n);
    text.resize(without_site(text, titles).size());
    if (text.empty() || text.size() > bytes_max) continue;
    std::string folded = fold(text);
    Heading heading{n, std::move(text), std::move(folded)};
    if (heading.folded.empty() || is_masthead(page, heading, titles)) continue;
    headings.push_back(std::move(heading));
  }
  return headings;
}

bool is_among(const std::vector<std::string>& sorted, const std::string& folded) {
  return std::binary_search(sorted.begin(), sorted.end(), folded);
}

const Heading* longest_match(const std::vector<Heading>& headings,
                             const std::vector<std::string>& candidates) {
  const Heading* best = nullptr;
  for (const Heading& heading : headings) {
    if (!is_among(candidates, heading.folded)) continue;
    if (best == nullptr || heading.text.size() > best->text.size()) best = &heading;
  }
  return best;
}

// A kicker stands before the headline in one h1: the element inside it, or the words at its end,
// that say what a title says.
std::string match_inside(const Page& page, const Heading& heading,
                         const std::vector<std::string>& candidates) {
  const NodeIndex end = std::min(page.nodes[heading.node].end, heading.node + 40);
  for (NodeIndex n = heading.node + 1; n < end; ++n) {
    std::string text = page.visible_text(n);
    if (!text.empty() && is_among(candidates, fold(text))) return text;
  }
  const std::string_view text = heading.text;
  std::size_t words = 0;
  for (std::size_t at = text.find(' '); at != std::string_view::npos && ++words < 40;
       at = text.find(' ', at + 1)) {
    if (is_among(candidates, fold(text.substr(at + 1)))) return std::string(text.substr(at + 1));
  }
  return {};
}

Headline from_heading(const Page& page, const Heading& heading, std::string text,
                      std::string_view from) {
  return {std::move(text), from, true, page.nodes[heading.node].text_begin};
}

// Nothing on the page said it: what the page says of itself.
Headline from_titles(const Titles& titles) {
  Headline headline;
  if (!titles.jsonld.empty()) return {std::string(titles.jsonld), "jsonld", false, 0};
  if (!titles.og.empty()) return {bare_title(titles.og, titles.site_name), "og", false, 0};
  if (!titles.title.empty()) return {bare_title(titles.title, titles.site_name), "title", false, 0};
  return {std::string(titles.hint), "hint", false, 0};
}

}  // namespace

std::string bare_title(std::string_view title, std::string_view site_name) {
  if (title.size() > kTitleBytesMax) return std::string(trim(title));
  const std::string site = fold(site_name);
  for (const std::string_view bar : kBars) {
    const std::size_t at = title.rfind(bar);
    if (at == std::string_view::npos || bar == ": ") continue;
    const std::string_view head = trim(title.substr(0, at));
    const std::string_view tail = trim(title.substr(at + bar.size()));
    if (!site.empty() && fold(tail) == site) return bare_title(head, site_name);
    if (!site.empty() && fold(head) == site) return std::string(tail);
  }
  std::size_t best = std::string_view::npos, best_end = 0;
  for (const std::string_view bar : kBars) {
    if (bar == ": " || bar == "_") continue;
    const std::size_t at = title.rfind(bar);
    if (at == std::string_view::npos) continue;
    if (best == std::string_view::npos || at > best) {
      best = at;
      best_end = at + bar.size();
    }
  }
  if (best == std::string_view::npos) return std::string(trim(title));
  const std::string_view head = trim(title.substr(0, best)), tail = trim(title.substr(best_end));
  if (tail.size() < head.size()) return std::string(head);
  return std::string(head.empty() ? trim(title) : tail);
}

Headline find_headline(const Page& page, const PageHead& head, const Titles& titles,
                       std::size_t bytes_max) {
  std::vector<std::string> candidates;
  for (const std::string_view title : {titles.og, titles.jsonld, titles.title, titles.hint}) {
    add_candidates(title, candidates);
  }
  std::sort(candidates.begin(), candidates.end());
  const std::vector<Heading> h1 = read_headings(page, head, titles, Tag::H1, bytes_max);
  if (const Heading* found = longest_match(h1, candidates)) {
    return from_heading(page, *found, found->text, "h1");
  }
  const std::vector<Heading> h2 = read_headings(page, head, titles, Tag::H2, bytes_max);
  if (const Heading* found = longest_match(h2, candidates)) {
    return from_heading(page, *found, found->text, "h2");
  }
  for (const Heading& heading : h1) {
    std::string inside = match_inside(page, heading, candidates);
    if (!inside.empty()) return from_heading(page, heading, std::move(inside), "h1");
  }
  if (h1.size() == 1) {
    return from_heading(page, h1[0], h1[0].text, "h1");
  }
  Headline headline = from_titles(titles);
  if (headline.text.size() > bytes_max) headline.text.clear();
  return headline;
}

}  // namespace news::clean
