#include "e2e/heads.h"

#include <simdjson.h>

#include <stdexcept>
#include <string_view>

#include "base/time.h"
#include "news/encode/rows.h"
#include "news/versions/timeline.h"

namespace e2e {
namespace {

constexpr std::string_view kUsable = "usable", kCanceled = "canceled";

std::string text_of(simdjson::simdjson_result<simdjson::dom::element> found) {
  std::string_view text;
  return found.get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

std::string content_hash_of(simdjson::dom::element ninjs) {
  simdjson::dom::array ids;
  if (ninjs["altIds"].get(ids) != simdjson::SUCCESS) return {};
  for (const simdjson::dom::element id : ids) {
    if (text_of(id["role"]) == "contentHash") return text_of(id["value"]);
  }
  return {};
}

Shown read_shown(simdjson::dom::parser& parser, const std::string& value) {
  const simdjson::dom::element json = parser.parse(value);
  const simdjson::dom::element ninjs = json["ninjs"];
  return {.status = text_of(ninjs["pubStatus"]),
          .content_hash = content_hash_of(ninjs),
          .headline = text_of(ninjs["headlines"].at(0)["value"]),
          .body = text_of(ninjs["bodies"].at(0)["value"]),
          .fetched_at = text_of(json["source"]["fetched_at"])};
}

void read_rows(const Installation& dateline, Heads& heads) {
  for (const auto& [partition, rows] : dateline.stores()) {
    for (const auto& [key, value] : rows) {
      const auto id = news::encode::read_head_key(key);
      if (!id) continue;
      auto row = news::encode::read_head_row(*id, value);
      if (!row) throw std::runtime_error("a head row: " + row.fault().detail);
      heads[to_hex(*id)].row = std::move(*row);
    }
  }
}

// Numbers tell the order of publication, and that is another. The language of an article that was
// withdrawn is that of what was published of it before.
news::HeadRow comparable(const news::HeadRow& row) {
  news::HeadRow kept;
  kept.id = row.id;
  kept.site = row.site;
  kept.values = row.values;
  for (news::NumberedValue& value : kept.values) value.first = value.last = std::nullopt;
  kept.sightings = row.sightings;
  kept.floor = row.floor;
  kept.removed = row.removed;
  kept.stub = row.stub;
  kept.merged_into = row.merged_into;
  return kept;
}

bool is_withdrawn(const news::HeadRow& row) {
  const auto history = news::versions::history(row);
  return history.runs.empty() || history.runs.back().value.status != news::Status::Usable;
}

std::string describe(const news::HeadRow& row) {
  std::string text;
  for (const news::Sighting& each : row.sightings) {
    const news::Value& value = row.values.at(each.value).value;
    text += (text.empty() ? "" : " ") + base::to_rfc3339(each.fetched_at) + "=" +
            base::to_hex(value.content_hash).substr(0, 8) + "/" +
            std::to_string(static_cast<int>(value.status));
  }
  return row.site + " [" + text + "]" + (row.merged_into ? " merged" : "");
}

std::string describe(const std::optional<Shown>& shown) {
  if (!shown) return "nothing";
  return shown->status + ' ' + shown->content_hash + " fetched " + shown->fetched_at;
}

std::string difference(const HeadSeen& a, const HeadSeen& b) {
  if (comparable(a.row) != comparable(b.row)) {
    return "other sightings or values: " + describe(a.row) + ", " + describe(b.row);
  }
  if (a.row.text_pending || b.row.text_pending) return {};
  if (is_withdrawn(a.row)) {
    const bool is_right =
        (!a.shown || a.shown->status == kCanceled) && (!b.shown || b.shown->status == kCanceled);
    return is_right ? "" : "withdrawn, but shown: " + describe(a.shown) + ", " + describe(b.shown);
  }
  if (a.shown && b.shown && a.shown->same_text(*b.shown)) return {};
  return "shown are " + describe(a.shown) + " and " + describe(b.shown);
}

}  // namespace

bool Shown::same_text(const Shown& other) const {
  return status == other.status && content_hash == other.content_hash &&
         headline == other.headline && body == other.body;
}

Heads read_heads(const Installation& dateline) {
  Heads heads;
  read_rows(dateline, heads);
  simdjson::dom::parser parser;
  dateline.each_record(dateline.clean, [&](const LogRecord& record) {
    heads[record.key].shown =
        record.value ? std::optional(read_shown(parser, *record.value)) : std::nullopt;
  });
  return heads;
}

std::vector<std::string> differences(const Heads& a, const Heads& b) {
  std::vector<std::string> all;
  for (const auto& [id, seen] : a) {
    const auto other = b.find(id);
    const std::string what = other == b.end() ? "is only here" : difference(seen, other->second);
    if (!what.empty()) all.push_back(id + ": " + what);
  }
  for (const auto& [id, seen] : b) {
    if (a.count(id) == 0) all.push_back(id + ": is only there");
  }
  return all;
}

std::vector<std::string> replaced_by_older(const Installation& dateline) {
  std::vector<std::string> all;
  std::map<std::string, base::Timestamp> last;
  simdjson::dom::parser parser;
  dateline.each_record(dateline.clean, [&](const LogRecord& record) {
    if (!record.value) return;
    const Shown shown = read_shown(parser, *record.value);
    if (shown.status != kUsable) return;
    const base::Timestamp fetched_at = base::read_rfc3339(shown.fetched_at).value();
    const auto [before, is_first] = last.try_emplace(record.key, fetched_at);
    if (fetched_at < before->second) all.push_back(record.key + ": " + shown.fetched_at);
    before->second = fetched_at;
  });
  return all;
}

std::size_t waiting(const Heads& heads) {
  std::size_t count = 0;
  for (const auto& [id, seen] : heads) count += seen.row.text_pending ? 1 : 0;
  return count;
}

}  // namespace e2e
