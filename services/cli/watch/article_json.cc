#include "cli/watch/article_json.h"

#include <algorithm>
#include <array>

#include "cli/explain/explained.h"
#include "news/encode/json.h"

namespace cli::watch {
namespace {

using news::encode::JsonWriter;

// No longer than `most` bytes, and whole characters.
std::string_view head_of(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most);
}

void write_head(JsonWriter& json, const Sample& sample) {
  json.member_number("format", 1);
  json.member_number("id", static_cast<std::int64_t>(sample.id));
  json.member("at", base::to_rfc3339(sample.at));
  json.member("place", sample.place).member("site", sample.site).member("url", sample.url);
  json.member("verdict", sample.verdict).member("number", sample.number);
  if (sample.reason.empty()) return;
  json.key("dead").begin_object();
  json.member("reason", sample.reason).member("detail", sample.detail);
  json.end_object();
}

// What the crawler sent, before anybody has understood it.
void write_source(JsonWriter& json, const Sample& sample, const news::decode::Options& options,
                  std::size_t bytes_max) {
  news::decode::Decoder decoder(options);
  const auto event =
      decoder.decode(*sample.event, sample.arrival.origin_at.value_or(sample.arrival.appended_at));
  const bool is_page = event && !event->html.empty();
  const bool is_dump = event && !is_page && !event->text.empty();
  const std::string_view source = is_page   ? event->html
                                  : is_dump ? event->text
                                            : std::string_view(*sample.event);
  json.key("source").begin_object();
  json.member("form", is_page ? "html" : is_dump ? "text" : "event");
  json.member_number("bytes", static_cast<std::int64_t>(source.size()));
  json.member_boolean("cut", source.size() > bytes_max);
  json.key("text").text(head_of(source, bytes_max));
  json.end_object();
}

void write_block(JsonWriter& json, const news::clean::TraceBlock& block, std::size_t bytes_max) {
  json.begin_object();
  json.key("text").text(head_of(block.text, bytes_max));
  json.member("path", block.path);
  if (block.part.empty()) {
    json.member("why", explain::spell(block.why));
    json.member("meaning", explain::say_why(block.why));
  } else {
    json.member("part", explain::spell(block.part));
  }
  json.end_object();
}

void write_blocks(JsonWriter& json, const news::clean::Trace& trace,
                  const ArticleJsonLimits& limits) {
  const std::size_t shown = std::min(trace.blocks.size(), limits.blocks_max);
  json.member_number("blocks_left_out", static_cast<std::int64_t>(trace.blocks.size() - shown));
  json.key("blocks").begin_array();
  for (std::size_t i = 0; i < shown; ++i) {
    write_block(json, trace.blocks[i], limits.text_bytes_max);
  }
  json.end_array();
}

std::string_view name_of(news::BlockKind kind) {
  constexpr std::array<std::string_view, 7> kNames{"paragraph", "heading", "item",  "quote",
                                                   "pre",       "row",     "figure"};
  return kNames.at(static_cast<std::size_t>(kind));
}

void write_article(JsonWriter& json, const news::Article& article) {
  json.key("article").begin_object();
  json.member("headline", article.headline).member("language", article.language);
  json.member("method", explain::name_of_voter(article.method).name);
  json.member("quality", explain::describe_quality(article));
  json.key("fields").begin_array();
  for (const explain::Field& field : explain::fields_of(article)) {
    json.begin_object().member("name", field.name).member("value", field.value);
    json.member("from", field.from).end_object();
  }
  json.end_array();
  json.key("text").begin_array();
  for (const news::Block& block : article.blocks) {
    if (block.text.empty()) continue;
    json.begin_object().member("kind", name_of(block.kind)).member("text", block.text);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

}  // namespace

std::string article_json(const Sample& sample, clean::CleanStage& stage,
                         const news::decode::Options& decode, const ArticleJsonLimits& limits) {
  JsonWriter json;
  json.begin_object();
  write_head(json, sample);
  if (sample.event != nullptr) {
    write_source(json, sample, decode, limits.source_bytes_max);
    news::clean::Trace trace;
    const auto cleaned = stage.clean(*sample.event, sample.arrival, &trace);
    write_blocks(json, trace, limits);
    if (cleaned && cleaned->article) write_article(json, *cleaned->article);
  }
  json.end_object();
  std::string text = json.take();
  // It is JSON already.
  if (sample.version != nullptr) text.insert(text.size() - 1, ",\"version\":" + *sample.version);
  return text + "\n";
}

}  // namespace cli::watch
