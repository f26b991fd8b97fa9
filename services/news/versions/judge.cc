#include "news/versions/judge.h"

#include <algorithm>
#include <utility>

namespace news::versions {
namespace {

enum class Numbering { None, Next, Same, Historic };

// What the table asks about one more sighting.
struct Case {
  bool removed = false;        // taken down, for ever
  bool known = false;          // this crawl was seen before ...
  bool newer_cleaner = false;  // ... and is read by a newer cleaner now ...
  bool same_value = false;     // ... which sees the same
  bool forgotten = false;      // at or before the floor, and not the head
  bool nothing = false;        // no history even now
  bool same_history = false;
  bool first = false;         // nothing published so far
  bool last_changed = false;  // the head has another value than the one last published
  bool last_usable = false;
  bool was_withdrawn = false;
  bool inside_run = false;  // the head changed inside its run
  bool has_number = false;  // the head's value was published before ...
  bool is_current = false;  // ... under the head's own number
  bool flapping = false;
  bool brings_text = false;       // the head's, which was not at hand before
  bool unpublished_past = false;  // a usable value of the past that has no number
};

struct Ruling {
  Verdict verdict;
  std::string_view row;
  Numbering numbering = Numbering::None;
  bool write = true;
};

// The table. The first row that fits counts.
Ruling rule(const Case& c) {
  using enum Verdict;
  using enum Numbering;
  if (c.removed) return {Removed, "1", None, false};
  if (c.known && !c.newer_cleaner && !c.brings_text) return {Resent, "2", None, false};
  if (c.known && c.same_value && !c.brings_text) return {Resent, "3"};
  if (c.forgotten) return {Older, "3b"};
  if (c.nothing) return {Held, "4"};
  if (c.same_history && !c.brings_text) return {Duplicate, "5"};
  if (c.last_changed && !c.last_usable) return {Withdrawn, "6", c.first ? None : Next};
  if (c.last_changed && c.newer_cleaner) return {Recleaned, "7", c.first ? Next : Same};
  if (c.first && c.last_usable) return {New, "8", Next};
  if (c.last_changed && c.was_withdrawn) return {Restored, "9", Next};
  if (c.last_changed && c.inside_run) return {Recleaned, "10", Same};
  if (c.last_changed && c.has_number) {
    return {Reverted, "11", c.is_current || c.flapping ? Same : Next};
  }
  if (c.last_changed) return {Revised, "12", Next};
  if (c.unpublished_past && c.last_usable) return {Older, "13", Historic};
  return {Older, "14"};
}

bool is_usable(const Value& value) { return value.status == Status::Usable; }

std::optional<Value> head_of(const History& history) {
  if (history.runs.empty()) return std::nullopt;
  return history.runs.back().value;
}

// Did the last head record say that there is nothing to read? While the head waits for its text
// that record is another's, and only the numbers tell whose.
bool was_withdrawn(const HeadRow& row, const std::optional<Value>& head) {
  if (!row.text_pending) return head && !is_usable(*head);
  return std::any_of(row.values.begin(), row.values.end(), [&](const NumberedValue& value) {
    return value.last == VersionNumber{row.head_number, 0} && !is_usable(value.value);
  });
}

std::size_t reverts_within(const HeadRow& row, Timestamp now, std::int64_t span) {
  return static_cast<std::size_t>(
      std::count_if(row.reverts.begin(), row.reverts.end(), [&](Timestamp then) {
        return std::max(now, then).value - std::min(now, then).value < span;
      }));
}

// Before and after one sighting; what both rows of the table and numbers follow from.
struct Comparison {
  const HeadRow& old;  // as it was published
  const Seen& seen;
  std::size_t at;  // the sighting in `row`
  HeadRow row;     // with the sighting
  History before, after;
  bool known, newer_cleaner, same_value;
};

Comparison compare(const HeadRow& old, HeadRow row, const Seen& seen) {
  const std::size_t at = find_crawl(row, seen.sighting);
  const bool known = at != row.sightings.size();
  const bool newer = known && row.sightings[at].cleaner < seen.sighting.cleaner;
  const bool same = known && row.values[row.sightings[at].value].value == seen.value;
  Comparison result{old, seen, at, std::move(row), {}, {}, known, newer, same};
  if (known && !newer && !(same && old.text_pending)) return result;
  // A past text that a newer cleaner reads in another way stays the version that it was.
  std::optional<NumberedValue> former;
  if (known) former = result.row.values[result.row.sightings[at].value];
  result.before = history(old);
  if (!known || newer) result.at = insert(result.row, seen);
  result.after = history(result.row);
  NumberedValue& own = result.row.values[result.row.sightings[result.at].value];
  const bool vanished =
      former && std::none_of(result.row.values.begin(), result.row.values.end(),
                             [&](const NumberedValue& v) { return v.value == former->value; });
  const bool past = former && former->last != VersionNumber{old.head_number, 0};
  if (vanished && past && !own.first && is_usable(former->value) && is_usable(own.value)) {
    own.first = former->first;
    own.last = former->last;
  }
  return result;
}

// Is the sighting that was the head's last one still in the run that is the head now?
bool head_run_goes_on(const Comparison& c) {
  if (c.before.runs.empty()) return false;
  const Sighting& last = c.old.sightings[c.before.runs.back().last];
  const std::size_t now = find_crawl(c.row, last);
  return now < c.row.sightings.size() &&
         c.after.run_of[now] == static_cast<int>(c.after.runs.size()) - 1;
}

// A usable value of the past, seen for the first time, that history does not skip.
bool is_unpublished_past(const Comparison& c) {
  const int run = c.after.run_of[c.at];
  if (run == History::kSkipped || !is_usable(c.seen.value)) return false;
  const bool shown_in_history = c.after.runs[static_cast<std::size_t>(run)].value == c.seen.value;
  return shown_in_history && !c.row.values[c.row.sightings[c.at].value].first;
}

Case ask(const Comparison& c) {
  Case answer;
  answer.removed = c.old.removed;
  answer.known = c.known;
  answer.newer_cleaner = c.newer_cleaner;
  answer.same_value = c.same_value;
  if (answer.removed || c.after.run_of.empty()) return answer;
  answer.nothing = c.after.runs.empty();
  answer.first = c.old.head_number == 0;
  const bool is_head = !answer.nothing && c.after.runs.back().last == c.at;
  answer.forgotten =
      c.row.floor && c.seen.sighting.fetched_at <= *c.row.floor && !is_head && !c.known;
  if (answer.nothing) return answer;
  const Run& head = c.after.runs.back();
  const std::optional<Value> was = head_of(c.before);
  answer.brings_text = c.old.text_pending && head.value == c.seen.value;
  answer.last_changed = was != head.value || answer.brings_text;
  answer.last_usable = is_usable(head.value);
  answer.was_withdrawn = was_withdrawn(c.old, was);
  answer.same_history = same_values(c.before, c.after);
  answer.inside_run = !c.old.text_pending && head_run_goes_on(c);
  const std::optional<VersionNumber> number = c.row.values[head.index].last;
  answer.has_number = number.has_value();
  answer.is_current = number == VersionNumber{c.old.head_number, 0};
  answer.flapping =
      reverts_within(c.old, c.seen.sighting.fetched_at, kFlappingMillis) + 1 >= kFlappingReverts;
  answer.unpublished_past = !answer.first && !c.known && is_unpublished_past(c);
  return answer;
}

void set_number(NumberedValue& value, VersionNumber number) {
  if (!value.first) value.first = number;
  value.last = number;
}

// The first number of the value before this one in the history: the past that it follows.
std::optional<VersionNumber> number_before(const Comparison& c, const HeadRow& head) {
  const int run = c.after.run_of[c.at];
  if (run <= 0) return std::nullopt;
  return head.values[c.after.runs[static_cast<std::size_t>(run) - 1].index].first;
}

void number_historic(const Comparison& c, Placement& placement) {
  HeadRow& head = placement.head;
  const std::optional<VersionNumber> before = number_before(c, head);
  placement.number.head = std::min(before ? before->head : 0, head.head_number - 1);
  placement.number.historic = ++head.historic_count;
  placement.previous = before;
  placement.historic = true;
  set_number(head.values[head.sightings[c.at].value], placement.number);
}

void note_revert(HeadRow& head, Timestamp when) {
  std::erase_if(head.reverts, [&](Timestamp then) {
    return std::max(when, then).value - std::min(when, then).value >= kFlappingMillis;
  });
  head.reverts.push_back(when);
  if (head.reverts.size() > kFlappingReverts) head.reverts.erase(head.reverts.begin());
}

void number_head(const Comparison& c, const Ruling& ruling, Placement& placement) {
  HeadRow& head = placement.head;
  NumberedValue& value = head.values[c.after.runs.back().index];
  if (head.head_number != 0) placement.previous = VersionNumber{head.head_number, 0};
  if (ruling.verdict == Verdict::Reverted) {
    placement.reverts_to = value.last;
    note_revert(head, c.seen.sighting.fetched_at);
  }
  if (ruling.numbering == Numbering::Next) ++head.head_number;
  placement.number = {head.head_number, 0};
  set_number(value, placement.number);
}

Placement conclude(Comparison c) {
  const Case asked = ask(c);
  const Ruling ruling = rule(asked);
  Placement placement;
  placement.verdict = ruling.verdict;
  placement.row = ruling.row;
  placement.write = ruling.write;
  if (!ruling.write || asked.forgotten) {
    placement.head = c.old;
    return placement;
  }
  placement.head = std::move(c.row);
  HeadRow& head = placement.head;
  const bool is_head_record =
      ruling.numbering == Numbering::Next || ruling.numbering == Numbering::Same;
  placement.pending =
      is_head_record && asked.last_usable && c.after.runs.back().value != c.seen.value;
  head.text_pending =
      placement.pending || (c.old.text_pending && !is_head_record && asked.last_usable);
  placement.publish = ruling.numbering != Numbering::None && !placement.pending;
  placement.flapping = ruling.verdict == Verdict::Reverted && asked.flapping && !asked.is_current;
  if (placement.publish && is_head_record) number_head(c, ruling, placement);
  if (ruling.numbering == Numbering::Historic) number_historic(c, placement);
  placement.forgotten = keep_bounds(head);
  return placement;
}

}  // namespace

Seen seen_in(const Candidate& candidate) {
  Seen seen;
  seen.sighting = {.fetched_at = candidate.fetched_at,
                   .raw_tag = candidate.raw_tag,
                   .address_tag = candidate.address_tag,
                   .cleaner = candidate.cleaner};
  seen.value.status = candidate.status;
  if (candidate.signals.hold) seen.value.status = Status::Withheld;
  if (candidate.signals.kill) seen.value.status = Status::Canceled;
  if (seen.value.status != Status::Usable) return seen;
  seen.value.content_hash = candidate.text.content_hash;
  seen.value.partial = candidate.partial;
  seen.value.correction = candidate.signals.correction;
  return seen;
}

Placement place(const HeadRow& head, const Seen& seen) {
  return conclude(compare(head, head, seen));
}

Placement place(const HeadRow& head, const HeadRow& joined, const Seen& seen) {
  HeadRow both = head;
  unite(both, joined);
  return conclude(compare(head, std::move(both), seen));
}

Placement silenced(Placement revised, const HeadRow& before) {
  revised.publish = false;
  revised.number = {before.head_number, 0};
  revised.head.head_number = before.head_number;
  const History now = history(revised.head);
  NumberedValue& value = revised.head.values[now.runs.back().index];
  value.first = value.last = revised.number;
  return revised;
}

std::vector<HistoryEntry> history_entries(const HeadRow& row) {
  std::vector<HistoryEntry> entries;
  for (const Run& run : history(row).runs) {
    entries.push_back({.number = row.values[run.index].first,
                       .since = row.sightings[run.first].fetched_at,
                       .status = run.value.status,
                       .content_hash = run.value.content_hash});
  }
  return entries;
}

}  // namespace news::versions
