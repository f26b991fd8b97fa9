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
  if (article.published) {
    const base::CivilTime& day = article.published->local;
    char date[16];
    std::snprintf(date, sizeof date, "%04d-%02d-%02d", day.year, day.month, day.day);
    json.member("date", date);
  }
  json.end_object();
  return json.take();
}

}  // namespace cli
