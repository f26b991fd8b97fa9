#include "version/takedown.h"

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

Result<std::optional<HeadRow>> find_by_alias(const Candidate& candidate, const Rows& rows) {
  for (const news::Address& address : candidate.addresses) {
    const auto hash = news::identity::alias_hash(candidate.site, KeyKind::Address, address.url);
    const auto alias = rows.find_alias(hash);
    if (!alias) return alias.fault();
    if (!*alias) continue;
    auto head = rows.find_head((*alias)->id);
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
    target.head.id = named ? *named
                           : news::identity::article_id(candidate.site, KeyKind::Address,
                                                        candidate.addresses.front().url);
    head = rows.find_head(target.head.id);
    if (!head) return head.fault();
  }
  if (*head) target = {std::move(**head), true};
  return target;
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
    HeadRow removed;
    removed.id = head.id;
    removed.site = head.site;
    removed.first_created = head.first_created;
    removed.head_number = head.head_number + (publish ? 1 : 0);
    removed.historic_count = head.historic_count;
    removed.removed = true;
    rows.put(std::move(removed));
    if (target->known) rows.remove_text(head.id);
  }
  for (const news::Address& address : candidate.addresses) {
    news::AliasRow alias;
    alias.id = head.id;
    alias.kind = static_cast<std::uint8_t>(KeyKind::Address);
    rows.put(news::identity::alias_hash(candidate.site, KeyKind::Address, address.url), alias);
  }
  counts.verdict(news::Verdict::Removed, publish, candidate.lane);
  return effects;
}

}  // namespace version
