#include "cli/demo/outcome.h"

#include <algorithm>

namespace cli::demo {

void Outcome::take(const adapters::kafka::ReadRecord& record) {
  ++records_;
  const auto topic = static_cast<ReadTopic>(record.topic);
  if (topic == ReadTopic::Dead) return take_dead(record);
  if (!record.value || !document_.read(*record.value, {})) return;
  if (topic == ReadTopic::Clean) return take_article(record.key, *record.value);
  take_version(record.key, *record.value);
}

// The topics are read side by side, and either may tell first which article it is.
bool Outcome::is_followed(std::string_view key) {
  const std::string_view url = document_.root().find("source").find("url").text();
  if (followed_key_.empty() && url == followed_url_) followed_key_ = key;
  return !followed_key_.empty() && key == followed_key_;
}

void Outcome::take_article(std::string_view key, std::string_view json) {
  newest_[std::string(key)] = static_cast<bool>(document_.root().find("ninjs").find("bodies"));
  if (is_followed(key)) followed_newest_ = json;
}

void Outcome::take_version(std::string_view key, std::string_view json) {
  ++versions_;
  const news::JsonValue change = document_.root().find("change");
  if (change.find("historic").text() == "true") ++historic_;
  const news::JsonValue name = change.find("class");
  ++classes_[std::string(name ? name.text() : change.find("verdict").text())];
  if (is_followed(key)) followed_versions_.emplace_back(json);
}

void Outcome::take_dead(const adapters::kafka::ReadRecord& record) {
  DeadKind& kind = dead_[std::string(record.header("dateline-reason"))];
  if (kind.count++ > 0) return;
  kind.detail = record.header("dateline-detail");
  kind.origin = record.header("dateline-origin");
}

std::size_t Outcome::current() const {
  return static_cast<std::size_t>(
      std::count_if(newest_.begin(), newest_.end(), [](const auto& each) { return each.second; }));
}

std::size_t Outcome::dead_letters() const {
  std::size_t count = 0;
  for (const auto& [reason, kind] : dead_) count += kind.count;
  return count;
}

}  // namespace cli::demo
