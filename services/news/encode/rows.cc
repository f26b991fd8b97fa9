#include "news/encode/rows.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "news/encode/packed.h"
#include "news/encode/row_fields.h"

namespace news::encode {
namespace {

std::string hash_key(char letter, std::string_view first, std::string_view second) {
  std::string parts(first);
  parts += '\n';
  parts += second;
  std::string key(1, letter);
  append_big_endian(key, base::xxh3_64(parts), 8);
  return key;
}

std::string id_key(char letter, const ArticleId& id) {
  std::string key(1 + kIdBytes, letter);
  std::copy(id.bytes.begin(), id.bytes.end(), key.begin() + 1);
  return key;
}

// Keys that many texts may come through (an agency's id, a canonical address).
bool is_watched(std::uint8_t kind) { return kind == 'g' || kind == 'u'; }

}  // namespace

std::string head_key(const ArticleId& id) { return id_key('h', id); }

std::optional<ArticleId> read_head_key(std::string_view key) {
  if (!key.starts_with('h')) return std::nullopt;
  return unpack_id(key.substr(1));
}

std::string text_key(const ArticleId& id) { return id_key('x', id); }

std::string site_key(std::string_view site) { return hash_key('s', site, {}); }

std::string line_key(std::string_view site, std::uint32_t sentence_fold) {
  std::string fold;
  append_big_endian(fold, sentence_fold, 4);
  return hash_key('l', site, fold);
}

std::string flood_key(std::string_view site, const Hash128& content_hash) {
  return hash_key('f', site, base::to_bytes(content_hash));
}

std::string calendar_key(std::uint32_t due_day, std::uint32_t chunk) {
  std::string key = "e";
  append_big_endian(key, due_day, 4);
  append_big_endian(key, chunk, 4);
  return key;
}

std::string stream_key() { return "d"; }

std::string to_bytes(const TextRow& row, RowFormat format) {
  const bool fixed = format == RowFormat::One;
  std::string out = begin_row(format);
  put_bytes(out, 2, pack(row.text.content_hash));
  put_fixed64(out, 3, row.text.headline_fold);
  put_bytes(out, 4, pack(row.text.sentences));
  put_packed(out, 5, row.text.paragraph_starts, [](std::uint16_t start) { return start; });
  put_number(out, 6, row.text.words);
  put_number(out, 7, row.correction ? 1 : 0);
  put_number(out, 8, row.number);
  put_number(out, 9, row.written_day);
  put_fixed64(out, 10, row.text.story_fold ^ (fixed ? 0 : row.text.headline_fold));
  return out;
}

Result<TextRow> read_text_row(const ArticleId& id, std::string_view bytes) {
  TextRow row;
  std::string_view hash, sentences;
  bool fits = true;
  const auto format = read_fields("text", bytes, [&](WireReader& wire) {
    wire.take_bytes(2, hash);
    wire.take_fixed64(3, row.text.headline_fold);
    wire.take_bytes(4, sentences);
    fits &= take_numbers(wire, 5, row.text.paragraph_starts);
    wire.take(6, row.text.words);
    wire.take(7, row.correction);
    wire.take(8, row.number);
    wire.take(9, row.written_day);
    wire.take_fixed64(10, row.text.story_fold);
  });
  if (!format) return format.fault();
  const auto content = unpack_hash(hash);
  auto features = unpack_sentences(sentences);
  if (!content || !features || !fits) return damaged("text");
  row.id = id;
  row.text.content_hash = *content;
  row.text.sentences = *std::move(features);
  if (*format != RowFormat::One) row.text.story_fold ^= row.text.headline_fold;
  return row;
}

// Format two: of keys that guards do not watch nothing is counted, and of most others one text on
// the day of the last write.
std::string to_bytes(const AliasRow& row, RowFormat format) {
  const bool fixed = format == RowFormat::One;
  std::string out = begin_row(format);
  put_bytes(out, 2, pack(row.id));
  put_number(out, 3, row.kind);
  put_number(out, 4, row.day);
  if (!fixed && !is_watched(row.kind)) return out;
  put_number(out, 5, fixed ? row.flood_day : row.day - row.flood_day);
  put_number(out, 6, fixed ? row.flood_count : row.flood_count - 1);
  put_fixed32(out, 7, row.last_hash);
  put_number(out, 8, row.distrusted ? 1 : 0);
  return out;
}

Result<AliasRow> read_alias_row(std::string_view bytes) {
  AliasRow row;
  std::string_view id;
  std::uint32_t kind = 0;
  const auto format = read_fields("alias", bytes, [&](WireReader& wire) {
    wire.take_bytes(2, id);
    wire.take(3, kind);
    wire.take(4, row.day);
    wire.take(5, row.flood_day);
    wire.take(6, row.flood_count);
    wire.take_fixed32(7, row.last_hash);
    wire.take(8, row.distrusted);
  });
  if (!format) return format.fault();
  const auto article = unpack_id(id);
  constexpr std::string_view kKinds = "guct";
  const bool known = kind <= 0x7f && kKinds.find(static_cast<char>(kind)) != kKinds.npos;
  if (!article || !known) return damaged("alias");
  row.id = *article;
  row.kind = static_cast<std::uint8_t>(kind);
  if (*format != RowFormat::One && is_watched(row.kind)) {
    row.flood_day = row.day - row.flood_day;
    ++row.flood_count;
  }
  return row;
}

std::string to_bytes(const SiteRow& row, RowFormat format) {
  std::string out = begin_row(format);
  put_number(out, 2, row.distrusted_g_until_day);
  put_number(out, 3, row.distrusted_u_until_day);
  put_number(out, 4, row.distrusted_g);
  put_number(out, 5, row.distrusted_u);
  return out;
}

Result<SiteRow> read_site_row(std::string_view bytes) {
  SiteRow row;
  const auto format = read_fields("site", bytes, [&](const WireReader& wire) {
    wire.take(2, row.distrusted_g_until_day);
    wire.take(3, row.distrusted_u_until_day);
    wire.take(4, row.distrusted_g);
    wire.take(5, row.distrusted_u);
  });
  if (!format) return format.fault();
  return row;
}

std::string to_bytes(const LineRow& row, RowFormat format) {
  std::string out = begin_row(format);
  put_packed(out, 2, row.article_tags, [](std::uint16_t tag) { return tag; });
  put_packed(out, 3, row.days, [](std::uint32_t day) { return day; });
  return out;
}

Result<LineRow> read_line_row(std::string_view bytes) {
  LineRow row;
  bool fits = true;
  const auto format = read_fields("line", bytes, [&](const WireReader& wire) {
    fits &= take_numbers(wire, 2, row.article_tags);
    fits &= take_numbers(wire, 3, row.days);
  });
  if (!format) return format.fault();
  if (!fits) return damaged("line");
  return row;
}

std::string to_bytes(const FloodRow& row, RowFormat format) {
  std::string out = begin_row(format);
  put_number(out, 2, row.day);
  put_number(out, 3, row.addresses);
  return out;
}

Result<FloodRow> read_flood_row(std::string_view bytes) {
  FloodRow row;
  const auto format = read_fields("flood", bytes, [&](const WireReader& wire) {
    wire.take(2, row.day);
    wire.take(3, row.addresses);
  });
  if (!format) return format.fault();
  return row;
}

std::string to_bytes(const CalendarRow& row, RowFormat format) {
  std::string out = begin_row(format);
  put_bytes(out, 2, pack_row_keys(row.due));
  put_number(out, 3, row.chunks);
  return out;
}

Result<CalendarRow> read_calendar_row(std::string_view bytes) {
  CalendarRow row;
  std::string_view packed;
  const auto format = read_fields("calendar", bytes, [&](const WireReader& wire) {
    wire.take_bytes(2, packed);
    wire.take(3, row.chunks);
  });
  if (!format) return format.fault();
  auto due = unpack_row_keys(packed);
  if (!due) return damaged("calendar");
  row.due = *std::move(due);
  return row;
}

std::string to_bytes(const StreamRow& row, RowFormat format) {
  std::string out = begin_row(format);
  put_number(out, 2, row.day);
  put_number(out, 3, row.settle_day);
  put_number(out, 4, row.settle_chunk);
  put_number(out, 5, row.settle_index);
  return out;
}

Result<StreamRow> read_stream_row(std::string_view bytes) {
  StreamRow row;
  const auto format = read_fields("stream", bytes, [&](const WireReader& wire) {
    wire.take(2, row.day);
    wire.take(3, row.settle_day);
    wire.take(4, row.settle_chunk);
    wire.take(5, row.settle_index);
  });
  if (!format) return format.fault();
  return row;
}

}  // namespace news::encode
