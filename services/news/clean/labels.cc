#include "news/clean/labels.h"

#include <algorithm>

#include "news/clean/address.h"
#include "news/clean/references.h"
#include "news/clean/unicode.h"

namespace news::clean {

namespace {

constexpr std::size_t kMetaKeywordsMax = 15;  // a longer list was written for search engines
constexpr std::size_t kLabelBytesMax = 160;
constexpr std::size_t kMastheadNodes = 2000, kMastheadBytes = 60;

bool add_tag(std::string_view tag, const Limits& limits, Article& article) {
  tag = trim(tag);
  while (!tag.empty() && tag.front() == '#') tag.remove_prefix(1);
  const std::string folded = fold(tag);
  if (folded.empty() || tag.size() > kLabelBytesMax) return false;
  if (article.tags.size() >= limits.tags_max) return false;
  const bool known = std::any_of(article.tags.begin(), article.tags.end(),
                                 [&](const std::string& other) { return fold(other) == folded; });
  if (!known) article.tags.push_back(polish(tag));
  return true;
}

std::vector<std::string_view> split_list(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t at = pos;
    const char32_t code = decode(text, pos);
    if (code != ',' && code != ';' && code != '|' && code != 0x3001 && code != 0xFF0C &&
        code != 0x60C) {
      continue;
    }
    parts.push_back(trim(text.substr(begin, at - begin)));
    begin = pos;
  }
  parts.push_back(trim(text.substr(begin)));
  return parts;
}

void add_list(std::string_view list, const Limits& limits, Article& article) {
  for (const std::string_view tag : split_list(list)) add_tag(tag, limits, article);
}

// The links of a breadcrumb element, or the parts of its text.
std::vector<std::string> read_breadcrumb(const PageFacts& facts) {
  std::vector<std::string> path;
  for (const NodeIndex n : facts.head.breadcrumbs) {
    for (NodeIndex m = n; m < facts.page.nodes[n].end && path.size() < 8; ++m) {
      if (facts.page.nodes[m].tag != Tag::A || facts.page.bytes_of(m) > kLabelBytesMax) continue;
      std::string step = facts.page.visible_text(m);
      if (!step.empty()) path.push_back(std::move(step));
    }
    if (!path.empty()) break;
  }
  return path;
}

// Without Home before it and the headline behind it.
std::vector<std::string> clean_path(std::vector<std::string> path, const Article& article) {
  if (!path.empty() && is_in(WordList::Home, fold(path.front()))) path.erase(path.begin());
  if (!path.empty() && fold(path.back()) == fold(article.headline)) path.pop_back();
  std::erase_if(path, [](const std::string& step) { return step.size() > kLabelBytesMax; });
  return path;
}

bool is_own(const PageFacts& facts, std::string_view url) {
  const std::string host = host_of(url), own = host_of(facts.event.url);
  if (host == own || is_of_site(host, facts.context.site) || is_of_site(own, host)) return true;
  if (facts.context.publisher == nullptr) return false;
  const std::vector<std::string>& hosts = facts.context.publisher->hosts;
  return std::any_of(hosts.begin(), hosts.end(),
                     [&](const std::string& known) { return is_of_site(host, known); });
}

// One address, or nothing if the page names two that differ.
std::string agree(const PageFacts& facts, const std::vector<std::string_view>& raws) {
  std::string agreed;
  for (const std::string_view raw : raws) {
    std::string url = resolve(facts.event.url, decode_references(raw, ReferenceIn::Attribute));
    if (url.empty()) continue;
    if (!agreed.empty() && agreed != url) return {};
    agreed = std::move(url);
  }
  return agreed;
}

bool accept_canonical(const PageFacts& facts, const std::string& url, std::string_view source,
                      Article& article) {
  if (url.empty() || is_root(url)) return false;
  if (!is_own(facts, url)) {
    if (article.origin_hint.empty()) article.origin_hint = url;
    return false;
  }
  article.canonical_url = url;
  note(article, "canonical", source);
  return true;
}

// A wall that stands in the story, and is seen: pages hold the boxes of walls that they never show.
bool has_wall(const PageFacts& facts) {
  return std::any_of(facts.head.walls.begin(), facts.head.walls.end(), [&](NodeIndex wall) {
    const Page& page = facts.page;
    if (page.bytes_of(wall) == 0) return false;
    bool inside = false;
    for (NodeIndex n = wall;; n = page.nodes[n].parent) {
      const Tag tag = page.nodes[n].tag;
      if (!page.counts(n) || tag == Tag::Header || tag == Tag::Footer) return false;
      inside = inside || tag == Tag::Article || tag == Tag::Main;
      if (n == 0) return inside;
    }
  });
}

// The page's title or its address has the name too.
bool is_confirmed(const PageFacts& facts, const std::string& name, const Article& article) {
  const std::string folded = fold(name), title = fold(article.page_title);
  if (title.starts_with(folded + " ") || title.ends_with(" " + folded)) return true;
  std::string squeezed = folded;
  std::erase(squeezed, ' ');
  std::string host = host_of(facts.event.url);
  std::erase(host, '-');
  return host.starts_with(squeezed + ".") || host.find("." + squeezed + ".") != std::string::npos;
}

// A link to the front page that bears the site's name: as its text, or its picture's.
std::string find_masthead(const PageFacts& facts, const Article& article) {
  const Page& page = facts.page;
  const auto end = static_cast<NodeIndex>(std::min(page.nodes.size(), kMastheadNodes));
  for (NodeIndex n = 0; n < end; ++n) {
    if (page.nodes[n].tag != Tag::A || !page.counts(n)) continue;
    const std::string_view href = page.raw(n, Attr::Href);
    if (href.empty() || href.size() > kLabelBytesMax) continue;
    const std::string url =
        resolve(facts.event.url, decode_references(href, ReferenceIn::Attribute));
    if (!is_root(url) || !is_own(facts, url)) continue;
    std::string name = page.bytes_of(n) <= kMastheadBytes ? page.visible_text(n) : std::string();
    for (NodeIndex m = n + 1; m < page.nodes[n].end && name.empty(); ++m) {
      if (page.nodes[m].tag == Tag::Img) name = polish(page.attribute(m, Attr::Alt));
    }
    if (name.size() > kMastheadBytes || fold(name).size() < 2) continue;
    if (is_confirmed(facts, name, article)) return name;
  }
  return {};
}

}  // namespace

