#include "tests/fuzz/invariants.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/check.h"
#include "news/clean/unicode.h"
#include "news/encode/article.h"
#include "news/encode/ninjs.h"

namespace fuzz {

using base::Result;
using news::Article;
using news::Block;
using news::BlockKind;

namespace {

void check_line(const std::string& text) {
  CHECK(news::clean::is_valid_utf8(text));
  CHECK(news::clean::polish(text) == text);
}

void check_lines(const std::vector<std::string>& texts, std::size_t most) {
  CHECK(texts.size() <= most);
  for (const std::string& text : texts) {
    CHECK(!text.empty());
    check_line(text);
  }
}

void check_address(const std::string& url) {
  CHECK(news::clean::is_valid_utf8(url));
  CHECK(url.empty() || url.rfind("http://", 0) == 0 || url.rfind("https://", 0) == 0);
}

void check_body(const Article& article, const news::clean::Limits& limits) {
  std::size_t paragraphs = 0;
  for (const Block& block : article.blocks) {
    if (block.kind == BlockKind::Figure) {
      CHECK(block.text.empty());
      CHECK(static_cast<std::size_t>(block.level) < article.images.size());
      continue;
    }
    ++paragraphs;
    CHECK(!block.text.empty());
    if (block.kind == BlockKind::Preformatted) {
      CHECK(news::clean::polish_preformatted(block.text) == block.text);
    } else {
      check_line(block.text);
    }
    if (block.kind == BlockKind::Heading) CHECK(block.level >= 2 && block.level <= 4);
  }
  CHECK(paragraphs <= limits.paragraphs_max);
  CHECK(body_text(article).size() <= limits.body_bytes_max);
}

bool is_same(const Result<Article>& a, const Result<Article>& b) {
  if (a && b) return *a == *b;
  return !a && !b && a.fault() == b.fault();
}

}  // namespace

void check_article(const Article& article, const news::clean::Limits& limits) {
  for (const std::string* text :
       {&article.headline, &article.page_title, &article.description, &article.located,
        &article.publisher, &article.agency, &article.section, &article.signals.note,
        &article.language, &article.language_declared}) {
    check_line(*text);
  }
  CHECK(article.headline.size() <= limits.headline_bytes_max);
  check_body(article, limits);
  check_lines(article.authors, limits.authors_max);
  check_lines(article.tags, limits.tags_max);
  check_lines(article.section_path, 64);
  CHECK(article.images.size() <= limits.images_max);
  for (const news::Image& image : article.images) {
    check_address(image.url);
    check_line(image.caption);
    check_line(image.credit);
  }
  for (const std::string* url : {&article.canonical_url, &article.amp_url, &article.origin_hint}) {
    check_address(*url);
  }
  CHECK(std::is_sorted(article.flags.begin(), article.flags.end()));
  CHECK(std::adjacent_find(article.flags.begin(), article.flags.end()) == article.flags.end());
  CHECK(std::is_sorted(article.from.begin(), article.from.end()));
  const Result<Article> again = news::encode::read_article(news::encode::to_bytes(article));
  CHECK(again && *again == article);
  CHECK(news::clean::is_valid_utf8(news::encode::clean_json(article)));
}

void check_in_order(std::string_view body, std::string_view page) {
  std::size_t at = 0;
  for (const char c : body) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter || c == 'K') continue;  // a Kelvin sign becomes the letter
    at = page.find(c, at);
    CHECK(at != std::string_view::npos);
    ++at;
  }
}

const news::clean::Tables& tables() {
  static const base::ZoneTable kZones = [] {
    base::ZoneTable zones;
    zones.zones["Asia/Seoul"] = {{base::Timestamp{0}, 540}};
    return zones;
  }();
  static const news::clean::Tables kTables = [] {
    news::clean::Tables tables;
    tables.zones = &kZones;
    tables.text_prefix = "date {date} {title}";
    tables.version = "fuzz";
    return tables;
  }();
  return kTables;
}

Result<Article> clean_twice(const news::RawEvent& event) {
  static const news::Publisher kPublisher = [] {
    news::Publisher publisher;
    publisher.name = "Harbour Post";
    publisher.site = "harbourpost.example";
    publisher.zone = "Asia/Seoul";
    return publisher;
  }();
  const news::clean::Context context{"harbourpost.example", &kPublisher};
  static news::clean::Cleaner kept(tables());
  news::clean::Cleaner fresh(tables());
  Result<Article> article = kept.clean(event, context);
  CHECK(is_same(article, fresh.clean(event, context)));
  CHECK(is_same(article, kept.clean(event, context)));
  return article;
}

}  // namespace fuzz
