#include "news/clean/jsonld.h"

#include <algorithm>

#include "news/clean/references.h"
#include "news/clean/unicode.h"
#include "news/lenient_json.h"

namespace news::clean {

namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// "\u00e9" that was escaped twice, and "&amp;quot;" from a template that escaped for HTML.
std::string unescape(std::string_view text) {
  std::string plain;
  for (std::size_t pos = 0; pos < text.size();) {
    if (text[pos] == '\\' && pos + 6 <= text.size() && text[pos + 1] == 'u') {
      int code = 0;
      for (std::size_t i = 2; i < 6 && code >= 0; ++i) {
        const int digit = hex_value(text[pos + i]);
        code = digit < 0 ? -1 : code * 16 + digit;
      }
      if (code >= 0) {
        append_utf8(plain, static_cast<char32_t>(code));
        pos += 6;
        continue;
      }
    }
    plain.push_back(text[pos++]);
  }
  std::string out = decode_references(plain, ReferenceIn::Text);
  // Only what was escaped twice holds a reference still.
  if (out.find('&') != std::string::npos) out = decode_references(out, ReferenceIn::Text);
  return out;
}

std::string text_of(JsonValue value) {
  if (value.is(JsonKind::Array)) value = value.first();
  if (value.is(JsonKind::Object)) {
    const JsonValue inner = value.find("@value");
    value = inner ? inner : value.find("name");
  }
  return value.is(JsonKind::String) ? polish(unescape(value.text())) : std::string();
}

std::string address_of(JsonValue value) {
  if (value.is(JsonKind::Array)) value = value.first();
  if (value.is(JsonKind::Object)) {
    const JsonValue id = value.find("@id");
    value = id ? id : value.find("url");
  }
  return value.is(JsonKind::String) ? std::string(trim(unescape(value.text()))) : std::string();
}

bool is_article_type(std::string_view type) {
  if (const std::size_t slash = type.rfind('/'); slash != std::string_view::npos) {
    type.remove_prefix(slash + 1);
  }
  return type.ends_with("Article") || type.ends_with("BlogPosting") || type == "Report" ||
         type == "LiveBlogPosting" || type == "SocialMediaPosting" ||
         type == "DiscussionForumPosting" || type == "Recipe" || type == "HowTo" ||
         type == "Review";
}

std::string_view type_of(JsonValue node) {
  JsonValue type = node.find("@type");
  if (type.is(JsonKind::Array)) {
    for (JsonValue v = type.first(); v; v = v.next()) {
      if (is_article_type(v.text())) return v.text();
    }
    type = type.first();
  }
  return type.text();
}

void add_strings(JsonValue value, std::size_t most, std::vector<std::string>& out) {
  const auto add = [&](JsonValue v) {
    std::string text = text_of(v);
    if (!text.empty() && out.size() < most) out.push_back(std::move(text));
  };
  if (!value.is(JsonKind::Array)) return value ? add(value) : void();
  for (JsonValue v = value.first(); v; v = v.next()) add(v);
}

bool is_organization(JsonValue author) {
  const std::string_view type = author.is(JsonKind::Object) ? type_of(author) : std::string_view();
  return type.ends_with("Organization") || type == "WebSite" || type == "Corporation";
}

constexpr std::size_t kAuthorsRead = 20, kPeopleMax = 64;

// The people of a graph, whom its articles name by their @id.
struct People {
  std::vector<std::pair<std::string, std::string>> names;  // @id, name

