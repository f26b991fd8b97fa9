// cli/demo/outcome.h
//
// What was read back from the output topics: counts, the dead letters by reason, and every record
// of the one article that the demo follows. One thread.
// Must not know: how records are read, how they are shown.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/kafka/reader.h"
#include "news/lenient_json.h"

namespace cli::demo {

// The topics that are read back, as ReaderOptions::topics has them.
enum class ReadTopic : std::size_t { Clean, Versions, Dead };

struct DeadKind {
  std::size_t count = 0;
  std::string detail, origin;  // of the first; origin: topic/partition/offset
};

class Outcome final {
 public:
  explicit Outcome(std::string followed_url) : followed_url_(std::move(followed_url)) {}
  Outcome(const Outcome&) = delete;
  Outcome& operator=(const Outcome&) = delete;

  void take(const adapters::kafka::ReadRecord& record);

  std::size_t records() const { return records_; }
  std::size_t current() const;  // articles whose newest version has a text
  std::size_t articles() const { return newest_.size(); }
  std::size_t versions() const { return versions_; }
  std::size_t historic() const { return historic_; }
  std::size_t dead_letters() const;
  const std::map<std::string, std::size_t>& classes() const { return classes_; }
  const std::map<std::string, DeadKind>& dead() const { return dead_; }
  // Of the followed article: all of articles.versions in their order, and the last of
  // articles.clean.
  const std::vector<std::string>& followed_versions() const { return followed_versions_; }
  const std::string& followed_newest() const { return followed_newest_; }

 private:
  void take_article(std::string_view key, std::string_view json);
  void take_version(std::string_view key, std::string_view json);
  void take_dead(const adapters::kafka::ReadRecord& record);
  bool is_followed(std::string_view key);

  const std::string followed_url_;
  news::JsonDocument document_;  // of the record at hand
  std::string followed_key_;     // empty: not met yet
  std::size_t records_ = 0, versions_ = 0, historic_ = 0;
  std::map<std::string, bool, std::less<>> newest_;  // article -> has a text
  std::map<std::string, std::size_t> classes_;
  std::map<std::string, DeadKind> dead_;
  std::vector<std::string> followed_versions_;
  std::string followed_newest_;
};

}  // namespace cli::demo
