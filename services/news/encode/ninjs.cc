#include "news/encode/ninjs.h"

#include <array>
#include <string_view>

#include "base/hash.h"
#include "news/encode/beside.h"
#include "news/encode/json.h"
#include "news/encode/markup.h"
#include "news/encode/utf8.h"

namespace news::encode {
namespace {

constexpr std::string_view kSchema = "dateline.article/1";
constexpr std::string_view kProfile = "cleaned-web-article";
constexpr std::string_view kPlain = "text/plain", kHtml = "text/html";
constexpr std::array<std::string_view, 3> kPubStatuses{"usable", "withheld", "canceled"};
// Of keywords that were split out of a line of bare words.
constexpr int kInferredConfidence = 50;

// An address as found need be no URI: what RFC 3986 has no place for is escaped, all else stays.
std::string to_uri(std::string_view address) {
  constexpr std::string_view kPunctuation = "-._~!$&'()*+,;=:@/?#[]%";
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string uri;
  for (const char c : address) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || kPunctuation.find(c) != std::string_view::npos) {
      uri += c;
    } else {
      uri += '%';
      uri += kDigits[static_cast<unsigned char>(c) >> 4];
      uri += kDigits[static_cast<unsigned char>(c) & 15];
    }
  }
  return uri;
}

std::string join_strings(const std::vector<std::string>& parts, std::string_view between) {
  std::string joined;
  for (const std::string& part : parts) {
    if (!joined.empty()) joined += between;
    joined += part;
  }
  return joined;
}

void write_standard(JsonWriter& json) {
  json.key("standard").begin_object();
  json.member("name", "ninjs").member("version", "3.1");
  json.member("schema", "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#").end_object();
}

void write_headlines(JsonWriter& json, const Article& article) {
  if (article.headline.empty() && article.subtitle.empty()) return;
  json.key("headlines").begin_array();
  const auto write = [&](std::string_view role, std::string_view value) {
    if (value.empty()) return;
    json.begin_object().member("role", role).member("contentType", kPlain);
    json.member("value", value).end_object();
  };
  write("main", article.headline);
  write("subtitle", article.subtitle);
  json.end_array();
}

void write_description(JsonWriter& json, std::string_view role, std::string_view value) {
  if (value.empty()) return;
  json.key("descriptions").begin_array().begin_object().member("role", role);
  json.member("value", value).end_object().end_array();
}

void write_bodies(JsonWriter& json, const Article& article) {
  const std::string body = body_text(article);
  if (body.empty()) return;
  json.key("bodies").begin_array().begin_object();
  json.member("role", "main").member("contentType", kPlain);
  json.member_number("charCount", static_cast<std::int64_t>(count_code_points(body)));
  json.member_number("wordCount", static_cast<std::int64_t>(count_words(body)));
  json.member("value", body).end_object().begin_object();
  json.member("role", "markup").member("contentType", kHtml);
  json.member("value", to_markup(article)).end_object().end_array();
}

void write_people(JsonWriter& json, const Article& article) {
  if (!article.authors.empty()) {
    json.member("by", join_strings(article.authors, ", "));
    json.key("people").begin_array();
    for (const std::string& author : article.authors) {
      json.begin_object().member("name", author).member("rel", "author").end_object();
    }
    json.end_array();
  }
  if (article.publisher.empty() && article.agency.empty()) return;
  json.key("infoSources").begin_array();
  const auto write_source = [&](std::string_view name, std::string_view role) {
    if (name.empty()) return;
    json.begin_object().member("name", name).member("role", role).end_object();
  };
  write_source(article.publisher, "publisher");
  write_source(article.agency, "agency");
  json.end_array();
}

void write_subjects(JsonWriter& json, const Article& article) {
  if (!article.section.empty() || !article.tags.empty()) {
    json.key("subjects").begin_array();
    if (!article.section.empty()) {
      json.begin_object().member("name", article.section).member("rel", "section");
      if (article.section_path.size() > 1) {
        json.member("literal", join_strings(article.section_path, " > "));
      }
      json.member("creator", "publisher").end_object();
    }
    for (const std::string& tag : article.tags) {
      json.begin_object().member("name", tag).member("rel", "keyword");
      json.member("creator", article.tags_inferred ? "system" : "publisher");
      if (article.tags_inferred) json.member_number("confidence", kInferredConfidence);
      json.end_object();
    }
    json.end_array();
  }
  if (article.genres.empty()) return;
  json.key("genres").begin_array();
  for (const std::string& genre : article.genres) {
    json.begin_object().member("name", genre).end_object();
  }
  json.end_array();
}