  void add(JsonValue node) {
    const JsonValue id = node.find("@id");
    if (!id.is(JsonKind::String) || names.size() >= kPeopleMax) return;
    std::string name = text_of(node.find("name"));
    if (!name.empty()) names.emplace_back(id.text(), std::move(name));
  }
  std::string find(std::string_view id) const {
    for (const auto& [known, name] : names) {
      if (known == id) return name;
    }
    return {};
  }
};

// One author's name, or his @id if only that is there.
void add_author(JsonValue value, JsonLdArticle& article) {
  if (is_organization(value) || article.authors.size() >= kAuthorsRead) return;
  const bool person = value.is(JsonKind::Object) && type_of(value) == "Person";
  article.authors_are_people = person && (article.authors.empty() || article.authors_are_people);
  const JsonValue names = value.is(JsonKind::Object) ? value.find("name") : JsonValue();
  if (names.is(JsonKind::Array)) return add_strings(names, kAuthorsRead, article.authors);
  add_strings(value, kAuthorsRead, article.authors);
  if (value.is(JsonKind::Object) && !names && value.find("@id")) {
    article.author_ids.emplace_back(value.find("@id").text());
  }
}

void add_authors_of(JsonValue value, JsonLdArticle& article) {
  if (!value) return;
  if (!value.is(JsonKind::Array)) return add_author(value, article);
  for (JsonValue v = value.first(); v; v = v.next()) add_author(v, article);
}

void add_images(JsonValue value, std::vector<std::string>& out) {
  const auto add = [&](JsonValue v) {
    std::string url =
        v.is(JsonKind::Object) && v.find("url") ? address_of(v.find("url")) : address_of(v);
    if (!url.empty() && out.size() < 8) out.push_back(std::move(url));
  };
  if (!value) return;
  if (!value.is(JsonKind::Array)) return add(value);
  for (JsonValue v = value.first(); v; v = v.next()) add(v);
}

bool says_locked(JsonValue node) {
  const std::string_view free = node.find("isAccessibleForFree").text();
  return free == "false" || free == "False";
}

void read_article(JsonValue node, JsonLdArticle& article) {
  article.found = true;
  article.type = std::string(type_of(node));
  article.headline = text_of(node.find("headline"));
  if (article.headline.empty()) article.headline = text_of(node.find("name"));
  article.subtitle = text_of(node.find("alternativeHeadline"));
  article.description = text_of(node.find("description"));
  article.published = text_of(node.find("datePublished"));
  if (article.published.empty()) article.published = text_of(node.find("dateCreated"));
  article.modified = text_of(node.find("dateModified"));
  article.section = text_of(node.find("articleSection"));
  article.url = address_of(node.find("url"));
  if (article.url.empty()) article.url = address_of(node.find("mainEntityOfPage"));
  article.publisher = text_of(node.find("publisher"));
  article.language = text_of(node.find("inLanguage"));
  article.correction = text_of(node.find("correction"));
  if (const JsonValue body = node.find("articleBody"); body.is(JsonKind::String)) {
    article.body = unescape(body.text());
  }
  add_authors_of(node.find("author"), article);
  if (article.authors.empty() && article.author_ids.empty()) {
    add_authors_of(node.find("creator"), article);
  }
  add_strings(node.find("keywords"), 64, article.keywords);
  add_images(node.find("image"), article.images);
  article.locked = says_locked(node);
  const std::string_view free = node.find("isAccessibleForFree").text();
  article.free = free == "true" || free == "True";
}

// More is better: is it this page's own article, and does it say anything?
int rank(JsonValue node, std::string_view page_url, std::string_view folded_title) {
  int rank = node.find("headline") ? 1 : 0;
  rank += node.find("datePublished") ? 1 : 0;
  std::string url = address_of(node.find("url"));
  if (url.empty()) url = address_of(node.find("mainEntityOfPage"));
  if (!url.empty() && url == page_url) rank += 4;
  // What others say of the thing that the page is about.
  if (type_of(node) == "Review") rank -= 2;
  const JsonValue named = node.find("headline") ? node.find("headline") : node.find("name");
  const std::string headline = fold(text_of(named));
  if (headline.size() > 8 && folded_title.find(headline) != std::string_view::npos) rank += 8;
  return rank;
}

void read_breadcrumb(JsonValue node, JsonLdArticle& article) {
  const JsonValue items = node.find("itemListElement");
  if (!items.is(JsonKind::Array) || !article.breadcrumb.empty()) return;
  for (JsonValue item = items.first(); item && article.breadcrumb.size() < 8; item = item.next()) {
    std::string name = text_of(item.find("name"));
    if (name.empty()) name = text_of(item.find("item"));
    if (!name.empty()) article.breadcrumb.push_back(std::move(name));
  }
}

// Every object of a document, the outer ones first: a flat walk, since children follow parents.
template <class Found>
void each_object(JsonValue value, Found found) {
  std::vector<JsonValue> open{value};
  while (!open.empty()) {
    const JsonValue next = open.back();
    open.pop_back();
    if (next.is(JsonKind::Object)) found(next);
    if (!next.is(JsonKind::Object) && !next.is(JsonKind::Array)) continue;
    const std::size_t begin = open.size();
    for (JsonValue child = next.first(); child; child = child.next()) {
      if (child.is(JsonKind::Object) || child.is(JsonKind::Array)) open.push_back(child);
    }
    std::reverse(open.begin() + static_cast<std::ptrdiff_t>(begin), open.end());
  }
}

}  // namespace

JsonLdArticle read_jsonld(std::span<const std::string_view> scripts, const PageNames& names,
                          const Limits& limits) {
  JsonLdArticle article;
  int best = -9;
  JsonDocument document;
  People people;
  std::string page_published, page_modified;
  bool part_locked = false;
  const std::string title = fold(names.title);
  const JsonLimits json{limits.jsonld_values_max, limits.jsonld_depth_max};
  for (std::string_view script : scripts) {
    if (script.size() > limits.jsonld_bytes_max) continue;
    // Some scripts hold several documents, one behind the other.
    for (int count = 0; count < 8 && !trim(script).empty(); ++count) {
      if (!document.read(script, json)) break;
      each_object(document.root(), [&](JsonValue node) {
        const std::string_view type = type_of(node);
        if (type == "BreadcrumbList") read_breadcrumb(node, article);
        if (type == "Person") people.add(node);
        if (type == "WebPageElement") part_locked = part_locked || says_locked(node);
        if (type.ends_with("Page") && page_published.empty()) {
          page_published = text_of(node.find("datePublished"));
          page_modified = text_of(node.find("dateModified"));
        }
        if (!is_article_type(type)) return;
        const int value = rank(node, names.url, title);
        if (value <= best) return;
        best = value;
        JsonLdArticle next;
        read_article(node, next);
        next.breadcrumb = std::move(article.breadcrumb);
        article = std::move(next);
      });
      script.remove_prefix(document.next_from());
    }
  }
  // Many say it of the part behind the wall alone.
  article.locked = article.locked || (article.found && part_locked && !article.free);
  for (const std::string& id : article.author_ids) {
    std::string name = people.find(id);
    if (name.empty()) continue;
    article.authors_are_people = article.authors_are_people || article.authors.empty();
    article.authors.push_back(std::move(name));
  }
  // Without an article node, the page's own dates are its article's.
  if (article.published.empty()) {
    article.published = std::move(page_published);
    if (article.modified.empty()) article.modified = std::move(page_modified);
  }
  return article;
}

}  // namespace news::clean
