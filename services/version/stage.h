// version/stage.h
//
// From a candidate to what it changes: find its article, judge it against the history, say what is
// different, publish. State: rows of version/rows.h. Its input is in one order per site, so its
// outputs are a function of that log: no clock, no network, nothing kept between records.
// One thread an object. A duplicate never opens the article that its candidate carries.
// Must not know: Kafka, RocksDB, how pages become articles.
#pragma once

#include <string>
#include <vector>

#include "news/model.h"
#include "stream/stage.h"
#include "version/records.h"
#include "version/rows.h"

namespace version {

// Of one article. More are counted, and found by their content only.
inline constexpr std::size_t kAliasesMax = 64;
// Texts and headlines add theirs only below this: a live blog of many versions leaves addresses
// room.
inline constexpr std::size_t kTextAliasesMax = 48;
// Changed sentences that are looked up as boilerplate; with more of them it is a change of text.
inline constexpr std::size_t kLinesMax = 16;
// What makes a sentence boilerplate: changed in so many articles, on so many days.
inline constexpr std::size_t kLineArticlesMin = 3;
inline constexpr std::size_t kLineDaysMin = 2;
// A crawler's clock may be so far ahead of Kafka's; what is further counts as fetched when it came.
inline constexpr std::int64_t kClockAheadMillis = 300'000;

struct StageOptions {
  std::string input;     // topic of candidates
  std::string articles;  // topic of current articles
  std::string takedowns = {};
  std::string versions;  // topic of all versions; empty: none
  std::string generation = "1";
  Ages ages;
  news::encode::RowFormat row_format = news::encode::kOldestFormat;
  // Revisions of these classes are no versions.
  std::vector<news::ChangeClass> silent{news::ChangeClass::None, news::ChangeClass::Boilerplate};
  Encoding encoding = {};
};

class VersionStage final : public stream::Stage {
 public:
  explicit VersionStage(StageOptions options);
  VersionStage(const VersionStage&) = delete;
  VersionStage& operator=(const VersionStage&) = delete;

  const stream::StageSpec& spec() const override { return spec_; }
  Result<stream::Effects> handle(const stream::Record& record, const stream::StateReader& state,
                                 Timestamp now) override;

 private:
  const StageOptions options_;
  const stream::StageSpec spec_;
};

}  // namespace version
