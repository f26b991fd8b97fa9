#include "replay/dead_letter.h"

#include <algorithm>

#include "replay/note_fields.h"

namespace replay {
namespace {

constexpr std::string_view kOfDeath[] = {"dateline-reason", "dateline-detail", "dateline-stage",
                                         "dateline-generation", "dateline-value-bytes"};
constexpr std::string_view kConnect = "__connect.errors.";

// Of equal names the last: a dead letter's own stand behind those that it came with.
std::string_view find_header(std::span<const stream::Header> headers, std::string_view key) {
  std::string_view value;
  for (const stream::Header& header : headers) {
    if (header.key == key) value = header.value;
  }
  return value;
}

// "503 at https://www.harbourpost.example/a"
std::string_view address_in(std::string_view detail) {
  constexpr std::string_view kAt = " at ";
  const std::size_t at = detail.find(kAt);
  return at == std::string_view::npos ? std::string_view() : detail.substr(at + kAt.size());
}

}  // namespace

DeadLetter read_dead_letter(std::span<const stream::Header> headers,
                            std::optional<std::string_view> value) {
  DeadLetter letter;
  letter.reason = find_header(headers, "dateline-reason");
  letter.detail = find_header(headers, "dateline-detail");
  letter.stage = find_header(headers, "dateline-stage");
  letter.origin = find_header(headers, "dateline-origin");
  const auto time = read_whole_number<std::int64_t>(find_header(headers, "dateline-origin-time"));
  if (time) letter.origin_time = base::Timestamp{*time};
  letter.attempts = read_whole_number<int>(find_header(headers, "dateline-attempts")).value_or(1);
  letter.is_whole = value && find_header(headers, "dateline-value-bytes").empty();
  return letter;
}

bool is_of_death(std::string_view header) {
  return header.starts_with(kConnect) ||
         std::find(std::begin(kOfDeath), std::end(kOfDeath), header) != std::end(kOfDeath);
}

std::string SiteFinder::find(const DeadLetter& letter, std::string_view key,
                             std::optional<std::string_view> value) {
  if (letter.stage == "version") return std::string(key);
  std::string site = find_in(value);
  // Without a value the detail may tell the address; and crawlers may have it as key.
  for (const std::string_view text : {address_in(letter.detail), key}) {
    if (!site.empty()) break;
    const auto place = news::identity::locate(text, rules_);
    if (place) site = place->site;
  }
  return site;
}

std::string SiteFinder::find_in(std::optional<std::string_view> value) {
  if (!value || !document_.read(*value, {})) return {};
  for (const std::string& path : url_paths_) {
    const news::JsonValue url = find_path(document_.root(), path);
    if (!url) continue;
    const auto place = news::identity::locate(url.text(), rules_);
    if (place) return place->site;
  }
  return {};
}

news::JsonValue find_path(news::JsonValue value, std::string_view path) {
  while (value) {
    const std::size_t dot = path.find('.');
    value = value.find(path.substr(0, dot));
    if (dot == std::string_view::npos) break;
    path.remove_prefix(dot + 1);
  }
  return value;
}

}  // namespace replay
