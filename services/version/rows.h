// version/rows.h
//
// The stage's rows as one record sees them: what is stored, what this record has written so far,
// and what age has made of it. Age is stream time: the greatest day fetched in this partition,
// never a clock. A row past its age reads as absent, and a head as its stub.
// Lives for one record, on the worker's thread.
// Must not know: verdicts, topics, how bytes are stored.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "news/encode/rows.h"
#include "news/model.h"
#include "stream/stage.h"

namespace version {

using base::Done;
using base::Result;
using base::Timestamp;

// A row reads as absent from the next day on.
struct Ages {
  std::uint32_t head_days = 180;   // then a stub: numbers and the last sighting
  std::uint32_t text_days = 30;    // then a change has no operations
  std::uint32_t content_days = 6;  // then an equal text at another address is another article
  std::uint32_t line_days = 30;

  bool operator==(const Ages&) const = default;
};

// Articles that were merged into another, one after the other, until one is left. A merge that
// would make a longer chain is put off.
inline constexpr std::uint32_t kMergesMax = 16;

std::uint32_t day_of(Timestamp when);

// What is kept of an article for ever. Its floor is the end of its timeline.
news::HeadRow to_stub(const news::HeadRow& head);

// A row, by its key, that was written for the first time: when it may be forgotten at the earliest.
struct Filing {
  std::string key;
  std::uint32_t due_day = 0;

  bool operator==(const Filing&) const = default;
};

class Rows final {
 public:
  Rows(const stream::StateReader& state, const Ages& ages, news::encode::RowFormat format)
      : state_(state), ages_(ages), format_(format) {}
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  // Moves stream time on. Everything else comes after it.
  Result<Done> begin(Timestamp fetched_at);
  // Leaves stream time where it is. False: it has not begun, so nothing has an age.
  Result<bool> begin_still();
  std::uint32_t today() const { return stream_.day; }
  const Ages& ages() const { return ages_; }
  news::encode::RowFormat format() const { return format_; }  // that rows are written in

  // Through merges, to the article that is left.
  Result<std::optional<news::HeadRow>> find_head(const news::ArticleId& id) const;
  // The same, if the key that the id is made of leads there without an alias row.
  Result<std::optional<news::HeadRow>> find_own(const news::ArticleId& id) const;
  // Only while the head has its full form.
  Result<std::optional<news::TextRow>> find_text(const news::HeadRow& head) const;
  Result<std::optional<news::AliasRow>> find_alias(const news::Hash128& alias) const;
  Result<news::SiteRow> find_site(std::string_view site) const;
  Result<news::LineRow> find_line(std::string_view site, std::uint32_t fold) const;
  Result<news::FloodRow> find_flood(std::string_view site, const news::Hash128& text) const;

  // Heads and aliases are dated today. A head in full form, a line and a flood are filed once.
  void put(news::HeadRow head);
  void put(news::TextRow text);
  // `own`: the id that is made of the same key. An article of that id has an alias row from now on.
  Result<Done> put(const news::Hash128& alias, const std::optional<news::ArticleId>& own,
                   news::AliasRow row);
  void put_site(std::string_view site, const news::SiteRow& row);
  void put_line(std::string_view site, std::uint32_t fold, const news::LineRow& row);
  void put_flood(std::string_view site, const news::Hash128& text, const news::FloodRow& row);
  void remove_text(const news::ArticleId& id);

  std::string to_bytes(const news::HeadRow& head) const;

  // For the calendar: rows as they stand, whatever their age.
  Result<std::optional<std::string>> read(const std::string& key) const;
  void write(std::string key, std::optional<std::string> value);
  const std::vector<Filing>& filings() const { return filings_; }
  // Heads that were read, as they stand: past an age and not settled yet.
  const std::vector<news::HeadRow>& aged() const { return aged_; }
  const news::StreamRow& stream() const { return stream_; }
  void settle_up_to(std::uint32_t day, std::uint32_t chunk, std::uint32_t index);

  // Each key once, in the order of first writing; with the stream's own row, if it has changed.
  // A record that changes nothing else writes nothing.
  std::vector<stream::StateWrite> take();

 private:
  Result<std::optional<news::HeadRow>> read_head(const news::ArticleId& id) const;
  news::HeadRow as_of_today(news::HeadRow head) const;
  Result<Done> disown(const news::ArticleId& id);
  void note_full(const news::HeadRow& head, std::string key) const;
  void file_once(const std::string& key, std::uint32_t due_day);

  const stream::StateReader& state_;
  const Ages& ages_;
  const news::encode::RowFormat format_;
  news::StreamRow stored_stream_, stream_;
  std::vector<stream::StateWrite> writes_;
  std::vector<Filing> filings_;
  std::vector<news::ArticleId> disowned_;  // whose own key has got an alias row
  // Keys of rows that were read, and stand in the calendar.
  mutable std::vector<std::string> filed_;
  mutable std::vector<news::HeadRow> aged_;
};

}  // namespace version
