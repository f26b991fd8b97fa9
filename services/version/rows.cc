#include "version/rows.h"

#include <algorithm>

#include "news/identity/keys.h"
#include "news/versions/timeline.h"

namespace version {
namespace {

using news::AliasRow;
using news::ArticleId;
using news::FloodRow;
using news::Hash128;
using news::HeadRow;
using news::LineRow;
using news::SiteRow;
using news::TextRow;

constexpr std::int64_t kMillisADay = 86'400'000;
// Neither aged nor closed: it stands in the calendar.
bool is_full(const HeadRow& head) { return !head.stub && !head.removed && !head.merged_into; }

}  // namespace

std::uint32_t day_of(Timestamp when) {
  return static_cast<std::uint32_t>(std::max<std::int64_t>(when.value, 0) / kMillisADay);
}

HeadRow to_stub(const HeadRow& head) {
  if (head.removed || head.stub || head.merged_into || head.sightings.empty()) return head;
  HeadRow stub = head;
  const news::versions::History history = news::versions::history(head);
  const std::size_t last =
      history.runs.empty() ? head.sightings.size() - 1 : history.runs.back().last;
  stub.values = {head.values[head.sightings[last].value]};
  stub.sightings = {head.sightings[last]};
  stub.sightings[0].value = 0;
  stub.floor = head.sightings.back().fetched_at;
  stub.aliases.clear();
  stub.reverts.clear();
  stub.stub = true;
  return stub;
}

Result<Done> Rows::begin(Timestamp fetched_at) {
  const auto begun = begin_still();
  if (!begun) return begun.fault();
  stream_.day = std::max(stream_.day, day_of(fetched_at));
  if (!*begun) stream_.settle_day = stream_.day + 1;  // nothing was filed before
  return Done{};
}

Result<bool> Rows::begin_still() {
  const auto bytes = read(news::encode::stream_key());
  if (!bytes) return bytes.fault();
  if (*bytes) {
    const auto row = news::encode::read_stream_row(**bytes);
    if (!row) return row.fault();
    stored_stream_ = *row;
  }
  stream_ = stored_stream_;
  return bytes->has_value();
}

Result<std::optional<HeadRow>> Rows::find_head(const ArticleId& id) const {
  ArticleId next = id;
  for (std::uint32_t i = 0; i <= kMergesMax; ++i) {
    auto head = read_head(next);
    if (!head || !*head) return head;
    if (!(*head)->merged_into) return std::optional<HeadRow>{as_of_today(std::move(**head))};
    next = *(*head)->merged_into;
  }
  return base::stop("merges_in_a_circle", to_hex(id));
}

Result<std::optional<HeadRow>> Rows::find_own(const ArticleId& id) const {
  auto head = read_head(id);
  if (!head || !*head) return head;
  if (!(*head)->own_key) return std::optional<HeadRow>{};
  if ((*head)->merged_into) return find_head(*(*head)->merged_into);
  return std::optional<HeadRow>{as_of_today(std::move(**head))};
}

Result<std::optional<TextRow>> Rows::find_text(const HeadRow& head) const {
  if (head.stub || head.written_day + ages_.text_days < today()) return std::optional<TextRow>{};
  const auto bytes = read(news::encode::text_key(head.id));
  if (!bytes) return bytes.fault();
  if (!*bytes) return std::optional<TextRow>{};
  auto row = news::encode::read_text_row(head.id, **bytes);
  if (!row) return row.fault();
  return std::optional<TextRow>{std::move(*row)};
}

Result<std::optional<AliasRow>> Rows::find_alias(const Hash128& alias) const {
  const auto bytes = read(news::identity::alias_row_key(alias));
  if (!bytes) return bytes.fault();
  if (!*bytes) return std::optional<AliasRow>{};
  const auto row = news::encode::read_alias_row(**bytes);
  if (!row) return row.fault();
  const bool content = row->kind == static_cast<std::uint8_t>(news::identity::KeyKind::Content);
  if (content && row->day + ages_.content_days < today()) return std::optional<AliasRow>{};
  return std::optional<AliasRow>{*row};
}

Result<SiteRow> Rows::find_site(std::string_view site) const {
  const auto bytes = read(news::encode::site_key(site));
  if (!bytes) return bytes.fault();
  return *bytes ? news::encode::read_site_row(**bytes) : Result<SiteRow>(SiteRow{});
}

Result<LineRow> Rows::find_line(std::string_view site, std::uint32_t fold) const {
  std::string key = news::encode::line_key(site, fold);
  const auto bytes = read(key);
  if (!bytes) return bytes.fault();
  if (!*bytes) return LineRow{};
  filed_.push_back(std::move(key));
  auto row = news::encode::read_line_row(**bytes);
  if (!row) return row.fault();
  const bool old = row->days.empty() || row->days.back() + ages_.line_days < today();
  return old ? LineRow{} : std::move(*row);
}

Result<FloodRow> Rows::find_flood(std::string_view site, const Hash128& text) const {
  std::string key = news::encode::flood_key(site, text);
  const auto bytes = read(key);
  if (!bytes) return bytes.fault();
  if (!*bytes) return FloodRow{};
  filed_.push_back(std::move(key));
  return news::encode::read_flood_row(**bytes);
}

void Rows::put(HeadRow head) {
  head.written_day = today();
  if (std::find(disowned_.begin(), disowned_.end(), head.id) != disowned_.end()) {
    head.own_key = false;
  }
  const std::string key = news::encode::head_key(head.id);
  if (is_full(head)) file_once(key, today() + ages_.text_days + 1);
  write(key, to_bytes(head));
}

void Rows::put(TextRow text) {
  text.written_day = today();
  write(news::encode::text_key(text.id), news::encode::to_bytes(text, format_));
}

Result<Done> Rows::put(const Hash128& alias, const std::optional<ArticleId>& own, AliasRow row) {
  row.day = today();
  write(news::identity::alias_row_key(alias), news::encode::to_bytes(row, format_));
  return own ? disown(*own) : Result<Done>(Done{});
}

void Rows::put_site(std::string_view site, const SiteRow& row) {
  write(news::encode::site_key(site), news::encode::to_bytes(row, format_));
}

void Rows::put_line(std::string_view site, std::uint32_t fold, const LineRow& row) {
  std::string key = news::encode::line_key(site, fold);
  file_once(key, today() + ages_.line_days + 1);
  write(std::move(key), news::encode::to_bytes(row, format_));
}

void Rows::put_flood(std::string_view site, const Hash128& text, const FloodRow& row) {
  std::string key = news::encode::flood_key(site, text);
  file_once(key, today() + 1);
  write(std::move(key), news::encode::to_bytes(row, format_));
}

// A format that does not know own keys would lose them.
std::string Rows::to_bytes(const HeadRow& head) const {
  return news::encode::to_bytes(head, head.own_key ? news::encode::RowFormat::Two : format_);
}

void Rows::remove_text(const ArticleId& id) { write(news::encode::text_key(id), std::nullopt); }

void Rows::settle_up_to(std::uint32_t day, std::uint32_t chunk, std::uint32_t index) {
  stream_.settle_day = day;
  stream_.settle_chunk = chunk;
  stream_.settle_index = index;
}

std::vector<stream::StateWrite> Rows::take() {
  if (stream_ != stored_stream_ && !writes_.empty()) {
    write(news::encode::stream_key(), news::encode::to_bytes(stream_, format_));
  }
  return std::move(writes_);
}

Result<std::optional<HeadRow>> Rows::read_head(const ArticleId& id) const {
  const auto bytes = read(news::encode::head_key(id));
  if (!bytes) return bytes.fault();
  if (!*bytes) return std::optional<HeadRow>{};
  auto head = news::encode::read_head_row(id, **bytes);
  if (!head) return head.fault();
  return std::optional<HeadRow>{std::move(*head)};
}

HeadRow Rows::as_of_today(HeadRow head) const {
  if (is_full(head)) note_full(head, news::encode::head_key(head.id));
  if (head.written_day + ages_.head_days < today()) return to_stub(head);
  return head;
}

// Its day of writing stays: nobody has seen it.
Result<Done> Rows::disown(const ArticleId& id) {
  auto head = read_head(id);
  if (!head) return head.fault();
  if (!*head || !(*head)->own_key) return Done{};
  (*head)->own_key = false;
  disowned_.push_back(id);
  write(news::encode::head_key(id), to_bytes(**head));
  return Done{};
}

void Rows::note_full(const HeadRow& head, std::string key) const {
  const bool noted = std::find(filed_.begin(), filed_.end(), key) != filed_.end();
  if (!noted && head.written_day + ages_.text_days < today()) aged_.push_back(head);
  filed_.push_back(std::move(key));
}

void Rows::file_once(const std::string& key, std::uint32_t due_day) {
  if (std::find(filed_.begin(), filed_.end(), key) != filed_.end()) return;
  filings_.push_back({key, due_day});
  filed_.push_back(key);
}

Result<std::optional<std::string>> Rows::read(const std::string& key) const {
  for (const stream::StateWrite& written : writes_) {
    if (written.key == key) return written.value;
  }
  return state_.get(key);
}

void Rows::write(std::string key, std::optional<std::string> value) {
  for (stream::StateWrite& written : writes_) {
    if (written.key != key) continue;
    written.value = std::move(value);
    return;
  }
  writes_.push_back({std::move(key), std::move(value)});
}

}  // namespace version
