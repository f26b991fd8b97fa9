#include "version/judgement.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "news/encode/article.h"
#include "news/versions/diff.h"
#include "news/versions/normal.h"
#include "version/stage.h"

namespace version {
namespace {

using news::Article;
using news::Candidate;
using news::ChangeClass;
using news::Difference;
using news::HeadRow;
using news::LineRow;
using news::Status;
using news::Verdict;
using news::Version;
using news::versions::Placement;

bool is_usable(const HeadRow& head) {
  const auto history = news::versions::history(head);
  return !history.runs.empty() && history.runs.back().value.status == Status::Usable;
}

// Is the candidate's own sighting what the article shows now?
bool is_head(const Placement& placement, const news::versions::Seen& seen) {
  const auto history = news::versions::history(placement.head);
  return placement.write && !history.runs.empty() &&
         history.runs.back().last == news::versions::find_crawl(placement.head, seen.sighting);
}

bool comes_first(const HeadRow& a, const HeadRow& b) {
  const auto first_seen = [](const HeadRow& head) {
    return head.sightings.empty() ? head.first_created : head.sightings.front().fetched_at;
  };
  if (first_seen(a) != first_seen(b)) return first_seen(a) < first_seen(b);
  return a.id < b.id;
}

// Of the first, once it has swallowed the second.
std::uint32_t merge_depth(const HeadRow& first, const HeadRow& second) {
  return std::max(first.merge_depth, second.merge_depth + 1);
}

// Two articles become one with the candidate that shows they are, if it is the newest of both.
std::optional<Judgement> place_merged(const HeadRow& head, const HeadRow& other,
                                      const news::versions::Seen& seen, Counts& counts) {
  const bool stays = comes_first(head, other);
  const HeadRow& first = stays ? head : other;
  const HeadRow& second = stays ? other : head;
  if (merge_depth(first, second) > kMergesMax) {
    counts.limit(Limit::Merges, 1);
    return std::nullopt;
  }
  Placement placement = place(first, second, seen);
  if (!is_head(placement, seen)) return std::nullopt;
  placement.head.merge_depth = merge_depth(first, second);
  return Judgement{first, second, std::move(placement), std::nullopt};
}

HeadRow new_head(const Candidate& candidate, const news::ArticleId& id) {
  HeadRow head;
  head.id = id;
  head.site = candidate.site;
  head.language = candidate.language;
  head.first_created = candidate.fetched_at;
  return head;
}

// One more article in which this sentence came or went.
LineRow note_line(LineRow line, std::uint16_t article, std::uint32_t today) {
  const auto has = [](const auto& list, auto item) {
    return std::find(list.begin(), list.end(), item) != list.end();
  };
  if (!has(line.article_tags, article) && line.article_tags.size() < kLineArticlesMin) {
    line.article_tags.push_back(article);
  }
  if (!has(line.days, today)) {
    if (line.days.size() == kLineDaysMin) line.days.pop_back();
    line.days.push_back(today);
  }
  return line;
}

using Lines = std::unordered_set<std::uint32_t>;  // looked up only

// Which of the changed sentences are the site's boilerplate by now.
Result<Lines> note_lines(const Candidate& candidate, const HeadRow& head, const news::TextRow& text,
                         Rows& rows) {
  Lines boilerplate;
  const auto folds = news::versions::changed_folds(text.text, candidate.text);
  if (folds.size() > kLinesMax) return boilerplate;
  const auto tag = static_cast<std::uint16_t>(head.id.bytes[0] << 8 | head.id.bytes[1]);
  for (const std::uint32_t fold : folds) {
    const auto line = rows.find_line(candidate.site, fold);
    if (!line) return line.fault();
    const LineRow noted = note_line(*line, tag, rows.today());
    if (noted != *line) rows.put_line(candidate.site, fold, noted);
    const bool known =
        noted.article_tags.size() >= kLineArticlesMin && noted.days.size() >= kLineDaysMin;
    if (known) boilerplate.insert(fold);
  }
  return boilerplate;
}

// Against the version last published. Nothing to say of a first version, or of one of the past.
Result<std::optional<Difference>> compare(const Candidate& candidate, const Judgement& judgement,
                                          Rows& rows) {
  const Placement& placement = judgement.placement;
  const bool compares = placement.publish && !placement.historic &&
                        placement.verdict != Verdict::New && is_usable(placement.head);
  if (!compares) return std::optional<Difference>{};
  const auto text = rows.find_text(judgement.before);
  if (!text) return text.fault();
  Lines lines;
  if (*text && placement.verdict == Verdict::Revised) {
    auto noted = note_lines(candidate, judgement.before, **text, rows);
    if (!noted) return noted.fault();
    lines = std::move(*noted);
  }
  std::optional<news::versions::Telling> before;
  if (*text) before.emplace(news::versions::Telling{(*text)->text, (*text)->correction});
  return std::optional<Difference>{
      describe(before, {candidate.text, candidate.signals.correction},
               [&](std::uint32_t fold) { return lines.contains(fold); })};
}

// Everything that one record of an article is made of.
Version to_version(const Candidate& candidate, const Found& found, const Judgement& judgement,
                   std::optional<Article> article) {
  const Placement& placement = judgement.placement;
  Version version;
  version.id = placement.head.id;
  version.site = candidate.site;
  version.first_created = placement.head.first_created;
  version.version_created = candidate.fetched_at;
  version.ed_note = candidate.signals.note;
  version.fetched_at = candidate.fetched_at;
  version.language = placement.head.language;
  if (article) {
    version.content_hash = candidate.text.content_hash;
    version.status = article->status;
    if (!article->language.empty()) version.language = article->language;
    if (article->modified && article->modified->instant) {
      version.version_created = *article->modified->instant;
    }
    version.article = std::move(article);
  } else {
    const auto history = news::versions::history(placement.head);
    const Status status = history.runs.back().value.status;
    version.pub_status =
        status == Status::Withheld ? news::PubStatus::Withheld : news::PubStatus::Canceled;
    if (candidate.status == Status::Gone) version.status = 410;
    if (candidate.status == Status::Missing) version.status = 404;
  }
  version.change.verdict = placement.verdict;
  version.change.number = placement.number;
  version.change.historic = placement.historic;
  version.change.previous = placement.previous;
  version.change.reverts_to = placement.reverts_to;
  version.change.flapping = placement.flapping;
  version.change.identity = found.letter;
  version.change.row = placement.row;
  version.change.guard = found.guard;
  version.change.difference = judgement.difference;
  version.change.history = news::versions::history_entries(placement.head);
  return version;
}

news::AliasRow make_alias(const Candidate& candidate, const Key& key, const HeadRow& head,
                          std::uint32_t today) {
  news::AliasRow alias;
  alias.id = head.id;
  alias.kind = static_cast<std::uint8_t>(key.kind);
  alias.flood_day = today;
  alias.flood_count = 1;
  alias.last_hash = static_cast<std::uint32_t>(candidate.text.content_hash.low);
  return alias;
}

// Is an alias row of it more than the article's id says already? One that is there goes on.
bool needs_row(const Key& key, const HeadRow& head, const Rows& rows) {
  if (key.own != head.id || key.has_row) return true;
  const bool may_own =
      key.role == FoundBy::Fetched && rows.format() != news::encode::RowFormat::One;
  return !head.own_key && !may_own;
}

std::size_t aliases_max(const Key& key) {
  const bool is_text =
      key.kind == news::identity::KeyKind::Content || key.kind == news::identity::KeyKind::Title;
  return is_text ? kTextAliasesMax : kAliasesMax;
}

Result<Done> add_alias(const Candidate& candidate, const Key& key, HeadRow& head, Rows& rows,
                       Counts& counts) {
  if (!needs_row(key, head, rows)) {
    head.own_key = true;
    return Done{};
  }
  const bool known =
      std::find(head.aliases.begin(), head.aliases.end(), key.alias) != head.aliases.end();
  if (!known && head.aliases.size() >= aliases_max(key)) {
    counts.limit(Limit::Aliases, 1);
    return Done{};
  }
  if (!known) head.aliases.push_back(key.alias);
  return rows.put(key.alias, key.own, make_alias(candidate, key, head, rows.today()));
}

// The swallowed article's keys lead to the other one from now on; its own key is closed.
Result<Done> close_merged(const HeadRow& merged, HeadRow& head, const Publication& how,
                          Timestamp fetched_at, Rows& rows, Counts& counts,
                          stream::Effects& effects) {
  for (const news::Hash128& hash : merged.aliases) {
    auto alias = rows.find_alias(hash);
    if (!alias) return alias.fault();
    if (!*alias || (*alias)->id != merged.id) continue;
    if (head.aliases.size() >= kAliasesMax) {
      counts.limit(Limit::Aliases, 1);
      continue;
    }
    head.aliases.push_back(hash);
    (*alias)->id = head.id;
    if (auto put = rows.put(hash, std::nullopt, **alias); !put) return put;
  }
  HeadRow closed = merged;
  closed.merged_into = head.id;
  closed.values.clear();
  closed.sightings.clear();
  closed.aliases.clear();
  closed.reverts.clear();
  closed.text_pending = false;
  if (merged.head_number != 0) {
    for (auto& record : to_records(to_last_version(merged, Verdict::Merged, fetched_at), how)) {
      effects.out.push_back(std::move(record));
    }
    ++closed.head_number;
  }
  rows.put(std::move(closed));
  rows.remove_text(merged.id);
  counts.merge();
  return Done{};
}

void count(const Candidate& candidate, const Judgement& judgement, Counts& counts) {
  const Placement& placement = judgement.placement;
  counts.verdict(placement.verdict, placement.publish, candidate.lane);
  counts.limit(Limit::Sightings, placement.forgotten.sightings);
  counts.limit(Limit::Values, placement.forgotten.values);
  if (placement.pending) counts.text_pending();
  if (!placement.publish && !judgement.difference) return;
  if (candidate.text.sentences.size() >= news::versions::kSentencesMax) {
    counts.limit(Limit::Sentences, 1);
  }
  if (judgement.difference) {
    counts.change(judgement.difference->change);
  } else if (placement.verdict == Verdict::Withdrawn) {
    counts.change(ChangeClass::Retraction);
  }
}

// The record of the verdict, and what must be remembered of its text.
Result<Done> publish(const Candidate& candidate, const Found& found, Judgement& judgement,
                     const Publication& how, Rows& rows, Counts& counts, stream::Effects& effects) {
  Placement& placement = judgement.placement;
  HeadRow& head = placement.head;
  std::optional<Article> article;
  if (placement.historic || is_usable(head)) {
    auto read = news::encode::read_article(how.article);
    if (!read) return read.fault();
    article = std::move(*read);
  }
  if (!placement.historic && !candidate.language.empty()) head.language = candidate.language;
  if (judgement.before.head_number == 0 && article) {
    head.first_created = candidate.fetched_at;
    if (article->published && article->published->instant) {
      head.first_created = *article->published->instant;
    }
  }
  const bool has_text = article.has_value();
  const Version version = to_version(candidate, found, judgement, std::move(article));
  for (auto& record : to_records(version, how)) effects.out.push_back(std::move(record));
  for (const auto& key_of : {content_key, title_key}) {
    const std::optional<Key> key = has_text ? key_of(candidate) : std::nullopt;
    if (!key) continue;
    if (auto added = add_alias(candidate, *key, head, rows, counts); !added) return added;
  }
  if (has_text && !placement.historic) {
    rows.put(
        news::TextRow{head.id, candidate.text, candidate.signals.correction, head.head_number, 0});
  }
  effects.delay = stream::Delay{candidate.fetched_at, candidate.appended_at,
                                candidate.lane == news::Lane::Backfill};
  return Done{};
}

}  // namespace

Result<Judgement> judge(const Candidate& candidate, Found& found,
                        std::span<const ChangeClass> silent, Rows& rows, Counts& counts) {
  const news::versions::Seen seen = news::versions::seen_in(candidate);
  std::optional<Judgement> merged;
  if (found.head && found.other) merged = place_merged(*found.head, *found.other, seen, counts);
  Judgement judgement;
  if (merged) {
    judgement = std::move(*merged);
  } else {
    judgement.before = found.head ? std::move(*found.head) : new_head(candidate, found.id);
    judgement.placement = place(judgement.before, seen);
  }
  auto difference = compare(candidate, judgement, rows);
  if (!difference) return difference.fault();
  judgement.difference = std::move(*difference);
  const bool is_silent =
      judgement.placement.verdict == Verdict::Revised && judgement.difference &&
      std::find(silent.begin(), silent.end(), judgement.difference->change) != silent.end();
  if (is_silent) {
    judgement.placement = silenced(std::move(judgement.placement), judgement.before);
  }
  return judgement;
}

Result<stream::Effects> carry_out(const Candidate& candidate, const Found& found,
                                  Judgement judgement, const Publication& how, Rows& rows,
                                  Counts& counts) {
  stream::Effects effects;
  Placement& placement = judgement.placement;
  if (placement.write) {
    HeadRow& head = placement.head;
    head.stub = false;
    for (const Key& key : found.aliases) {
      auto added = add_alias(candidate, key, head, rows, counts);
      if (!added) return added.fault();
    }
    if (judgement.merged) {
      auto closed =
          close_merged(*judgement.merged, head, how, candidate.fetched_at, rows, counts, effects);
      if (!closed) return closed.fault();
    }
    if (placement.publish) {
      auto done = publish(candidate, found, judgement, how, rows, counts, effects);
      if (!done) return done.fault();
    }
    rows.put(std::move(head));
  }
  count(candidate, judgement, counts);
  return effects;
}

Version to_last_version(const HeadRow& head, Verdict verdict, Timestamp fetched_at) {
  Version version;
  version.id = head.id;
  version.site = head.site;
  version.pub_status = news::PubStatus::Canceled;
  version.first_created = head.first_created;
  version.version_created = fetched_at;
  version.fetched_at = fetched_at;
  version.language = head.language;
  version.change.verdict = verdict;
  version.change.number = {head.head_number + 1, 0};
  version.change.previous = news::VersionNumber{head.head_number, 0};
  version.change.history = news::versions::history_entries(head);
  return version;
}

}  // namespace version
