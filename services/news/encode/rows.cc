#include "news/encode/rows.h"

#include <limits>
#include <optional>
#include <utility>

#include "news/encode/packed.h"
#include "news/encode/utf8.h"
#include "proto/version_state.pb.h"

namespace news::encode {
namespace {

base::Fault damaged(std::string_view row) { return base::stop("bad_row", std::string(row)); }

// The message, or a Stop: rows are ours, so what cannot be read is damage or a newer release's.
template <class Message>
Result<Message> parse(std::string_view row, std::string_view bytes) {
  Message message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return damaged(row);
  if (message.format() < static_cast<std::uint32_t>(kOldestFormat) ||
      message.format() > static_cast<std::uint32_t>(kNewestFormat)) {
    return base::stop("unknown_format", std::string(row) + ' ' + std::to_string(message.format()));
  }
  return message;
}

std::string hash_key(char letter, std::string_view first, std::string_view second) {
  std::string parts(first);
  parts += '\n';
  parts += second;
  std::string key(1, letter);
  append_big_endian(key, base::xxh3_64(parts), 8);
  return key;
}

void write_value(const NumberedValue& from, dateline::HeadValue& to) {
  to.set_status(static_cast<std::uint32_t>(from.value.status));
  to.set_content_hash(pack(from.value.content_hash));
  to.set_partial(from.value.partial);
  to.set_correction(from.value.correction);
  const VersionNumber first = from.first.value_or(VersionNumber{});
  const VersionNumber last = from.last.value_or(VersionNumber{});
  to.set_first_head(first.head);
  to.set_first_historic(first.historic);
  to.set_last_head(last.head);
  to.set_last_historic(last.historic);
}

std::optional<VersionNumber> read_number(std::uint32_t head, std::uint32_t historic) {
  if (head == 0 && historic == 0) return std::nullopt;
  return VersionNumber{head, historic};
}

std::optional<NumberedValue> read_value(const dateline::HeadValue& from) {
  const auto hash = unpack_hash(from.content_hash());
  if (!hash || from.status() < static_cast<std::uint32_t>(Status::Usable) ||
      from.status() > static_cast<std::uint32_t>(Status::Missing)) {
    return std::nullopt;
  }
  NumberedValue value;
  value.value = {static_cast<Status>(from.status()), *hash, from.partial(), from.correction()};
  value.first = read_number(from.first_head(), from.first_historic());
  value.last = read_number(from.last_head(), from.last_historic());
  return value;
}

bool read_timeline(const dateline::HeadRow& from, HeadRow& to) {
  for (const dateline::HeadValue& packed : from.values()) {
    const auto value = read_value(packed);
    if (!value) return false;
    to.values.push_back(*value);
  }
  const bool fixed = from.format() == static_cast<std::uint32_t>(RowFormat::One);
  auto sightings = fixed ? unpack_sightings(from.sightings()) : unpack_deltas(from.sightings());
  if (!sightings) return false;
  for (const Sighting& sighting : *sightings) {
    if (sighting.value >= to.values.size()) return false;
  }
  to.sightings = *std::move(sightings);
  if (from.has_floor()) to.floor = Timestamp{from.floor()};
  for (const std::int64_t revert : from.reverts()) to.reverts.push_back(Timestamp{revert});
  return true;
}

}  // namespace

std::string head_key(const ArticleId& id) { return 'h' + pack(id); }

std::optional<ArticleId> read_head_key(std::string_view key) {
  if (!key.starts_with('h')) return std::nullopt;
  return unpack_id(key.substr(1));
}

std::string text_key(const ArticleId& id) { return 'x' + pack(id); }

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

std::string to_bytes(const HeadRow& row, RowFormat format) {
  dateline::HeadRow message;
  message.set_format(static_cast<std::uint32_t>(format));
  message.set_first_created(row.first_created.value);
  for (const NumberedValue& value : row.values) write_value(value, *message.add_values());
  message.set_sightings(format == RowFormat::One ? pack(row.sightings)
                                                 : pack_deltas(row.sightings));
  if (row.floor) message.set_floor(row.floor->value);
  message.set_head_number(row.head_number);
  message.set_historic_count(row.historic_count);
  message.set_language(to_utf8(row.language));
  message.set_removed(row.removed);
  message.set_stub(row.stub);
  if (row.merged_into) message.set_merged_into(pack(*row.merged_into));
  message.set_aliases(pack_aliases(row.aliases));
  for (const Timestamp revert : row.reverts) message.add_reverts(revert.value);
  message.set_written_day(row.written_day);
  message.set_text_pending(row.text_pending);
  message.set_site(to_utf8(row.site));
  message.set_merge_depth(row.merge_depth);
  return message.SerializeAsString();
}

Result<HeadRow> read_head_row(const ArticleId& id, std::string_view bytes) {
  const auto message = parse<dateline::HeadRow>("head", bytes);
  if (!message) return message.fault();
  HeadRow row;
  row.id = id;
  auto aliases = unpack_aliases(message->aliases());
  if (!aliases || !read_timeline(*message, row)) return damaged("head");
  row.aliases = *std::move(aliases);
  if (!message->merged_into().empty()) {
    row.merged_into = unpack_id(message->merged_into());
    if (!row.merged_into) return damaged("head");
  }
  row.site = message->site();
  row.first_created = Timestamp{message->first_created()};
  row.head_number = message->head_number();
  row.historic_count = message->historic_count();
  row.language = message->language();
  row.removed = message->removed();
  row.stub = message->stub();
  row.written_day = message->written_day();
  row.text_pending = message->text_pending();
  row.merge_depth = message->merge_depth();
  return row;
}

std::string to_bytes(const TextRow& row, RowFormat format) {
  dateline::TextRow message;
  message.set_format(static_cast<std::uint32_t>(format));
  message.set_content_hash(pack(row.text.content_hash));
  message.set_headline_fold(row.text.headline_fold);
  message.set_story_fold(row.text.story_fold);
  message.set_sentences(pack(row.text.sentences));
  for (const std::uint16_t start : row.text.paragraph_starts) message.add_paragraph_starts(start);
  message.set_words(row.text.words);
  message.set_correction(row.correction);
  message.set_number(row.number);
  message.set_written_day(row.written_day);
  return message.SerializeAsString();
}

Result<TextRow> read_text_row(const ArticleId& id, std::string_view bytes) {
  const auto message = parse<dateline::TextRow>("text", bytes);
  if (!message) return message.fault();
  const auto hash = unpack_hash(message->content_hash());
  auto sentences = unpack_sentences(message->sentences());
  if (!hash || !sentences) return damaged("text");
  TextRow row;
  row.id = id;
  row.text.content_hash = *hash;
  row.text.headline_fold = message->headline_fold();
  row.text.story_fold = message->story_fold();
  row.text.sentences = *std::move(sentences);
  for (const std::uint32_t start : message->paragraph_starts()) {
    if (start > std::numeric_limits<std::uint16_t>::max()) return damaged("text");
    row.text.paragraph_starts.push_back(static_cast<std::uint16_t>(start));
  }
  row.text.words = message->words();
  row.correction = message->correction();
  row.number = message->number();
  row.written_day = message->written_day();
  return row;
}

std::string to_bytes(const AliasRow& row, RowFormat format) {
  dateline::AliasRow message;
  message.set_format(static_cast<std::uint32_t>(format));
  message.set_id(pack(row.id));
  message.set_kind(row.kind);
  message.set_day(row.day);
  message.set_flood_day(row.flood_day);
  message.set_flood_count(row.flood_count);
  message.set_last_hash(row.last_hash);
  message.set_distrusted(row.distrusted);
  return message.SerializeAsString();
}

Result<AliasRow> read_alias_row(std::string_view bytes) {
  const auto message = parse<dateline::AliasRow>("alias", bytes);
  if (!message) return message.fault();
  const auto id = unpack_id(message->id());
  constexpr std::string_view kKinds = "guct";
  const bool known = message->kind() <= 0x7f &&
                     kKinds.find(static_cast<char>(message->kind())) != std::string_view::npos;
  if (!id || !known) return damaged("alias");
  AliasRow row;
  row.id = *id;
  row.kind = static_cast<std::uint8_t>(message->kind());
  row.day = message->day();
  row.flood_day = message->flood_day();
  row.flood_count = message->flood_count();
  row.last_hash = message->last_hash();
  row.distrusted = message->distrusted();
  return row;
}

std::string to_bytes(const SiteRow& row, RowFormat format) {
  dateline::SiteRow message;
  message.set_format(static_cast<std::uint32_t>(format));
  message.set_distrusted_g_until_day(row.distrusted_g_until_day);
  message.set_distrusted_u_until_day(row.distrusted_u_until_day);
  message.set_distrusted_g(row.distrusted_g);
  message.set_distrusted_u(row.distrusted_u);
  return message.SerializeAsString();
}

Result<SiteRow> read_site_row(std::string_view bytes) {
  const auto message = parse<dateline::SiteRow>("site", bytes);
  if (!message) return message.fault();
  return SiteRow{message->distrusted_g_until_day(), message->distrusted_u_until_day(),
                 message->distrusted_g(), message->distrusted_u()};
}

std::string to_bytes(const LineRow& row, RowFormat format) {
  dateline::LineRow message;
  message.set_format(static_cast<std::uint32_t>(format));
  for (const std::uint16_t tag : row.article_tags) message.add_article_tags(tag);
  for (const std::uint32_t day : row.days) message.add_days(day);
  return message.SerializeAsString();
}

Result<LineRow> read_line_row(std::string_view bytes) {
  const auto message = parse<dateline::LineRow>("line", bytes);
  if (!message) return message.fault();
  LineRow row;
  for (const std::uint32_t tag : message->article_tags()) {
    if (tag > std::numeric_limits<std::uint16_t>::max()) return damaged("line");
    row.article_tags.push_back(static_cast<std::uint16_t>(tag));
  }
  row.days.assign(message->days().begin(), message->days().end());
  return row;
}

std::string to_bytes(const FloodRow& row, RowFormat format) {
  dateline::FloodRow message;
  message.set_format(static_cast<std::uint32_t>(format));
  message.set_day(row.day);
  message.set_addresses(row.addresses);
  return message.SerializeAsString();
}

Result<FloodRow> read_flood_row(std::string_view bytes) {
  const auto message = parse<dateline::FloodRow>("flood", bytes);
  if (!message) return message.fault();
  return FloodRow{message->day(), message->addresses()};
}

std::string to_bytes(const CalendarRow& row, RowFormat format) {
  dateline::CalendarRow message;
  message.set_format(static_cast<std::uint32_t>(format));
  message.set_due(pack_row_keys(row.due));
  message.set_chunks(row.chunks);
  return message.SerializeAsString();
}

Result<CalendarRow> read_calendar_row(std::string_view bytes) {
  const auto message = parse<dateline::CalendarRow>("calendar", bytes);
  if (!message) return message.fault();
  auto due = unpack_row_keys(message->due());
  if (!due) return damaged("calendar");
  return CalendarRow{*std::move(due), message->chunks()};
}

std::string to_bytes(const StreamRow& row, RowFormat format) {
  dateline::StreamRow message;
  message.set_format(static_cast<std::uint32_t>(format));
  message.set_day(row.day);
  message.set_settle_day(row.settle_day);
  message.set_settle_chunk(row.settle_chunk);
  message.set_settle_index(row.settle_index);
  return message.SerializeAsString();
}

Result<StreamRow> read_stream_row(std::string_view bytes) {
  const auto message = parse<dateline::StreamRow>("stream", bytes);
  if (!message) return message.fault();
  return StreamRow{message->day(), message->settle_day(), message->settle_chunk(),
                   message->settle_index()};
}

}  // namespace news::encode
