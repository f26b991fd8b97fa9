// replay/gap.h
//
// What a generation cannot know, because its input begins later than the news: counted from the
// table of articles of the one that knows. An article tells when its pages were fetched and its
// record when it was published; the input, when its first record came. Pages come after they were
// fetched and before they are published, so:
//   lost       published before the input begins: what made it is not there
//   unsure     fetched before, published since: it came late, by a backfill, and may be there; or
//              the table itself was made anew
//   cut short  its present text is there, an older version is not: it counts from 1 again
// Pure. Must not know: Kafka, who asks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/time.h"
#include "news/lenient_json.h"

namespace replay {

// When a log begins, partition by partition; absent: with its first record ever.
struct InputStart {
  std::vector<std::optional<base::Timestamp>> since;
  bool by_site = false;  // an article's records are all in the partition of its site

  bool is_whole() const;  // nothing was ever cut
  // Of articles of this site; where any partition may have them, the latest.
  std::optional<base::Timestamp> of(std::string_view site) const;
};

enum class Knowledge : std::uint8_t { None, Whole, CutShort, Unsure, Lost };

// The last record of one article; `None`: it was taken down.
struct KnownArticle {
  base::Hash128 key;
  std::int64_t offset = 0;
  Knowledge knowledge = Knowledge::None;
  bool is_withdrawn = false;
};

// Reads articles of the table. Keeps its memory between calls; one thread.
class GapReader final {
 public:
  explicit GapReader(InputStart start) : start_(std::move(start)) {}

  // `json` as in articles.clean. Without a time in it an article counts as lost.
  KnownArticle read(const base::Hash128& key, std::int64_t offset, std::string_view site,
                    std::string_view json, base::Timestamp published);

 private:
  const InputStart start_;
  news::JsonDocument document_;
};

struct Gap {
  std::uint64_t articles = 0;  // of all, those that are not taken down
  std::uint64_t lost = 0, unsure = 0, cut_short = 0;
  std::uint64_t lost_withdrawn = 0;  // of the lost: a text that comes again would be published

  void add(const KnownArticle& article);
  bool empty() const { return lost + unsure + cut_short == 0; }
  bool operator==(const Gap&) const = default;
};

}  // namespace replay
