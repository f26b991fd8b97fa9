// news/article.h
//
// What a crawler sent, and the article that cleaning makes of it. Plain values.
// Limits are named in clean::Limits and decode::Limits; nothing here enforces them.
// Must not know: Kafka, RocksDB, HTML, JSON, the clock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"

namespace news {

using base::Timestamp;

// Stable words about how a page was read ("short", "mojibake_repaired"); kept sorted, each once.
using Flags = std::vector<std::string>;

// What the crawler said beside the page: below the page's markup, above its visible text.
struct Hints {
  std::string canonical_url, title, published_at, modified_at, language, publisher, section;
  std::string description, image_url;
  std::vector<std::string> authors, tags;

  bool operator==(const Hints&) const = default;
};

// One raw event. `html` and `text` point into the decoder's buffers: valid until its next call.
struct RawEvent {
  std::string url;              // after redirects, as found
  std::string_view html, text;  // at most one is empty unless both were sent
  bool html_is_bytes = false;   // came as html_base64: the charset is ours to judge
  bool text_is_bytes = false;
  Timestamp fetched_at;
  int status = 200;
  bool deleted = false;
  std::string content_type, request_url, guid, id;
  Hints hints;
  Flags flags;                 // "hint_ignored"
  std::uint64_t raw_hash = 0;  // XXH3-64 of all that cleaning reads: the same crawl again?

  bool is_withdrawal() const { return deleted || status == 404 || status == 410; }
};

enum class BlockKind : std::uint8_t {
  Paragraph,
  Heading,
  ListItem,
  Quote,
  Preformatted,
  TableRow,
  Figure
};

struct Block {
  BlockKind kind = BlockKind::Paragraph;
  int level = 0;     // Heading: 2 to 4. ListItem: 1 = ordered. Figure: index into Article::images
  std::string text;  // NFC, one line but for Preformatted; Figure: empty

  bool operator==(const Block&) const = default;
};

struct Image {
  std::string url, caption, credit;

  bool operator==(const Image&) const = default;
};

enum class ZoneSource : std::uint8_t { Unknown, Given, Derived, Publisher };
enum class Precision : std::uint8_t { Day, Minute, Second };

// A date as printed and as understood. Without a known zone there is a local time but no instant.
// Markup may tell the instant of which a page prints only the local day: then the precision is a
// day, that of `local`, and the instant stands beside it.
struct DateFound {
  std::string raw;                   // as it stood on the page
  base::CivilTime local;             // as a wall clock there showed it
  std::optional<Timestamp> instant;  // only if the zone is known
  ZoneSource zone = ZoneSource::Unknown;
  Precision precision = Precision::Day;
  std::string from;  // "jsonld", "meta", "time", "url", "hint", "label", "text"

  bool operator==(const DateFound&) const = default;
};

struct Charset {
  std::string used, declared, how;  // how: "bom", "valid_utf8", "http", "meta", "guess", "fallback"

  bool operator==(const Charset&) const = default;
};

enum class Input : std::uint8_t { Html, Text };
enum class Confidence : std::uint8_t { Low, Medium, High };

// What a page says about its own standing, as found by cleaning.
struct Signals {
  bool correction = false;
  bool kill = false;  // withdraw every version
  bool hold = false;  // withhold until the next version; an embargo still on counts
  std::string note;   // the note as printed

  bool operator==(const Signals&) const = default;
};

struct Article {
  // The text.
  std::string headline, subtitle, page_title, description, located;
  std::vector<Block> blocks;  // without headline and captions
  std::vector<Image> images;
  bool verbatim = false;  // the headline stood on the page in these words

  // About it.
  std::vector<std::string> authors;
  std::string publisher, agency, section;
  std::vector<std::string> section_path, tags, genres;
  bool tags_inferred = false;
  std::string language, language_declared;
  std::optional<DateFound> published, modified;
  std::string crawl_date;            // a dump's own first line: "2025-10-24"
  std::string canonical_url;         // as found and resolved; empty if none or two that differ
  std::string amp_url, origin_hint;  // origin_hint: another site's canonical address
  Signals signals;
  bool partial = false;  // cut by a wall

  // Where it came from.
  std::string url, request_url, guid, event_id;
  Timestamp fetched_at;
  int status = 200;
  Input input = Input::Html;
  Charset charset;

  // How well it was read.
  std::string method;            // "regions", "scoring", "blocks", "jsonld", "dump"
  std::optional<int> agreement;  // thousandths; absent while only one extractor ran
  Confidence confidence = Confidence::Low;
  bool review = false;
  std::string access;  // "free", "metered", "locked", or empty
  Flags flags;
  std::vector<std::pair<std::string, std::string>> from;  // field -> source, sorted by field
  std::string cleaner;  // "1.0.0+3b9d51c2": release and hash of the tables
  std::uint32_t profile_epoch = 0;

  bool operator==(const Article&) const = default;
};

// Adds a flag once, in order.
void add_flag(Flags& flags, std::string_view flag);

// Body paragraphs joined by blank lines; figures left out. What bodies.main and hashes are made of.
std::string body_text(const Article& article);

}  // namespace news
