// news/encode/rows.h
//
// The rows of `version`'s state as bytes (proto/version_state.proto), and back; and their keys.
// A row is a changelog record: same key, same bytes. Equal rows are equal bytes. Readers answer
// damage and formats they do not know with a Stop. Pure, any thread.
// Must not know: RocksDB, Kafka, what a row means for a verdict.
//
//   key    'h' 'x' + 16-byte article id · 's' 'l' 'f' + 8 bytes of XXH3-64 ·
//          'e' + due day, chunk (4 bytes each, big endian) · 'd' · 'a' + 12 bytes (identity/keys.h)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "news/history.h"

namespace news::encode {

using base::Result;

// What a row's first field says. Readers take all of these, whatever is written: the format of a
// release and that of the one before it. A writer keeps the older one until no process that does
// not know the newer can come back (state.format of the configuration).
//   One  each sighting of a head has 18 bytes; each key of an article has an alias row
//   Two  each sighting is packed against the one before it, in about 10; the address that an id is
//        made of needs no alias row; what follows from another field is not said again
enum class RowFormat : std::uint32_t { One = 1, Two = 2 };
inline constexpr RowFormat kOldestFormat = RowFormat::One;
inline constexpr RowFormat kNewestFormat = RowFormat::Two;

std::string head_key(const ArticleId& id);
std::optional<ArticleId> read_head_key(std::string_view key);
std::string text_key(const ArticleId& id);
std::string site_key(std::string_view site);
std::string line_key(std::string_view site, std::uint32_t sentence_fold);
std::string flood_key(std::string_view site, const Hash128& content_hash);
std::string calendar_key(std::uint32_t due_day, std::uint32_t chunk);
std::string stream_key();

std::string to_bytes(const HeadRow& row, RowFormat format);
std::string to_bytes(const TextRow& row, RowFormat format);
std::string to_bytes(const AliasRow& row, RowFormat format);
std::string to_bytes(const SiteRow& row, RowFormat format);
std::string to_bytes(const LineRow& row, RowFormat format);
std::string to_bytes(const FloodRow& row, RowFormat format);
std::string to_bytes(const CalendarRow& row, RowFormat format);
std::string to_bytes(const StreamRow& row, RowFormat format);

// Faults: unknown_format, bad_row. The id of a head or text row stands in its key only.
Result<HeadRow> read_head_row(const ArticleId& id, std::string_view bytes);
Result<TextRow> read_text_row(const ArticleId& id, std::string_view bytes);
Result<AliasRow> read_alias_row(std::string_view bytes);
Result<SiteRow> read_site_row(std::string_view bytes);
Result<LineRow> read_line_row(std::string_view bytes);
Result<FloodRow> read_flood_row(std::string_view bytes);
Result<CalendarRow> read_calendar_row(std::string_view bytes);
Result<StreamRow> read_stream_row(std::string_view bytes);

}  // namespace news::encode
