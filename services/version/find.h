// version/find.h
//
// Which article a candidate is: the first of its keys that knows one. Also which of its keys must
// be written, moved, or not be believed, and whether two articles turn out to be one.
// Reads rows, writes none but those of the guards. One record at a time, on the worker's thread.
// Must not know: verdicts, texts beyond their features, topics.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "news/identity/keys.h"
#include "news/model.h"
#include "version/counters.h"
#include "version/rows.h"

namespace version {

// Addresses beyond the canonical and the fetched one that are looked at.
inline constexpr std::size_t kOtherAddressesMax = 8;
// So much of a page must stand in an article's text for a weak key to be believed.
inline constexpr std::uint32_t kKnownPercentMin = 50;
// Shorter texts are no keys, and the shorter ones still are counted as possible error pages.
inline constexpr std::uint32_t kContentWordsMin = 25;
// An agency's correction or kill finds its story by the headline for so long, and a correction only
// with so much of its text.
inline constexpr std::int64_t kTitleMillisMax = 72 * 3'600'000;
inline constexpr std::uint32_t kTitlePercentMin = 30;
inline constexpr std::uint32_t kFloodWordsMax = 80;
inline constexpr std::uint32_t kFloodAddressesMax = 200;
// Different texts a day through one guid or canonical; distrusted keys of a site; days of distrust.
inline constexpr std::uint32_t kKeyTextsMax = 20;
inline constexpr std::uint32_t kDistrustedMax = 3;
inline constexpr std::uint32_t kDistrustDays = 30;

struct Key {
  news::identity::KeyKind kind = news::identity::KeyKind::Address;
  FoundBy role = FoundBy::Fetched;
  std::string text;
  news::Hash128 alias;
  std::optional<news::ArticleId> own;  // that is made of it; of texts and headlines none
  bool has_row = false;                // of an alias, whatever it says

  bool operator==(const Key&) const = default;
};

struct Found {
  std::optional<news::HeadRow> head;   // the article; absent: a new one
  std::optional<news::HeadRow> other;  // another one that is the same after all
  news::ArticleId id;                  // of a new one
  FoundBy by = FoundBy::None;
  std::string letter;  // of the key it was found by; empty: none
  std::string_view guard = "none";
  bool removed = false;      // taken down: nothing more is to be done
  bool flooded = false;      // an error page that many addresses show
  std::vector<Key> aliases;  // to be written, pointing to the article
};

// Keys that a text is, once it is published: a text of some length under a headline (key 4), and an
// agency's headline, less the marks that say what it does to a story (key 5).
std::optional<Key> content_key(const news::Candidate& candidate);
std::optional<Key> title_key(const news::Candidate& candidate);

Result<Found> find_article(const news::Candidate& candidate, Rows& rows, Counts& counts);

}  // namespace version
