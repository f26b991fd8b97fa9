// news/history.h
//
// What Dateline remembers of an article: the rows of `version`'s state, as values.
// Their bytes are proto/version_state.proto; news/encode writes and reads them, news/versions
// decides what stands in them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "news/candidate.h"

namespace news {

// 16 bytes: the first of SHA-256 of the strongest key.
struct ArticleId {
  std::array<std::uint8_t, 16> bytes{};

  auto operator<=>(const ArticleId&) const = default;
};

std::string to_hex(const ArticleId& id);
std::optional<ArticleId> read_article_id(std::string_view hex);

// "urn:dateline:<site>:<32 hex digits>"
struct Urn {
  std::string site;
  ArticleId id;

  bool operator==(const Urn&) const = default;
};

std::string to_urn(std::string_view site, const ArticleId& id);
std::optional<Urn> read_urn(std::string_view text);

// A head version's number, "3", or a late historic one's, "2.1".
struct VersionNumber {
  std::uint32_t head = 0, historic = 0;

  auto operator<=>(const VersionNumber&) const = default;
};

std::string to_string(const VersionNumber& number);

// (status, content hash, partial, correction): what a sighting saw.
struct Value {
  Status status = Status::Usable;
  Hash128 content_hash;
  bool partial = false, correction = false;

  auto operator<=>(const Value&) const = default;
};

// A value with the numbers it was published under; absent = never published.
struct NumberedValue {
  Value value;
  std::optional<VersionNumber> first, last;

  bool operator==(const NumberedValue&) const = default;
};

struct Sighting {
  Timestamp fetched_at;
  std::uint16_t raw_tag = 0, address_tag = 0;
  Cleaner cleaner;
  std::uint32_t value = 0;  // index into HeadRow::values

  bool operator==(const Sighting&) const = default;
};

struct HeadRow {
  ArticleId id;
  std::string site;
  Timestamp first_created;            // published or first fetched, of version 1
  std::vector<NumberedValue> values;  // by first sighting; at most 32
  std::vector<Sighting> sightings;    // by (fetched_at, value bytes, tags); at most 64
  std::optional<Timestamp> floor;     // sightings at or before it were forgotten
  std::uint32_t head_number = 0;      // n: 0 = nothing published yet
  std::uint32_t historic_count = 0;   // m
  std::string language;
  bool removed = false;  // takedown: for ever
  bool stub = false;     // aged: only numbers and the last sighting are left
  std::optional<ArticleId> merged_into;
  std::uint32_t merge_depth = 0;   // longest chain of merged articles that leads here
  bool own_key = false;            // the address that its id is made of leads here without an alias
  std::vector<Hash128> aliases;    // keys of its alias rows; at most 64
  std::vector<Timestamp> reverts;  // of the last 24 h, at most 4: flapping
  std::uint32_t written_day = 0;   // stream day of the last write
  bool text_pending = false;       // the head's own text is not at hand yet

  bool operator==(const HeadRow&) const = default;
};

struct TextRow {
  ArticleId id;
  TextFeatures text;
  bool correction = false;
  std::uint32_t number = 0;  // the version it is the text of
  std::uint32_t written_day = 0;

  bool operator==(const TextRow&) const = default;
};

// key -> article. Flood fields guard against a canonical that many articles share.
struct AliasRow {
  ArticleId id;
  std::uint8_t kind = 0;  // 'g' 'u' 'c' 't'
  std::uint32_t day = 0;  // stream day of the last write
  std::uint32_t flood_day = 0, flood_count = 0, last_hash = 0;
  bool distrusted = false;

  bool operator==(const AliasRow&) const = default;
};

struct SiteRow {
  std::uint32_t distrusted_g_until_day = 0, distrusted_u_until_day = 0;
  std::uint32_t distrusted_g = 0, distrusted_u = 0;  // aliases distrusted so far

  bool operator==(const SiteRow&) const = default;
};

// One sentence of a site that changed in several articles: a candidate for boilerplate.
struct LineRow {
  std::vector<std::uint16_t> article_tags;  // at most 3, distinct
  std::vector<std::uint32_t> days;          // at most 2, distinct

  bool operator==(const LineRow&) const = default;
};

// How often one short text was seen today, at how many addresses (guard text_flood).
struct FloodRow {
  std::uint32_t day = 0, addresses = 0;

  bool operator==(const FloodRow&) const = default;
};

// What may be forgotten on one day: keys of rows, sixteen a chunk. Chunk 0 counts the others.
struct CalendarRow {
  std::vector<std::string> due;
  std::uint32_t chunks = 0;  // chunk 0 only

  bool operator==(const CalendarRow&) const = default;
};

// The partition's stream time: the greatest fetched day seen, and the calendar's cursor: the first
// day that is not settled, of its chunks those that are, and of the next one so many entries.
struct StreamRow {
  std::uint32_t day = 0;
  std::uint32_t settle_day = 0, settle_chunk = 0, settle_index = 0;

  bool operator==(const StreamRow&) const = default;
};

}  // namespace news
