#include "news/encode/article.h"

#include <cstdio>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "news/encode/article_message.h"
#include "news/encode/utf8.h"

namespace news::encode {
namespace {

constexpr std::uint32_t kFormat = 1;

using Strings = google::protobuf::RepeatedPtrField<std::string>;

void write_strings(const std::vector<std::string>& from, Strings& to) {
  for (const std::string& text : from) *to.Add() = to_utf8(text);
}

std::vector<std::string> read_strings(const Strings& from) { return {from.begin(), from.end()}; }

std::string print_civil(const base::CivilTime& t) {
  char text[80];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d", t.year, t.month, t.day, t.hour,
                t.minute, t.second);
  return text;
}

std::optional<base::CivilTime> read_civil(const std::string& text) {
  base::CivilTime t;
  int end = 0;
  const int fields = std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d%n", &t.year, &t.month,
                                 &t.day, &t.hour, &t.minute, &t.second, &end);
  if (fields != 6 || static_cast<std::size_t>(end) != text.size()) return std::nullopt;
  return t;
}

void write_date(const DateFound& from, dateline::DateFound& to) {
  to.set_raw(to_utf8(from.raw));
  to.set_local(print_civil(from.local));
  if (from.instant) to.set_instant(from.instant->value);
  to.set_zone(static_cast<dateline::DateFound::Zone>(from.zone));
  to.set_precision(static_cast<dateline::DateFound::Precision>(from.precision));
  to.set_from(to_utf8(from.from));
}

std::optional<DateFound> read_date(const dateline::DateFound& from) {
  const auto local = read_civil(from.local());
  if (!local || !dateline::DateFound::Zone_IsValid(from.zone()) ||
      !dateline::DateFound::Precision_IsValid(from.precision())) {
    return std::nullopt;
  }
  DateFound date;
  date.raw = from.raw();
  date.local = *local;
  if (from.has_instant()) date.instant = Timestamp{from.instant()};
  date.zone = static_cast<ZoneSource>(from.zone());
  date.precision = static_cast<Precision>(from.precision());
  date.from = from.from();
  return date;
}

void write_text(const Article& from, dateline::Article& to) {
  to.set_headline(to_utf8(from.headline));
  to.set_subtitle(to_utf8(from.subtitle));
  to.set_page_title(to_utf8(from.page_title));
  to.set_description(to_utf8(from.description));
  to.set_located(to_utf8(from.located));
  to.mutable_blocks()->Reserve(static_cast<int>(from.blocks.size()));
  for (const Block& block : from.blocks) {
    dateline::Block& out = *to.add_blocks();
    out.set_kind(static_cast<dateline::Block::Kind>(block.kind));
    out.set_level(static_cast<std::uint32_t>(block.level));
    out.set_text(to_utf8(block.text));
  }
  for (const Image& image : from.images) {
    dateline::Image& out = *to.add_images();
    out.set_url(to_utf8(image.url));
    out.set_caption(to_utf8(image.caption));
    out.set_credit(to_utf8(image.credit));
  }
  to.set_verbatim(from.verbatim);
}

void write_about(const Article& from, dateline::Article& to) {
  write_strings(from.authors, *to.mutable_authors());
  to.set_publisher(to_utf8(from.publisher));
  to.set_agency(to_utf8(from.agency));
  to.set_section(to_utf8(from.section));
  write_strings(from.section_path, *to.mutable_section_path());
  write_strings(from.tags, *to.mutable_tags());
  write_strings(from.genres, *to.mutable_genres());
  to.set_tags_inferred(from.tags_inferred);
  to.set_language(to_utf8(from.language));
  to.set_language_declared(to_utf8(from.language_declared));
  if (from.published) write_date(*from.published, *to.mutable_published());
  if (from.modified) write_date(*from.modified, *to.mutable_modified());
  to.set_crawl_date(to_utf8(from.crawl_date));
  to.set_canonical_url(to_utf8(from.canonical_url));
  to.set_amp_url(to_utf8(from.amp_url));
  to.set_origin_hint(to_utf8(from.origin_hint));
  to.mutable_signals()->set_correction(from.signals.correction);
  to.mutable_signals()->set_kill(from.signals.kill);
  to.mutable_signals()->set_hold(from.signals.hold);
  to.mutable_signals()->set_note(to_utf8(from.signals.note));
  to.set_partial(from.partial);
}

void write_origin(const Article& from, dateline::Article& to) {
  to.set_url(to_utf8(from.url));
  to.set_request_url(to_utf8(from.request_url));
  to.set_guid(to_utf8(from.guid));
  to.set_event_id(to_utf8(from.event_id));
  to.set_fetched_at(from.fetched_at.value);
  to.set_status(static_cast<std::uint32_t>(from.status));
  to.set_input(static_cast<dateline::Article::Input>(from.input));
  to.mutable_charset()->set_used(to_utf8(from.charset.used));
  to.mutable_charset()->set_declared(to_utf8(from.charset.declared));
  to.mutable_charset()->set_how(to_utf8(from.charset.how));
}

