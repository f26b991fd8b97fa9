#include "replay/filter.h"

#include <algorithm>

namespace replay {
namespace {

// Each part behind its length, so that no two lists have one spelling.
void add(std::string& text, std::string_view name, std::string_view value) {
  text += ' ';
  text += name;
  text += '=';
  text += std::to_string(value.size());
  text += ':';
  text += value;
}

void add(std::string& text, std::string_view name, const std::vector<std::string>& values) {
  std::vector<std::string> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  for (const std::string& value : sorted) add(text, name, value);
}

void add(std::string& text, std::string_view name, const std::optional<base::Timestamp>& time) {
  if (time) add(text, name, std::to_string(time->value));
}

bool is_within(base::Timestamp time, const std::optional<base::Timestamp>& from,
               const std::optional<base::Timestamp>& to) {
  return (!from || time >= *from) && (!to || time < *to);
}

template <class Text>
bool has(const std::vector<std::string>& names, const Text& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// As crawlers name the address, or as we do.
std::vector<std::string> url_paths(const news::decode::Options& decode) {
  const auto named = decode.fields.find("url");
  return named == decode.fields.end() ? std::vector<std::string>{"url"} : named->second;
}

}  // namespace

std::string to_text(const Selection& selection) {
  std::string text;
  add(text, "site", selection.sites);
  add(text, "key", selection.keys);
  add(text, "fetched_from", selection.fetched_from);
  add(text, "fetched_to", selection.fetched_to);
  add(text, "came_from", selection.came_from);
  add(text, "came_to", selection.came_to);
  if (selection.of_dead) add(text, "of", "dead");
  add(text, "reason", selection.reasons);
  if (selection.attempts_max > 0) {
    add(text, "attempts_max", std::to_string(selection.attempts_max));
  }
  auto where = selection.where;
  std::sort(where.begin(), where.end());
  for (const auto& [path, value] : where) {
    add(text, "where", path);
    add(text, "is", value);
  }
  return text;
}

Filter::Filter(Selection selection, news::decode::Options decode,
               news::identity::AddressRules rules)
    : selection_(std::move(selection)),
      rules_(rules),
      decoder_(decode),
      finder_(url_paths(decode), rules) {}

bool Filter::takes(const stream::Record& record) {
  if (!takes_time(record)) return false;
  if (!selection_.keys.empty() && !has(selection_.keys, record.key)) return false;
  if (selection_.of_dead && !takes_letter(record)) return false;
  if (!selection_.where.empty() && (!record.value || !takes_fields(*record.value))) return false;
  return takes_event(record);
}

bool Filter::takes_time(const stream::Record& record) const {
  return is_within(record.appended_at, selection_.came_from, selection_.came_to);
}

bool Filter::takes_fields(std::string_view value) {
  if (!document_.read(value, {})) return false;
  return std::all_of(selection_.where.begin(), selection_.where.end(), [&](const auto& each) {
    const news::JsonValue found = find_path(document_.root(), each.first);
    return found && found.text() == each.second;
  });
}

// Of a dead letter of another stage the value is no event, and a part of one is none either.
bool Filter::takes_letter(const stream::Record& record) {
  const DeadLetter letter = read_dead_letter(record.headers, record.value);
  if (letter.stage != "clean" || !letter.is_whole) return false;
  if (!selection_.reasons.empty() && !has(selection_.reasons, letter.reason)) return false;
  if (selection_.attempts_max > 0 && letter.attempts > selection_.attempts_max) return false;
  if (selection_.sites.empty()) return true;
  return has(selection_.sites, finder_.find(letter, record.key, record.value));
}

bool Filter::takes_event(const stream::Record& record) {
  const bool looks_at_times = selection_.fetched_from || selection_.fetched_to;
  const bool looks_at_site = !selection_.sites.empty() && !selection_.of_dead;
  if (!looks_at_site && !looks_at_times) return true;
  if (!record.value) return false;
  const auto event = decoder_.decode(*record.value, record.appended_at);
  if (!event) return false;
  if (!is_within(event->fetched_at, selection_.fetched_from, selection_.fetched_to)) return false;
  if (!looks_at_site) return true;
  const auto place = news::identity::locate(event->url, rules_);
  return place && has(selection_.sites, place->site);
}

}  // namespace replay
