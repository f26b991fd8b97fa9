#include "version/calendar.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "news/encode/rows.h"
#include "news/identity/keys.h"

namespace version {
namespace {

using news::CalendarRow;
using news::HeadRow;

Result<CalendarRow> read_chunk(const Rows& rows, std::uint32_t day, std::uint32_t chunk) {
  const auto bytes = rows.read(news::encode::calendar_key(day, chunk));
  if (!bytes) return bytes.fault();
  return *bytes ? news::encode::read_calendar_row(**bytes) : Result<CalendarRow>(CalendarRow{});
}

void write_chunk(Rows& rows, std::uint32_t day, std::uint32_t chunk, const CalendarRow& row) {
  rows.write(news::encode::calendar_key(day, chunk), news::encode::to_bytes(row, rows.format()));
}

void remove_chunk(Rows& rows, std::uint32_t day, std::uint32_t chunk) {
  rows.write(news::encode::calendar_key(day, chunk), std::nullopt);
}

// Behind the last entry of its day.
Result<Done> file(Rows& rows, const Filing& filing) {
  CHECK(filing.due_day > rows.today());
  auto count = read_chunk(rows, filing.due_day, 0);
  if (!count) return count.fault();
  CalendarRow last;
  if (count->chunks != 0) {
    auto chunk = read_chunk(rows, filing.due_day, count->chunks);
    if (!chunk) return chunk.fault();
    last = std::move(*chunk);
  }
  if (count->chunks == 0 || last.due.size() == kChunkEntries) {
    ++count->chunks;
    write_chunk(rows, filing.due_day, 0, *count);
    last = {};
  }
  last.due.push_back(filing.key);
  write_chunk(rows, filing.due_day, count->chunks, last);
  return Done{};
}

// Those of `head` that lead to it and that `now`, the same head, does not have.
Result<Done> remove_aliases(Rows& rows, const HeadRow& head, const HeadRow& now) {
  for (const news::Hash128& hash : head.aliases) {
    if (std::find(now.aliases.begin(), now.aliases.end(), hash) != now.aliases.end()) continue;
    const std::string key = news::identity::alias_row_key(hash);
    const auto bytes = rows.read(key);
    if (!bytes) return bytes.fault();
    if (!*bytes) continue;
    const auto alias = news::encode::read_alias_row(**bytes);
    if (!alias) return alias.fault();
    if (alias->id == head.id) rows.write(key, std::nullopt);  // else it has moved on
  }
  return Done{};
}

Result<Done> file_again(Rows& rows, Counts& counts, const Filing& filing) {
  counts.settled(Settled::Later);
  return file(rows, filing);
}

// First its text row goes, later it becomes a stub. Removed and merged heads have no age.
Result<Done> settle_head(Rows& rows, Counts& counts, const std::string& key,
                         const std::string& bytes) {
  const auto id = news::encode::read_head_key(key);
  CHECK(id);
  const auto head = news::encode::read_head_row(*id, bytes);
  if (!head) return head.fault();
  if (head->stub || head->removed || head->merged_into) return Done{};
  const std::uint32_t text_due = head->written_day + rows.ages().text_days + 1;
  const std::uint32_t head_due = head->written_day + rows.ages().head_days + 1;
  if (text_due > rows.today()) return file_again(rows, counts, {key, text_due});
  const auto text = rows.read(news::encode::text_key(*id));
  if (!text) return text.fault();
  if (*text) {
    rows.remove_text(*id);
    counts.settled(Settled::Text);
  }
  if (head_due > rows.today()) return file(rows, {key, head_due});
  const HeadRow stub = to_stub(*head);
  if (auto done = remove_aliases(rows, *head, stub); !done) return done.fault();
  rows.write(key, rows.to_bytes(stub));
  counts.settled(Settled::Head);
  return Done{};
}

Result<Done> settle_line(Rows& rows, Counts& counts, const std::string& key,
                         const std::string& bytes) {
  const auto line = news::encode::read_line_row(bytes);
  if (!line) return line.fault();
  const std::uint32_t due = line->days.empty() ? 0 : line->days.back() + rows.ages().line_days + 1;
  if (due > rows.today()) return file_again(rows, counts, {key, due});
  rows.write(key, std::nullopt);
  counts.settled(Settled::Line);
  return Done{};
}

Result<Done> settle_flood(Rows& rows, Counts& counts, const std::string& key,
                          const std::string& bytes) {
  const auto flood = news::encode::read_flood_row(bytes);
  if (!flood) return flood.fault();
  if (flood->day >= rows.today()) return file_again(rows, counts, {key, flood->day + 1});
  rows.write(key, std::nullopt);
  counts.settled(Settled::Flood);
  return Done{};
}

Result<Done> settle(Rows& rows, Counts& counts, const std::string& key) {
  const auto bytes = rows.read(key);
  if (!bytes) return bytes.fault();
  if (!*bytes) return Done{};
  if (key.front() == 'h') return settle_head(rows, counts, key, **bytes);
  if (key.front() == 'l') return settle_line(rows, counts, key, **bytes);
  return settle_flood(rows, counts, key, **bytes);
}

// How many chunks the cursor's day has; 0: none is due, as far as it has looked.
Result<std::uint32_t> find_due(Rows& rows) {
  for (std::uint32_t empty = 0; empty < kEmptyDaysMax; ++empty) {
    const std::uint32_t day = rows.stream().settle_day;
    if (day > rows.today()) return 0u;
    const auto count = read_chunk(rows, day, 0);
    if (!count) return count.fault();
    if (count->chunks != 0) return count->chunks;
    rows.settle_up_to(day + 1, 0, 0);
  }
  return 0u;
}

// Over the entry, out of a chunk that is done, and of a day.
void move_on(Rows& rows, std::uint32_t chunks, std::size_t entries) {
  const news::StreamRow at = rows.stream();
  if (at.settle_index + 1 < entries) {
    return rows.settle_up_to(at.settle_day, at.settle_chunk, at.settle_index + 1);
  }
  remove_chunk(rows, at.settle_day, at.settle_chunk + 1);
  if (at.settle_chunk + 1 < chunks) {
    return rows.settle_up_to(at.settle_day, at.settle_chunk + 1, 0);
  }
  remove_chunk(rows, at.settle_day, 0);
  rows.settle_up_to(at.settle_day + 1, 0, 0);
}

Result<Done> settle_next(Rows& rows, Counts& counts) {
  const auto chunks = find_due(rows);
  if (!chunks) return chunks.fault();
  if (*chunks == 0) return Done{};
  const news::StreamRow at = rows.stream();
  const auto row = read_chunk(rows, at.settle_day, at.settle_chunk + 1);
  if (!row) return row.fault();
  if (at.settle_index >= row->due.size()) return base::stop("bad_row", "calendar ends early");
  move_on(rows, *chunks, row->due.size());
  return settle(rows, counts, row->due[at.settle_index]);
}

// This record has written a head that was past an age before its day in the calendar came: what a
// reader did not see any more goes now, or it would be seen again. A takedown keeps what it can.
Result<Done> catch_up(Rows& rows, const HeadRow& aged) {
  const auto bytes = rows.read(news::encode::head_key(aged.id));
  if (!bytes) return bytes.fault();
  CHECK(*bytes);
  const auto now = news::encode::read_head_row(aged.id, **bytes);
  if (!now) return now.fault();
  if (now->written_day != rows.today() || now->removed) return Done{};
  const auto text = rows.read(news::encode::text_key(aged.id));
  if (!text) return text.fault();
  if (*text) {
    const auto row = news::encode::read_text_row(aged.id, **text);
    if (!row) return row.fault();
    if (row->written_day != rows.today()) rows.remove_text(aged.id);
  }
  const bool was_stub = aged.written_day + rows.ages().head_days < rows.today();
  return was_stub ? remove_aliases(rows, aged, *now) : Result<Done>(Done{});
}

}  // namespace

Result<Done> keep_calendar(Rows& rows, Counts& counts) {
  for (const HeadRow& aged : rows.aged()) {
    if (auto done = catch_up(rows, aged); !done) return done;
  }
  for (const Filing& filing : rows.filings()) {
    if (auto filed = file(rows, filing); !filed) return filed.fault();
  }
  return settle_next(rows, counts);
}

}  // namespace version
