#include "news/clean/head.h"

#include <array>

#include "news/clean/references.h"
#include "news/clean/unicode.h"

namespace news::clean {

namespace {

std::string lower(std::string_view text) {
  std::string out(trim(text));
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

// Whether one of the words of a value is this one, whatever the case.
bool has_word(std::string_view value, std::string_view word) {
  if (value.size() < word.size()) return false;
  const std::string folded = lower(value);
  for (std::size_t at = folded.find(word); at != std::string::npos;
       at = folded.find(word, at + 1)) {
    const bool begins = at == 0 || folded[at - 1] == ' ';
    const std::size_t end = at + word.size();
    if (begins && (end == folded.size() || folded[end] == ' ')) return true;
  }
  return false;
}

void read_meta(const Page& page, NodeIndex n, PageHead& head) {
  const std::string_view content = page.raw(n, Attr::Content);
  if (content.empty()) return;
  for (const Attr key : {Attr::Property, Attr::Name, Attr::Itemprop}) {
    const std::string_view name = page.raw(n, key);
    if (!name.empty()) head.metas.push_back({lower(name), content});
  }
}

void read_link(const Page& page, NodeIndex n, PageHead& head) {
  const std::string_view rel = page.raw(n, Attr::Rel), href = page.raw(n, Attr::Href);
  if (href.empty()) return;
  if (has_word(rel, "canonical")) head.canonicals.push_back(href);
  if (has_word(rel, "amphtml")) head.amps.push_back(href);
}

// What a class or an item type says of its element; names that microformats and themes share.
enum Hint : unsigned {
  kAuthorHint = 1,
  kCommentHint = 2,
  kBreadcrumbHint = 4,
  kWallHint = 8,
  kSubtitleHint = 16
};

constexpr std::array<std::pair<std::string_view, unsigned>, 14> kHints{{
    {"author", kAuthorHint},  // "article-author", "authorName"
    {"autor", kAuthorHint},
    {"byline", kAuthorHint},
    {"breadcrumb", kBreadcrumbHint},
    {"comment", kCommentHint},
    {"contributor", kAuthorHint},
    {"paywall", kWallHint},
    {"standfirst", kSubtitleHint},
    {"subhead", kSubtitleHint},  // "subheadline"
    {"subtitle", kSubtitleHint},
    {"regwall", kWallHint},
    {"subscriber-only", kWallHint},
    {"subscribers-only", kWallHint},
    {"writer", kAuthorHint},
}};

constexpr unsigned first_letters() {
  unsigned letters = 0;
  for (const auto& [word, hint] : kHints) letters |= 1u << (word[0] - 'a');
  return letters;
}
constexpr unsigned kFirstLetters = first_letters();

bool begins_with(std::string_view value, std::string_view word) {
  if (value.size() < word.size()) return false;
  for (std::size_t k = 0; k < word.size(); ++k) {
    if (value[k] != word[k] && value[k] != word[k] - 32) return false;
  }
  return true;
}

// One pass: every element of a page is asked.
unsigned hints_of(std::string_view value) {
  unsigned hints = 0;
  for (std::size_t i = 0; i + 5 <= value.size(); ++i) {
    const char first = static_cast<char>(value[i] | 0x20);
    if (first < 'a' || first > 'w' || (kFirstLetters >> (first - 'a') & 1) == 0) continue;
    for (const auto& [word, hint] : kHints) {
      if (first == word[0] && begins_with(value.substr(i), word)) hints |= hint;
    }
  }
  return hints;
}

// "/author/mara-lind", "/authors/17": where themes link to a writer's page.
bool leads_to_author(const Page& page, NodeIndex n) {
  const std::string_view href = page.raw(n, Attr::Href);
  for (const std::string_view folder : {"/author/", "/authors/", "/autor/", "/auteur/"}) {
    if (href.find(folder) != std::string_view::npos) return true;
  }
  return false;
}

void read_element(const Page& page, NodeIndex n, PageHead& head) {
  const Node& node = page.nodes[n];
  if (node.attr_count == 0) return;
  const std::string_view itemprop = page.raw(n, Attr::Itemprop);
  const std::string_view rel = page.raw(n, Attr::Rel);
  const bool author = has_word(itemprop, "author") ||
                      (node.tag == Tag::A && (has_word(rel, "author") || leads_to_author(page, n)));
  const unsigned hints = hints_of(page.raw(n, Attr::Class));
  const bool byline = (hints & kAuthorHint) != 0 && (hints & kCommentHint) == 0;
  if (author || byline) head.bylines.push_back(n);
  if (node.tag == Tag::A && has_word(rel, "tag")) head.tag_links.push_back(n);
  if ((hints & kWallHint) != 0) head.walls.push_back(n);
  if ((hints & kSubtitleHint) != 0 || has_word(itemprop, "alternativeheadline")) {
    head.subtitles.push_back(n);
  }
  const unsigned path = (hints | hints_of(page.raw(n, Attr::Itemtype))) & kBreadcrumbHint;
  if (path != 0 && page.bytes_of(n) < 400) {
    head.breadcrumbs.push_back(n);
  }
  const std::string_view content = page.raw(n, Attr::Content);
  if (!itemprop.empty() && !content.empty()) head.metas.push_back({lower(itemprop), content});
  const std::string_view datetime = page.raw(n, Attr::Datetime);
  if (!itemprop.empty() && !datetime.empty()) head.metas.push_back({lower(itemprop), datetime});
  // hAtom: <abbr class="published" title="2025-10-24T09:31:00Z">yesterday</abbr>.
  if (node.tag != Tag::Abbr) return;
  const std::string_view title = page.raw(n, Attr::Title);
  if (title.empty()) return;
  if (has_word(page.raw(n, Attr::Class), "published"))
    head.metas.push_back({"datepublished", title});
  if (has_word(page.raw(n, Attr::Class), "updated")) head.metas.push_back({"datemodified", title});
}

}  // namespace

void read_head(const Page& page, PageHead& head) {
  head = PageHead();
  NodeIndex hidden_until = 0;
  for (NodeIndex n = 0; n < page.nodes.size(); ++n) {
    const Node& node = page.nodes[n];
    if (node.tag == Tag::Meta) {
      read_meta(page, n, head);
      continue;
    }
    if (node.tag == Tag::Link) {
      read_link(page, n, head);
      continue;
    }
    if (node.tag == Tag::Base && head.bases.empty()) head.bases.push_back(page.raw(n, Attr::Href));
    if (!page.counts(n) && node.end > hidden_until) hidden_until = node.end;
    if (node.tag == Tag::Figure) head.figures.push_back(n);
    if (node.tag == Tag::Time) head.times.push_back(n);
    read_element(page, n, head);
    if (n < hidden_until) continue;
    if (node.tag == Tag::H1 || node.tag == Tag::H2) head.headings.push_back(n);
  }
}

std::string PageHead::find(std::initializer_list<std::string_view> names) const {
  for (const std::string_view name : names) {
    for (const Meta& meta : metas) {
      if (meta.name != name) continue;
      std::string value = polish(decode_references(meta.content, ReferenceIn::Attribute));
      if (!value.empty()) return value;
    }
  }
  return {};
}

std::vector<std::string> PageHead::find_all(std::string_view name) const {
  std::vector<std::string> values;
  for (const Meta& meta : metas) {
    if (meta.name != name) continue;
    std::string value = polish(decode_references(meta.content, ReferenceIn::Attribute));
    if (!value.empty()) values.push_back(std::move(value));
  }
  return values;
}

}  // namespace news::clean
