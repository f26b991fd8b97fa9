#include "replay/letter_line.h"

#include "news/encode/json.h"

namespace replay {
namespace {

constexpr std::string_view kName = "dateline-dead";
constexpr std::string_view kBegin = "{\"dateline-dead\":";

// Of equal names the first: each death adds its own place.
bool was_before(std::span<const stream::Header> headers, std::size_t index) {
  for (std::size_t i = 0; i < index; ++i) {
    if (headers[i].key == headers[index].key) return true;
  }
  return false;
}

}  // namespace

std::string to_letter_line(const DeadLetter& letter, std::string_view key,
                           std::span<const stream::Header> headers, std::string_view place) {
  news::encode::JsonWriter json;
  json.begin_object().key(kName).begin_object();
  json.member("place", place)
      .member("reason", letter.reason)
      .member("detail", letter.detail)
      .member("key", key);
  json.key("headers").begin_object();
  for (std::size_t i = 0; i < headers.size(); ++i) {
    if (is_of_death(headers[i].key) || was_before(headers, i)) continue;
    json.member(headers[i].key, headers[i].value);
  }
  json.end_object().end_object().end_object();
  return json.take();
}

std::optional<LetterLine> read_letter_line(std::string_view line) {
  if (!line.starts_with(kBegin)) return std::nullopt;
  news::JsonDocument document;
  if (!document.read(line, {})) return std::nullopt;
  const news::JsonValue letter = document.root().find(kName);
  if (!letter.is(news::JsonKind::Object)) return std::nullopt;
  LetterLine read;
  if (const news::JsonValue key = letter.find("key")) read.key = key.text();
  for (news::JsonValue each = letter.find("headers").first(); each; each = each.next()) {
    read.headers.push_back({std::string(each.name()), std::string(each.text())});
  }
  return read;
}

}  // namespace replay
