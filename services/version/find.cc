#include "version/find.h"

#include <algorithm>

#include "base/hash.h"
#include "news/versions/diff.h"

namespace version {
namespace {

using news::Address;
using news::AddressKind;
using news::AliasRow;
using news::ArticleId;
using news::Candidate;
using news::HeadRow;
using news::identity::KeyKind;

struct Lookup {
  Key key;
  std::optional<AliasRow> alias;
  std::optional<HeadRow> head;  // the article that the key knows
  bool aged = false;            // it knew one whose aliases are past their age
  bool owned = false;           // the article is named after it, and there is no row
};

bool shows_text(const Candidate& candidate) {
  return candidate.kind == news::CandidateKind::Page && candidate.status == news::Status::Usable &&
         !candidate.signals.kill && !candidate.signals.hold;
}

bool has_headline(const news::TextFeatures& text) {
  static const std::uint64_t none = base::xxh3_64("");
  return text.story_fold != none && text.headline_fold != none;
}

Key make_key(const Candidate& candidate, KeyKind kind, FoundBy role, std::string text) {
  Key key{kind, role, std::move(text), {}, {}};
  key.alias = news::identity::alias_hash(candidate.site, kind, key.text);
  if (kind == KeyKind::Guid || kind == KeyKind::Address) {
    key.own = news::identity::article_id(candidate.site, kind, key.text);
  }
  return key;
}

const Address* find_address(const Candidate& candidate, AddressKind kind) {
  for (const Address& address : candidate.addresses) {
    if (address.kind == kind) return &address;
  }
  return nullptr;
}

bool has_alias(const std::vector<Key>& keys, const Key& key) {
  return std::any_of(keys.begin(), keys.end(),
                     [&](const Key& other) { return other.alias == key.alias; });
}

// Keys 1 to 3: an agency's id or a guid, the canonical address, the fetched one.
std::vector<Key> strong_keys(const Candidate& candidate, Found& found, Counts& counts) {
  std::vector<Key> keys;
  if (news::identity::is_guid_key(candidate.guid)) {
    keys.push_back(make_key(candidate, KeyKind::Guid, FoundBy::Guid, candidate.guid));
  }
  const Address* const fetched = find_address(candidate, AddressKind::Fetched);
  const Address* const canonical = find_address(candidate, AddressKind::Canonical);
  if (canonical != nullptr && (fetched == nullptr || canonical->url != fetched->url)) {
    if (news::identity::is_home_like(canonical->url)) {
      found.guard = "canonical_home";
      counts.guard(Guard::CanonicalHome);
    } else {
      keys.push_back(make_key(candidate, KeyKind::Address, FoundBy::Canonical, canonical->url));
    }
  }
  if (fetched != nullptr) {
    keys.push_back(make_key(candidate, KeyKind::Address, FoundBy::Fetched, fetched->url));
  }
  return keys;
}

// Key 3b: other addresses that led to the page or that it gives for itself.
std::vector<Key> weak_keys(const Candidate& candidate, const std::vector<Key>& strong) {
  std::vector<Key> keys;
  for (const Address& address : candidate.addresses) {
    if (address.kind == AddressKind::Canonical || address.kind == AddressKind::Fetched) continue;
    if (keys.size() == kOtherAddressesMax) break;
    Key key = make_key(candidate, KeyKind::Address, FoundBy::Other, address.url);
    if (!has_alias(strong, key) && !has_alias(keys, key)) keys.push_back(std::move(key));
  }
  return keys;
}

// What an alias row would say of a key that has none: the first text came when the article did.
AliasRow own_alias(const Key& key, const HeadRow& head, std::uint32_t today) {
  AliasRow alias;
  alias.id = *key.own;
  alias.kind = static_cast<std::uint8_t>(key.kind);
  const bool new_today =
      !head.sightings.empty() && day_of(head.sightings.front().fetched_at) == today;
  alias.flood_day = today;
  alias.flood_count = new_today ? 1 : 0;
  return alias;
}

// Aliases live as long as the full form of their head.
void lead_to(HeadRow head, AliasRow alias, Lookup& lookup) {
  lookup.aged = head.stub && !head.removed;
  if (lookup.aged) return;
  lookup.alias = alias;
  if (!alias.distrusted) lookup.head = std::move(head);
}

Result<Done> follow_own(Lookup& lookup, const Rows& rows) {
  if (!lookup.key.own) return Done{};
  auto head = rows.find_own(*lookup.key.own);
  if (!head) return head.fault();
  if (!*head) return Done{};
  lookup.owned = true;
  const AliasRow alias = own_alias(lookup.key, **head, rows.today());
  lead_to(std::move(**head), alias, lookup);
  return Done{};
}

Result<Done> follow_alias(Lookup& lookup, const Rows& rows) {
  const auto alias = rows.find_alias(lookup.key.alias);
  if (!alias) return alias.fault();
  lookup.key.has_row = alias->has_value();
  if (!*alias) return Done{};
  auto head = rows.find_head((*alias)->id);
  if (!head) return head.fault();
  if (*head) lead_to(std::move(**head), **alias, lookup);
  return Done{};
}

// Most come to the address that an article is named after: one row is read then.
Result<Lookup> look_up(Key key, const Rows& rows) {
  Lookup lookup;
  lookup.key = std::move(key);
  const bool own_first = lookup.key.role == FoundBy::Fetched;
  Result<Done> done = own_first ? follow_own(lookup, rows) : follow_alias(lookup, rows);
  if (done && own_first && !lookup.owned) done = follow_alias(lookup, rows);
  if (done && !own_first && !lookup.key.has_row) done = follow_own(lookup, rows);
  if (!done) return done.fault();
  return lookup;
}

Result<std::vector<Lookup>> look_up_all(std::vector<Key> keys, const Rows& rows) {
  std::vector<Lookup> lookups;
  lookups.reserve(keys.size());
  for (Key& key : keys) {
    auto lookup = look_up(std::move(key), rows);
    if (!lookup) return lookup.fault();
    lookups.push_back(std::move(*lookup));
  }
  return lookups;
}

bool has_value(const HeadRow& head, const news::Hash128& text) {
  return std::any_of(head.values.begin(), head.values.end(), [&](const news::NumberedValue& v) {
    return v.value.status == news::Status::Usable && v.value.content_hash == text;
  });
}

bool is_guarded(const Key& key) {
  return key.role == FoundBy::Guid || key.role == FoundBy::Canonical;
}

bool is_distrusted(const news::SiteRow& site, const Key& key, std::uint32_t today) {
  const std::uint32_t until =
      key.kind == KeyKind::Guid ? site.distrusted_g_until_day : site.distrusted_u_until_day;
  return is_guarded(key) && until > today;
}

void distrust(news::SiteRow& site, KeyKind kind, std::uint32_t today) {
  std::uint32_t& count = kind == KeyKind::Guid ? site.distrusted_g : site.distrusted_u;
  if (++count < kDistrustedMax) return;
  count = 0;
  (kind == KeyKind::Guid ? site.distrusted_g_until_day : site.distrusted_u_until_day) =
      today + kDistrustDays;
}

// Counts one more text through this key today; false: too many, it names no single article.
bool count_text(AliasRow& alias, std::uint32_t text, std::uint32_t today) {
  if (alias.flood_day != today) alias.flood_count = 0;
  alias.flood_day = today;
  alias.last_hash = text;
  ++alias.flood_count;
  alias.distrusted = alias.flood_count > kKeyTextsMax;
  return !alias.distrusted;
}

// Guard key_flood: takes keys away that many different texts came through.
Result<Done> drop_flooded(const Candidate& candidate, std::vector<Lookup>& strong, Rows& rows,
                          Found& found, Counts& counts) {
  if (std::none_of(strong.begin(), strong.end(),
                   [](const Lookup& l) { return is_guarded(l.key); })) {
    return Done{};
  }
  auto site = rows.find_site(candidate.site);
  if (!site) return site.fault();
  const news::SiteRow before = *site;
  const auto text = static_cast<std::uint32_t>(candidate.text.content_hash.low);
  Result<Done> done{Done{}};
  const auto is_flooded = [&](Lookup& lookup) {
    if (is_distrusted(before, lookup.key, rows.today())) return true;
    if (!is_guarded(lookup.key) || !lookup.alias) return false;
    if (lookup.alias->distrusted) return true;
    if (!shows_text(candidate) || lookup.alias->last_hash == text) return false;
    if (lookup.owned && has_value(*lookup.head, candidate.text.content_hash)) return false;
    const bool trusted = count_text(*lookup.alias, text, rows.today());
    if (auto put = rows.put(lookup.key.alias, lookup.key.own, *lookup.alias); !put) done = put;
    if (!trusted) distrust(*site, lookup.key.kind, rows.today());
    return !trusted;
  };
  const bool any = std::erase_if(strong, is_flooded) != 0;
  if (!done) return done;
  if (any) {
    found.guard = "key_flood";
    counts.guard(Guard::KeyFlood);
  }
  if (*site != before) rows.put_site(candidate.site, *site);
  return Done{};
}

// Guard text_flood: a short text at many new addresses is an error page that nobody knew.
Result<bool> is_text_flood(const Candidate& candidate, const std::vector<Lookup>& strong,
                           Rows& rows) {
  if (!shows_text(candidate) || candidate.text.words >= kFloodWordsMax) return false;
  if (strong.empty() || strong.back().head) return false;  // the fetched address is known
  auto flood = rows.find_flood(candidate.site, candidate.text.content_hash);
  if (!flood) return flood.fault();
  if (flood->day != rows.today()) *flood = {rows.today(), 0};
  ++flood->addresses;
  rows.put_flood(candidate.site, candidate.text.content_hash, *flood);
  return flood->addresses > kFloodAddressesMax;
}

// Is the candidate's text one of the article's, or mostly made of it?
Result<bool> tells_the_same(const Candidate& candidate, const HeadRow& head, const Rows& rows) {
  if (!shows_text(candidate)) return false;
  if (has_value(head, candidate.text.content_hash)) return true;
  const auto text = rows.find_text(head);
  if (!text) return text.fault();
  return *text && news::versions::known_percent((*text)->text, candidate.text) >= kKnownPercentMin;
}

void take(Found& found, HeadRow head, FoundBy by, KeyKind kind) {
  found.removed |= head.removed;
  found.head = std::move(head);
  found.by = by;
  found.letter = std::string(1, static_cast<char>(kind));
}

// The article's stub, which is found without its aliases: its id follows from one of its keys.
Result<Done> find_by_id(const std::vector<Lookup>& strong, const Rows& rows, Found& found) {
  for (const Lookup& lookup : strong) {
    if (&lookup == &strong.front()) found.id = *lookup.key.own;
    auto head = rows.find_head(*lookup.key.own);
    if (!head) return head.fault();
    if (!*head) continue;
    take(found, std::move(**head), FoundBy::Id, lookup.key.kind);
    return Done{};
  }
  return Done{};
}

Result<Done> find_by_weak(const Candidate& candidate, const std::vector<Lookup>& weak,
                          const Rows& rows, Found& found) {
  for (const Lookup& lookup : weak) {
    if (!lookup.head) continue;
    const auto same = tells_the_same(candidate, *lookup.head, rows);
    if (!same) return same.fault();
    if (!*same) continue;
    take(found, *lookup.head, FoundBy::Other, lookup.key.kind);
    break;
  }
  return Done{};
}

Result<Done> find_by_content(const Candidate& candidate, const Rows& rows, Found& found) {
  auto key = content_key(candidate);
  if (!key) return Done{};
  auto lookup = look_up(std::move(*key), rows);
  if (!lookup) return lookup.fault();
  if (lookup->head) take(found, std::move(*lookup->head), FoundBy::Content, KeyKind::Content);
  return Done{};
}

// Is this the story of that headline which the agency kills or corrects?
Result<bool> is_meant(const Candidate& candidate, const HeadRow& head, const Rows& rows) {
  const Timestamp first =
      head.sightings.empty() ? head.first_created : head.sightings.front().fetched_at;
  const std::int64_t since = candidate.fetched_at.value - first.value;
  if (std::max(since, -since) > kTitleMillisMax) return false;
  if (candidate.signals.kill) return true;
  const auto text = rows.find_text(head);
  if (!text) return text.fault();
  return *text && news::versions::known_percent((*text)->text, candidate.text) >= kTitlePercentMin;
}

Result<Done> find_by_title(const Candidate& candidate, const Rows& rows, Found& found) {
  if (!candidate.signals.kill && !candidate.signals.correction) return Done{};
  auto key = title_key(candidate);
  if (!key) return Done{};
  auto lookup = look_up(std::move(*key), rows);
  if (!lookup) return lookup.fault();
  if (!lookup->head) return Done{};
  const auto meant = is_meant(candidate, *lookup->head, rows);
  if (!meant) return meant.fault();
  if (*meant) take(found, std::move(*lookup->head), FoundBy::Title, KeyKind::Title);
  return Done{};
}

// The second article that a strong key knows: the same after all, another, or one whose address
// this page has taken over.
Result<Done> settle_conflicts(const Candidate& candidate, const std::vector<Lookup>& strong,
                              const Rows& rows, Found& found) {
  for (const Lookup& lookup : strong) {
    if (!lookup.head || lookup.head->id == found.head->id) continue;
    const auto same = tells_the_same(candidate, *lookup.head, rows);
    if (!same) return same.fault();
    if (*same && !found.other) {
      found.other = *lookup.head;
    } else if (!*same && lookup.key.role == FoundBy::Fetched) {
      found.aliases.push_back(lookup.key);
    }
  }
  return Done{};
}

void note_aliases(const Candidate& candidate, const std::vector<Lookup>& strong,
                  const std::vector<Lookup>& weak, Found& found) {
  for (const Lookup& lookup : strong) {
    if (!lookup.head) found.aliases.push_back(lookup.key);
  }
  if (!shows_text(candidate)) return;
  for (const Lookup& lookup : weak) {
    const bool here = lookup.head && found.head && lookup.head->id == found.head->id;
    if (!here) found.aliases.push_back(lookup.key);
  }
}

bool knows_removed(const std::vector<Lookup>& lookups) {
  return std::any_of(lookups.begin(), lookups.end(),
                     [](const Lookup& lookup) { return lookup.head && lookup.head->removed; });
}

// A key that is stronger than the one that hit may make the id of an article that was taken down
// before it was known.
Result<bool> makes_removed(const std::vector<Lookup>& strong, const Rows& rows) {
  const bool hit = std::any_of(strong.begin(), strong.end(),
                               [](const Lookup& lookup) { return lookup.head.has_value(); });
  for (const Lookup& lookup : strong) {
    if (!hit || lookup.head) return false;
    const auto head = rows.find_head(*lookup.key.own);
    if (!head) return head.fault();
    if (*head && (*head)->removed) return true;
  }
  return false;
}

// From the strongest key to the weakest.
// Of the head that it takes, only the id is left in its look-up.
Result<Done> find_known(const Candidate& candidate, std::vector<Lookup>& strong,
                        const std::vector<Lookup>& weak, const Rows& rows, Found& found) {
  for (Lookup& lookup : strong) {
    if (!lookup.head || found.head) continue;
    take(found, std::move(*lookup.head), lookup.key.role, lookup.key.kind);
  }
  if (found.head) return settle_conflicts(candidate, strong, rows, found);
  Result<Done> done = find_by_id(strong, rows, found);
  if (done && !found.head) done = find_by_weak(candidate, weak, rows, found);
  if (done && !found.head) done = find_by_content(candidate, rows, found);
  if (done && !found.head) done = find_by_title(candidate, rows, found);
  return done;
}

}  // namespace

std::optional<Key> content_key(const Candidate& candidate) {
  if (!shows_text(candidate) || candidate.text.words < kContentWordsMin) return std::nullopt;
  if (!has_headline(candidate.text)) return std::nullopt;
  return make_key(candidate, KeyKind::Content, FoundBy::Content,
                  base::to_hex(candidate.text.content_hash));
}

std::optional<Key> title_key(const Candidate& candidate) {
  const bool page = candidate.kind == news::CandidateKind::Page;
  if (!page || !candidate.agency || !has_headline(candidate.text)) return std::nullopt;
  return make_key(candidate, KeyKind::Title, FoundBy::Title,
                  std::to_string(candidate.text.story_fold));
}

Result<Found> find_article(const Candidate& candidate, Rows& rows, Counts& counts) {
  Found found;
  const std::vector<Key> keys = strong_keys(candidate, found, counts);
  auto strong = look_up_all(keys, rows);
  if (!strong) return strong.fault();
  auto weak = look_up_all(weak_keys(candidate, keys), rows);
  if (!weak) return weak.fault();
  found.removed = knows_removed(*strong) || knows_removed(*weak);
  if (found.removed) return found;
  if (auto done = drop_flooded(candidate, *strong, rows, found, counts); !done) return done.fault();
  const auto flooded = is_text_flood(candidate, *strong, rows);
  if (!flooded) return flooded.fault();
  found.flooded = *flooded;
  if (found.flooded) return found;
  const auto removed = makes_removed(*strong, rows);
  if (!removed) return removed.fault();
  found.removed = *removed;
  if (found.removed) return found;
  if (auto done = find_known(candidate, *strong, *weak, rows, found); !done) return done.fault();
  const bool aged =
      std::any_of(strong->begin(), strong->end(), [](const auto& l) { return l.aged; });
  if (aged && !found.head) counts.stub_missed();
  note_aliases(candidate, *strong, *weak, found);
  return found;
}

}  // namespace version
