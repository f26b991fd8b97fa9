// tests/unit/version/world.h
//
// A version stage with its rows in a map, and candidates in a few words.
#pragma once

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "news/encode/article.h"
#include "news/encode/candidate.h"
#include "news/encode/rows.h"
#include "news/identity/keys.h"
#include "news/versions/normal.h"
#include "version/stage.h"

namespace version {

inline constexpr char kSite[] = "harbourpost.example";
inline constexpr std::int64_t kHour = 3'600'000;
inline constexpr std::int64_t kDay = 24 * kHour;
inline constexpr std::int64_t kStart = 20'500 * kDay;

struct Page {
  std::string path = "ferry";
  std::int64_t at = 0;  // ms after kStart
  std::string headline = "Night ferry returns";
  std::vector<std::string> paragraphs = {"The night ferry sails again from May. Tickets are out."};
  std::string canonical = {}, request = {}, guid = {};  // paths; empty: none
  news::Status status = news::Status::Usable;
  news::Signals signals = {};
  std::string site = kSite;
  bool agency = false;
};

inline std::string address(const Page& page, const std::string& path) {
  return "https://" + page.site + "/news/" + path + "-1";
}

inline news::Candidate to_candidate(const Page& page) {
  news::Candidate c;
  c.kind = news::CandidateKind::Page;
  c.fetched_at.value = kStart + page.at;
  c.appended_at.value = kStart + page.at + 1000;
  c.status = page.status;
  c.site = page.site;
  c.language = "en";
  if (!page.canonical.empty()) {
    c.addresses.push_back({news::AddressKind::Canonical, address(page, page.canonical)});
  }
  c.addresses.push_back({news::AddressKind::Fetched, address(page, page.path)});
  if (!page.request.empty()) {
    c.addresses.push_back({news::AddressKind::Request, address(page, page.request)});
  }
  c.guid = page.guid;
  c.agency = page.agency;
  c.address_tag = static_cast<std::uint16_t>(base::xxh3_64(address(page, page.path)));
  c.cleaner = {1, 0};
  c.signals = page.signals;
  std::string all = page.headline;
  for (const std::string& paragraph : page.paragraphs) all += '\n' + paragraph;
  c.raw_tag = static_cast<std::uint16_t>(base::xxh3_64(all) + static_cast<int>(page.status));
  if (page.status != news::Status::Usable) {
    c.kind = news::CandidateKind::Withdrawal;
    return c;
  }
  news::Article article;
  article.headline = page.headline;
  for (const std::string& paragraph : page.paragraphs) {
    article.blocks.push_back({news::BlockKind::Paragraph, 0, paragraph});
  }
  article.language = "en";
  article.url = address(page, page.path);
  article.fetched_at = c.fetched_at;
  article.signals = page.signals;
  c.text = news::versions::text_features(article);
  c.article = news::encode::to_bytes(article);
  return c;
}

class MapReader final : public stream::StateReader {
 public:
  base::Result<std::optional<std::string>> get(std::string_view key) const override {
    ++reads;
    const auto at = rows.find(std::string(key));
    if (at == rows.end()) return std::optional<std::string>{};
    return std::optional<std::string>{at->second};
  }

  std::map<std::string, std::string> rows;
  mutable int reads = 0;
};

class World final {
 public:
  explicit World(StageOptions options = {.input = "candidates",
                                         .articles = "clean",
                                         .takedowns = "takedowns",
                                         .versions = "versions",
                                         .generation = "7",
                                         .ages = {}})
      : stage(std::move(options)) {}

  stream::Effects send(const news::Candidate& candidate) {
    return send_bytes(news::encode::to_bytes(candidate), candidate.appended_at);
  }

  stream::Effects send(const Page& page) { return send(to_candidate(page)); }

  // `logged_at`: when the log of candidates got it.
  stream::Effects send_bytes(const std::string& bytes, Timestamp logged_at = {kStart}) {
    const std::vector<stream::Header> headers{{"traceparent", "00-trace"}, {"other", "x"}};
    const stream::Record record{{0}, {offset++}, kSite, bytes, headers, logged_at};
    auto effects = stage.handle(record, state, Timestamp{kStart});
    if (!effects)
      throw std::runtime_error(std::string(effects.fault().code) + ' ' + effects.fault().detail);
    for (const stream::StateWrite& row : effects->rows) {
      if (row.value) {
        state.rows[row.key] = *row.value;
      } else {
        state.rows.erase(row.key);
      }
    }
    for (const stream::OutRecord& out : effects->out) {
      if (out.output != kArticles) continue;
      if (out.value) {
        articles[out.key] = *out.value;
      } else {
        articles.erase(out.key);
      }
    }
    return *effects;
  }

  news::HeadRow head(const news::ArticleId& id) const {
    return *news::encode::read_head_row(id, state.rows.at(news::encode::head_key(id)));
  }

  // How often the counter with this name and these labels stands in the tally.
  std::uint64_t count(const stream::Effects& effects, const std::string& counter) const {
    std::uint64_t sum = 0;
    for (const stream::Tally& tally : effects.tally) {
      const stream::CounterSpec& spec = stage.spec().counters.at(tally.counter.value);
      if (spec.metric + '{' + spec.labels + '}' == counter) sum += tally.count;
    }
    return sum;
  }

  VersionStage stage;
  MapReader state;
  std::map<std::string, std::string> articles;  // the topic of current articles, compacted
  std::int64_t offset = 0;
};

inline std::string header(const stream::OutRecord& record, const std::string& key) {
  for (const stream::OwnedHeader& h : record.headers) {
    if (h.key == key) return h.value;
  }
  return "-";
}

// "new 1, new 1": verdict and number of every published record, articles before versions.
inline std::string in_words(const stream::Effects& effects) {
  std::string text;
  for (const stream::OutRecord& record : effects.out) {
    if (record.output == kTakedowns) continue;
    if (!text.empty()) text += ", ";
    text += record.output == kArticles ? "a:" : "v:";
    text += record.value
                ? header(record, "dateline-verdict") + ' ' + header(record, "dateline-number")
                : "null";
  }
  return text;
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace version