void add_publisher(const PageFacts& facts, Article& article) {
  const std::pair<std::string, std::string_view> sources[] = {
      {facts.context.publisher != nullptr ? facts.context.publisher->name : "", "publishers"},
      {facts.jsonld.publisher, "jsonld"},
      {facts.head.find({"og:site_name", "application-name", "publisher", "dc.publisher",
                        "article:publisher_name", "cre"}),
       "meta"},
      {polish(facts.event.hints.publisher), "hint"},
  };
  for (const auto& [name, source] : sources) {
    const bool address = name.find("://") != std::string::npos;
    if (name.empty() || address || name.size() > kLabelBytesMax) continue;
    const bool own_name = source == "publishers";
    if (!own_name && !agency_name(name).empty()) continue;
    article.publisher = name;
    note(article, "publisher", source);
    return;
  }
  const std::string masthead = find_masthead(facts, article);
  if (masthead.empty() || !agency_name(masthead).empty()) return;
  article.publisher = masthead;
  note(article, "publisher", "masthead");
}

void add_section(const PageFacts& facts, Article& article) {
  article.section_path = clean_path(facts.jsonld.breadcrumb, article);
  if (article.section_path.empty())
    article.section_path = clean_path(read_breadcrumb(facts), article);
  const std::pair<std::string, std::string_view> sources[] = {
      {facts.jsonld.section, "jsonld"},
      {facts.head.find({"article:section", "og:section", "parsely-section", "sailthru.section",
                        "section", "dc.subject.section", "cxenseparse:recs:category"}),
       "meta"},
      {article.section_path.empty() ? "" : article.section_path.back(), "breadcrumb"},
      {polish(facts.event.hints.section), "hint"},
      {std::string(first_folder(facts.event.url)), "url"},
  };
  for (const auto& [name, source] : sources) {
    if (name.empty() || name.size() > kLabelBytesMax) continue;
    article.section = name;
    note(article, "section", source);
    break;
  }
}

void add_tags(const PageFacts& facts, Article& article) {
  const Limits& limits = facts.tables.limits;
  const auto done = [&](std::string_view source) {
    if (article.tags.empty()) return false;
    note(article, "tags", source);
    return true;
  };
  for (const std::string& tag : facts.jsonld.keywords) add_list(tag, limits, article);
  if (done("jsonld")) return;
  for (const std::string& tag : facts.head.find_all("article:tag")) add_list(tag, limits, article);
  add_list(facts.head.find({"news_keywords", "parsely-tags", "sailthru.tags"}), limits, article);
  if (done("meta")) return;
  const std::string keywords = facts.head.find({"keywords"});
  if (split_list(keywords).size() <= kMetaKeywordsMax) add_list(keywords, limits, article);
  if (done("meta")) return;
  for (const NodeIndex n : facts.head.tag_links) {
    if (facts.page.bytes_of(n) <= kLabelBytesMax) {
      add_tag(facts.page.visible_text(n), limits, article);
    }
  }
  if (done("rel")) return;
  for (const std::string& tag : facts.event.hints.tags) add_tag(tag, limits, article);
  done("hint");
}

void add_addresses(const PageFacts& facts, Article& article) {
  if (!facts.head.amps.empty()) {
    const std::string amp = agree(facts, facts.head.amps);
    if (!amp.empty() && !is_root(amp) && is_own(facts, amp)) article.amp_url = amp;
  }
  if (!facts.head.canonicals.empty()) {
    const std::string url = agree(facts, facts.head.canonicals);
    // Two that differ: the page does not know, and weaker sources would only guess.
    if (url.empty()) return;
    if (accept_canonical(facts, url, "rel", article)) return;
  }
  const std::string og = facts.head.find({"og:url"});
  if (accept_canonical(facts, resolve(facts.event.url, og), "meta", article)) return;
  if (accept_canonical(facts, resolve(facts.event.url, facts.jsonld.url), "jsonld", article))
    return;
  accept_canonical(facts, resolve(facts.event.url, facts.event.hints.canonical_url), "hint",
                   article);
}

void add_access(const PageFacts& facts, Article& article) {
  const std::string tier = facts.head.find({"article:content_tier", "og:article:content_tier"});
  if (facts.jsonld.locked || tier == "locked") {
    article.access = "locked";
  } else if (tier == "metered") {
    article.access = "metered";
  } else if (facts.jsonld.free || tier == "free") {
    article.access = "free";
  } else if (has_wall(facts)) {
    article.access = "locked";
  }
}

}  // namespace news::clean