// `whole` names the article in pictures that have no address of their own.
void write_associations(JsonWriter& json, const Article& article, std::string_view whole) {
  if (article.images.empty()) return;
  json.key("associations").begin_array();
  for (std::size_t i = 0; i < article.images.size(); ++i) {
    const Image& image = article.images[i];
    const std::string name = image_name(i);
    json.begin_object().member("name", name).member("rel", "illustration");
    json.member("type", "picture");
    json.member("uri", to_uri(image.url.empty() ? std::string(whole) + '#' + name : image.url));
    json.member("by", image.credit);
    write_description(json, "caption", image.caption);
    json.end_object();
  }
  json.end_array();
}

void write_alternatives(JsonWriter& json, const Article* article, const Hash128& content_hash) {
  const auto write_id = [&](std::string_view role, std::string_view value) {
    if (value.empty()) return;
    json.begin_object().member("role", role).member("value", value).end_object();
  };
  const bool hashed = content_hash != Hash128{};
  if (article == nullptr && !hashed) return;
  json.key("altIds").begin_array();
  if (article != nullptr) {
    write_id("canonicalUrl", article->canonical_url);
    write_id("sourceUrl", article->url);
    write_id("sourceGuid", article->guid);
  }
  if (hashed) write_id("contentHash", base::to_hex(content_hash));
  json.end_array();
  if (article == nullptr || article->url.empty()) return;
  json.key("renditions").begin_array().begin_object().member("name", "web");
  const std::string& page = article->canonical_url.empty() ? article->url : article->canonical_url;
  json.member("href", to_uri(page)).member("contentType", kHtml).end_object().end_array();
}

// What a page itself tells, from its headline on.
void write_content(JsonWriter& json, const Article& article, std::string_view whole) {
  write_headlines(json, article);
  json.member("title", article.page_title);
  write_description(json, "summary", article.description);
  write_bodies(json, article);
  write_people(json, article);
  json.member("located", article.located);
  write_subjects(json, article);
  write_associations(json, article, whole);
}

void write_kind(JsonWriter& json, const Article* article) {
  json.member("type", "text").member("profile", kProfile);
  if (article == nullptr) return;
  json.member("representationType", article->partial ? "partial" : "full");
}

void write_content_created(JsonWriter& json, const Article& article) {
  if (!article.published || !article.published->instant) return;
  json.member("contentCreated", base::to_rfc3339(*article.published->instant));
}

void write_version(JsonWriter& json, const Version& version, const Article* article) {
  const std::string urn = to_urn(version.site, version.id);
  json.key("ninjs").begin_object();
  write_standard(json);
  json.member("uri", urn);
  write_kind(json, article);
  json.member("version", to_string(version.change.number));
  json.member("pubStatus", kPubStatuses.at(static_cast<std::size_t>(version.pub_status)));
  json.member("language", version.language);
  json.member("firstCreated", base::to_rfc3339(version.first_created));
  json.member("versionCreated", base::to_rfc3339(version.version_created));
  if (article != nullptr) write_content_created(json, *article);
  json.member("edNote", version.ed_note);
  if (article != nullptr) write_content(json, *article, urn);
  write_alternatives(json, article, version.content_hash);
  json.end_object();
}

// Each text stands in it twice: plain and marked up.
std::size_t guess_size(const Article* article) {
  constexpr std::size_t kBeside = 4096, kMarkup = 16;
  std::size_t bytes = kBeside;
  if (article == nullptr) return bytes;
  for (const Block& block : article->blocks) bytes += 2 * block.text.size() + kMarkup;
  return bytes;
}

}  // namespace

std::string to_json(const Version& version) {
  const Article* const article = version.article ? &*version.article : nullptr;
  JsonWriter json(guess_size(article));
  json.begin_object().member("schema", kSchema);
  write_version(json, version, article);
  write_change(json, version.change);
  if (article != nullptr) {
    write_source(json, *article);
    write_quality(json, *article);
  } else {
    write_source_of_withdrawal(json, version);
  }
  return json.end_object().take();
}

std::string clean_json(const Article& article) {
  JsonWriter json;
  json.begin_object().member("schema", kSchema).key("ninjs").begin_object();
  write_standard(json);
  write_kind(json, &article);
  json.member("language", article.language);
  write_content_created(json, article);
  write_content(json, article, article.url);
  write_alternatives(json, &article, {});
  json.end_object();
  write_source(json, article);
  write_quality(json, article);
  return json.end_object().take();
}

}  // namespace news::encode
