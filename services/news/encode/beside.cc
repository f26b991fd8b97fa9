#include "news/encode/beside.h"

#include <array>
#include <cstdio>
#include <string>
#include <string_view>

#include "base/hash.h"

namespace news::encode {
namespace {

constexpr std::array<std::string_view, 4> kOperations{"edited", "added", "removed", "moved"};
constexpr std::array<std::string_view, 4> kZones{"unknown", "given", "derived", "publisher"};
constexpr std::array<std::string_view, 3> kPrecisions{"day", "minute", "second"};
constexpr std::array<std::string_view, 3> kConfidences{"low", "medium", "high"};

template <class Names, class Enum>
std::string_view name_of(const Names& names, Enum value) {
  return names.at(static_cast<std::size_t>(value));
}

// As precise as it was printed: "2026-03-02", "2026-03-02T06:40", "2026-03-02T06:40:12".
std::string print_local(const base::CivilTime& t, Precision precision) {
  char text[80];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d", t.year, t.month, t.day, t.hour,
                t.minute, t.second);
  const std::string whole(text);
  if (precision == Precision::Day) return whole.substr(0, whole.find('T'));
  return precision == Precision::Minute ? whole.substr(0, whole.rfind(':')) : whole;
}

void write_date(JsonWriter& json, std::string_view name, const DateFound& date) {
  json.key(name).begin_object();
  json.member("raw", date.raw);
  json.member("local", print_local(date.local, date.precision));
  if (date.instant) json.member("instant", base::to_rfc3339(*date.instant));
  json.member("zone", name_of(kZones, date.zone));
  json.member("precision", name_of(kPrecisions, date.precision));
  json.member("from", date.from);
  json.end_object();
}

void write_operations(JsonWriter& json, const Difference& difference) {
  json.key("operations").begin_array();
  for (const Operation& operation : difference.operations) {
    json.begin_object();
    json.member("op", name_of(kOperations, operation.kind));
    json.member_number("paragraph", operation.paragraph);
    if (operation.sentence) json.member_number("sentence", *operation.sentence);
    if (operation.facts) json.member_boolean("facts", true);
    json.end_object();
  }
  json.end_array();
  if (difference.more) json.member_boolean("more", true);
}

void write_difference(JsonWriter& json, const Difference& difference) {
  json.key("sentences").begin_object();
  json.member_number("kept", difference.kept).member_number("added", difference.added);
  json.member_number("removed", difference.removed).member_number("edited", difference.edited);
  json.member_number("moved", difference.moved).end_object();
  json.key("words").begin_object();
  json.member_number("before", difference.words_before);
  json.member_number("after", difference.words_after).end_object();
  write_operations(json, difference);
}

void write_history(JsonWriter& json, const std::vector<HistoryEntry>& history) {
  json.key("history").begin_array();
  for (const HistoryEntry& entry : history) {
    json.begin_object();
    if (entry.number) json.member("number", to_string(*entry.number));
    json.member("since", base::to_rfc3339(entry.since));
    json.member("status", to_string(entry.status));
    if (entry.content_hash != Hash128{}) json.member("hash", base::to_hex(entry.content_hash));
    json.end_object();
  }
  json.end_array();
}

void write_charset(JsonWriter& json, const Charset& charset) {
  if (charset == Charset{}) return;
  json.key("charset").begin_object();
  json.member("used", charset.used).member("declared", charset.declared);
  json.member("how", charset.how).end_object();
}

}  // namespace

void write_change(JsonWriter& json, const Change& change) {
  const bool withdrawn = change.verdict == Verdict::Withdrawn;
  json.key("change").begin_object();
  json.member("verdict", to_string(change.verdict));
  if (const auto what = class_of(change)) json.member("class", to_string(*what));
  json.member("number", to_string(change.number)).member_boolean("historic", change.historic);
  if (change.previous) json.member("previous", to_string(*change.previous));
  if (change.reverts_to) json.member("reverts_to", to_string(*change.reverts_to));
  if (change.flapping) json.member_boolean("flapping", true);
  json.member("identity", change.identity).member("row", change.row).member("guard", change.guard);
  if (change.difference && !withdrawn) write_difference(json, *change.difference);
  write_history(json, change.history);
  json.end_object();
}

void write_source(JsonWriter& json, const Article& article) {
  json.key("source").begin_object();
  json.member("url", article.url).member("request_url", article.request_url);
  json.member("guid", article.guid).member("event_id", article.event_id);
  if (article.status != 200) json.member_number("status", article.status);
  json.member("fetched_at", base::to_rfc3339(article.fetched_at));
  json.member("input", article.input == Input::Html ? "html" : "text");
  write_charset(json, article.charset);
  json.member("language_declared", article.language_declared);
  if (article.published) write_date(json, "published", *article.published);
  if (article.modified) write_date(json, "modified", *article.modified);
  json.member("crawl_date", article.crawl_date).member("origin_hint", article.origin_hint);
  json.end_object();
}

void write_source_of_withdrawal(JsonWriter& json, const Version& version) {
  json.key("source").begin_object();
  if (version.status != 200) json.member_number("status", version.status);
  json.member("fetched_at", base::to_rfc3339(version.fetched_at));
  json.end_object();
}

void write_quality(JsonWriter& json, const Article& article) {
  json.key("quality").begin_object();
  json.member("method", article.method);
  if (article.agreement) json.member_number("agreement", *article.agreement);
  json.member("confidence", name_of(kConfidences, article.confidence));
  json.member_boolean("review", article.review).member("access", article.access);
  if (!article.flags.empty()) {
    json.key("flags").begin_array();
    for (const std::string& flag : article.flags) json.text(flag);
    json.end_array();
  }
  if (!article.from.empty()) {
    json.key("from").begin_object();
    for (const auto& [field, source] : article.from) json.member(field, source);
    json.end_object();
  }
  json.member_boolean("verbatim", article.verbatim).member("cleaner", article.cleaner);
  json.member_number("profile_epoch", article.profile_epoch);
  json.end_object();
}

}  // namespace news::encode
