#include "cli/score.h"

#include <cstdio>

#include "news/encode/json.h"

namespace cli {

std::string to_score(const news::Article& article) {
  std::string text;
  for (const news::Block& block : article.blocks) {
    if (block.text.empty()) continue;
    if (!text.empty()) text += '\n';
    text += block.text;
  }
  news::encode::JsonWriter json;
  json.begin_object().member("id", article.event_id).key("text").text(text);
  json.member("title", article.headline).key("authors").begin_array();
  for (const std::string& author : article.authors) json.text(author);
  json.end_array();
  // The day a reader sees: pages that only say when they were changed have no other.
  const std::optional<news::DateFound>& date =
      article.published ? article.published : article.modified;
  if (date) {
    const base::CivilTime& day = date->local;
    char printed[16];
    std::snprintf(printed, sizeof printed, "%04d-%02d-%02d", day.year, day.month, day.day);
    json.member("date", printed);
  }
  json.end_object();
  return json.take();
}

}  // namespace cli
