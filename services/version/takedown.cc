#include "version/takedown.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "news/identity/keys.h"
#include "version/judgement.h"

namespace version {
namespace {

using news::Candidate;
using news::HeadRow;
using news::identity::KeyKind;

// The article; of an unknown one what can be said of it beforehand: its id.
struct Target {
  HeadRow head;
  bool known = false;
};

news::ArticleId own_id(const Candidate& candidate, const news::Address& address) {
  return news::identity::article_id(candidate.site, KeyKind::Address, address.url);
}

Result<std::optional<HeadRow>> find_by_alias(const Candidate& candidate, const Rows& rows) {
  for (const news::Address& address : candidate.addresses) {
    const auto hash = news::identity::alias_hash(candidate.site, KeyKind::Address, address.url);
    const auto alias = rows.find_alias(hash);
    if (!alias) return alias.fault();
    auto head = *alias ? rows.find_head((*alias)->id) : rows.find_own(own_id(candidate, address));
    if (!head || *head) return head;
  }
  return std::optional<HeadRow>{};
}

Result<Target> find_target(const Candidate& candidate, const Rows& rows) {
  Target target;
  target.head.site = candidate.site;
  target.head.first_created = candidate.fetched_at;
  auto head = find_by_alias(candidate, rows);
  if (!head) return head.fault();
  if (!*head) {
    const auto named = news::read_article_id(candidate.guid);
    if (!named && candidate.addresses.empty()) {
      return base::dead_letter("takedown_unnamed", "neither an id nor an address");
    }
    target.head.id = named ? *named : own_id(candidate, candidate.addresses.front());
    // Nobody has seen its own key: the id is all that leads there.
    target.head.own_key = rows.format() != news::encode::RowFormat::One;
    head = rows.find_head(target.head.id);
    if (!head) return head.fault();
  }
  if (*head) target = {std::move(**head), true};
  return target;
}

// The head as it stands: a stub that is not settled yet still has its keys.
const HeadRow& as_stored(const HeadRow& head, const Rows& rows) {
  const auto stored = std::find_if(rows.aged().begin(), rows.aged().end(),
                                   [&](const HeadRow& aged) { return aged.id == head.id; });
  return stored == rows.aged().end() ? head : *stored;
}

// Addresses and ids outlive everything; a text that stands elsewhere too is another article soon.
Result<std::vector<news::Hash128>> lasting_aliases(const HeadRow& head, const Rows& rows) {
  std::vector<news::Hash128> lasting;
  for (const news::Hash128& hash : as_stored(head, rows).aliases) {
    const auto alias = rows.find_alias(hash);
    if (!alias) return alias.fault();
    if (!*alias || (*alias)->id != head.id) continue;
    const auto kind = static_cast<KeyKind>((*alias)->kind);
    if (kind == KeyKind::Guid || kind == KeyKind::Address) lasting.push_back(hash);
  }
  return lasting;
}

HeadRow to_removed(const HeadRow& head, bool publish) {
  HeadRow removed;
  removed.id = head.id;
  removed.site = head.site;
  removed.first_created = head.first_created;
  removed.head_number = head.head_number + (publish ? 1 : 0);
  removed.historic_count = head.historic_count;
  removed.removed = true;
  removed.own_key = head.own_key;
  return removed;
}

Result<Done> put_aliases(const Candidate& candidate, const news::ArticleId& id, Rows& rows) {
  news::AliasRow alias;
  alias.id = id;
  alias.kind = static_cast<std::uint8_t>(KeyKind::Address);
  Result<Done> done = Done{};
  for (const news::Address& address : candidate.addresses) {
    const auto hash = news::identity::alias_hash(candidate.site, KeyKind::Address, address.url);
    if (done) done = rows.put(hash, own_id(candidate, address), alias);
  }
  for (const news::Hash128& hash : candidate.aliases) {
    if (done) done = rows.put(hash, std::nullopt, alias);
  }
  return done;
}

}  // namespace

Result<stream::Effects> take_down(const Candidate& candidate, const Publication& how, Rows& rows,
                                  Counts& counts) {
  auto target = find_target(candidate, rows);
  if (!target) return target.fault();
  const HeadRow& head = target->head;
  stream::Effects effects;
  const bool publish = head.head_number != 0 && !head.removed;
  if (publish) {
    news::Version last = to_last_version(head, news::Verdict::Removed, candidate.fetched_at);
    last.ed_note = candidate.reason;
    for (auto& record : to_records(last, how)) effects.out.push_back(std::move(record));
    effects.out.push_back(to_tombstone(head.id, how));
  }
  if (!head.removed) {
    if (target->known) {
      auto aliases = lasting_aliases(head, rows);
      if (!aliases) return aliases.fault();
      effects.out.push_back(to_takedown(candidate, head.id, std::move(*aliases), how));
      rows.remove_text(head.id);
    }
    rows.put(to_removed(head, publish));
  }
  if (auto put = put_aliases(candidate, head.id, rows); !put) return put.fault();
  counts.verdict(news::Verdict::Removed, publish, candidate.lane);
  return effects;
}

}  // namespace version
