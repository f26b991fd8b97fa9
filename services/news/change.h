// news/change.h
//
// What a candidate changed, and the version that is published for it. Plain values: news/versions
// decides them, news/encode prints them.
// Must not know: Kafka, RocksDB, JSON, the clock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "news/article.h"
#include "news/history.h"

namespace news {

// The judge's answer. Names are metric labels and output: added, never renamed.
enum class Verdict : std::uint8_t {
  Removed,
  Resent,
  Older,
  Held,
  Duplicate,
  Withdrawn,
  Recleaned,
  New,
  Restored,
  Reverted,
  Revised,
  Merged,  // not the judge's: two articles turned out to be one, and this one's key is closed
};

enum class ChangeClass : std::uint8_t {
  None,
  Boilerplate,
  Retraction,
  Correction,
  Headline,
  Rewrite,
  Factual,
  Addition,
  Removal,
  Edit,
  Cosmetic,
};

std::string_view to_string(Verdict verdict);     // "new", "revised", ...
std::string_view to_string(ChangeClass change);  // "correction", ...
std::string_view to_string(Status status);       // "usable", "withheld", ...
std::optional<Verdict> read_verdict(std::string_view name);
std::optional<ChangeClass> read_change_class(std::string_view name);
std::optional<Status> read_status(std::string_view name);

enum class OperationKind : std::uint8_t { Edited, Added, Removed, Moved };

struct Operation {
  OperationKind kind = OperationKind::Edited;
  std::uint32_t paragraph = 0;            // counted from 1; removed: in the former version
  std::optional<std::uint32_t> sentence;  // counted from 1 in its paragraph; absent: all of it
  bool facts = false;                     // an edit that touches numbers, quotes, names, negations

  bool operator==(const Operation&) const = default;
};

struct Difference {
  ChangeClass change = ChangeClass::None;
  std::uint32_t kept = 0, added = 0, removed = 0, edited = 0, moved = 0;  // sentences
  std::uint32_t words_before = 0, words_after = 0;
  std::vector<Operation> operations;  // at most 64
  bool more = false;                  // there were more

  bool operator==(const Difference&) const = default;
};

struct HistoryEntry {
  std::optional<VersionNumber> number;  // absent: seen, never published
  Timestamp since;
  Status status = Status::Usable;
  Hash128 content_hash;

  bool operator==(const HistoryEntry&) const = default;
};

struct Change {
  Verdict verdict = Verdict::New;
  VersionNumber number;
  bool historic = false;  // a late version from before the head: "2.1"
  std::optional<VersionNumber> previous, reverts_to;
  std::string identity;  // kind of the key that found the article: "u"; empty: none
  std::string row;       // row of the judge's table: "12"
  std::string guard = "none";
  std::optional<Difference> difference;  // only where there is a text to compare with
  std::vector<HistoryEntry> history;     // oldest first
  bool flapping = false;

  bool operator==(const Change&) const = default;
};

// Absent where there is no text to compare with.
std::optional<ChangeClass> class_of(const Change& change);

enum class PubStatus : std::uint8_t { Usable, Withheld, Canceled };

// One record of articles.versions, and of articles.clean if it is not historic.
struct Version {
  ArticleId id;
  std::string site;
  PubStatus pub_status = PubStatus::Usable;
  Timestamp first_created, version_created;
  Hash128 content_hash;
  std::string ed_note;
  Change change;
  std::optional<Article> article;  // absent: withdrawn, withheld, removed, merged
  std::string language;
  Timestamp fetched_at;  // of the candidate that caused it
  int status = 200;

  bool operator==(const Version&) const = default;
};

}  // namespace news