void write_quality(const Article& from, dateline::Article& to) {
  to.set_method(to_utf8(from.method));
  if (from.agreement) to.set_agreement(static_cast<std::uint32_t>(*from.agreement));
  to.set_confidence(static_cast<dateline::Article::Confidence>(from.confidence));
  to.set_review(from.review);
  to.set_access(to_utf8(from.access));
  write_strings(from.flags, *to.mutable_flags());
  for (const auto& [field, source] : from.from) {
    dateline::FieldSource& out = *to.add_from();
    out.set_field(to_utf8(field));
    out.set_source(to_utf8(source));
  }
  to.set_cleaner(to_utf8(from.cleaner));
  to.set_profile_epoch(from.profile_epoch);
}

bool read_text(const dateline::Article& from, Article& to) {
  to.headline = from.headline();
  to.subtitle = from.subtitle();
  to.page_title = from.page_title();
  to.description = from.description();
  to.located = from.located();
  to.blocks.reserve(static_cast<std::size_t>(from.blocks_size()));
  for (const dateline::Block& block : from.blocks()) {
    if (!dateline::Block::Kind_IsValid(block.kind())) return false;
    // Level and image index stay far below this; a larger one is damage.
    if (block.level() > std::numeric_limits<std::uint16_t>::max()) return false;
    to.blocks.push_back(
        {static_cast<BlockKind>(block.kind()), static_cast<int>(block.level()), block.text()});
  }
  for (const dateline::Image& image : from.images()) {
    to.images.push_back({image.url(), image.caption(), image.credit()});
  }
  to.verbatim = from.verbatim();
  return true;
}

bool read_about(const dateline::Article& from, Article& to) {
  to.authors = read_strings(from.authors());
  to.publisher = from.publisher();
  to.agency = from.agency();
  to.section = from.section();
  to.section_path = read_strings(from.section_path());
  to.tags = read_strings(from.tags());
  to.genres = read_strings(from.genres());
  to.tags_inferred = from.tags_inferred();
  to.language = from.language();
  to.language_declared = from.language_declared();
  if (from.has_published() && !(to.published = read_date(from.published()))) return false;
  if (from.has_modified() && !(to.modified = read_date(from.modified()))) return false;
  to.crawl_date = from.crawl_date();
  to.canonical_url = from.canonical_url();
  to.amp_url = from.amp_url();
  to.origin_hint = from.origin_hint();
  to.signals = {from.signals().correction(), from.signals().kill(), from.signals().hold(),
                from.signals().note()};
  to.partial = from.partial();
  return true;
}

bool read_origin(const dateline::Article& from, Article& to) {
  if (!dateline::Article::Input_IsValid(from.input()) || from.status() > 999) return false;
  to.url = from.url();
  to.request_url = from.request_url();
  to.guid = from.guid();
  to.event_id = from.event_id();
  to.fetched_at = Timestamp{from.fetched_at()};
  to.status = static_cast<int>(from.status());
  to.input = static_cast<Input>(from.input());
  to.charset = {from.charset().used(), from.charset().declared(), from.charset().how()};
  return true;
}

bool read_quality(const dateline::Article& from, Article& to) {
  if (!dateline::Article::Confidence_IsValid(from.confidence())) return false;
  if (from.agreement() > 1000) return false;
  to.method = from.method();
  if (from.has_agreement()) to.agreement = static_cast<int>(from.agreement());
  to.confidence = static_cast<Confidence>(from.confidence());
  to.review = from.review();
  to.access = from.access();
  to.flags = read_strings(from.flags());
  for (const dateline::FieldSource& field : from.from()) {
    to.from.emplace_back(field.field(), field.source());
  }
  to.cleaner = from.cleaner();
  to.profile_epoch = from.profile_epoch();
  return true;
}

}  // namespace

void write_article(const Article& article, dateline::Article& message) {
  message.set_format(kFormat);
  write_text(article, message);
  write_about(article, message);
  write_origin(article, message);
  write_quality(article, message);
}

std::string to_bytes(const Article& article) {
  dateline::Article message;
  write_article(article, message);
  return message.SerializeAsString();
}

Result<Article> read_article(std::string_view bytes) {
  dateline::Article message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return base::stop("bad_article", "not a message");
  }
  return read_article(message);
}

Result<Article> read_article(const dateline::Article& message) {
  if (message.format() != kFormat) {
    return base::stop("unknown_format", "article " + std::to_string(message.format()));
  }
  Article article;
  if (!read_text(message, article) || !read_about(message, article) ||
      !read_origin(message, article) || !read_quality(message, article)) {
    return base::stop("bad_article", "a field out of its range");
  }
  return article;
}

}  // namespace news::encode
