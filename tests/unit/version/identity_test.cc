#include <gtest/gtest.h>

#include "tests/unit/version/world.h"
#include "version/find.h"

namespace version {
namespace {

using news::Status;
using news::identity::KeyKind;

news::ArticleId id_of(const std::string& path) {
  return news::identity::article_id(kSite, KeyKind::Address, address({}, path));
}

// Long enough to be a key of its own.
const std::string kLong =
    "The harbour board has decided that the night ferry sails again from the first of May. "
    "Tickets for the summer are on sale at the quay and cost as much as they did last year.";

TEST(Identity, TheCanonicalAddressNamesTheArticleWhateverWasFetched) {
  World world;
  const stream::Effects first = world.send(Page{.path = "a", .canonical = "ferry"});
  EXPECT_EQ(first.out[0].key, to_hex(id_of("ferry")));
  const stream::Effects second = world.send(Page{.path = "b", .at = kHour, .canonical = "ferry"});
  EXPECT_EQ(in_words(second), "");
  EXPECT_EQ(world.count(second, R"(identity_total{key="canonical"})"), 1u);
  const stream::Effects third = world.send(Page{.path = "b", .at = 2 * kHour});
  EXPECT_EQ(world.count(third, R"(identity_total{key="fetched"})"), 1u);
  EXPECT_EQ(in_words(third), "");
}

TEST(Identity, AGuidIsStrongerThanAddresses) {
  World world;
  world.send(Page{.path = "a", .guid = "urn:newsml:harbour:1"});
  const stream::Effects second =
      world.send(Page{.path = "b", .at = kHour, .guid = "urn:newsml:harbour:1"});
  EXPECT_EQ(in_words(second), "");
  EXPECT_EQ(world.count(second, R"(identity_total{key="guid"})"), 1u);
}

TEST(Identity, ACanonicalOfASectionIsNoKey) {
  World world;
  news::Candidate candidate = to_candidate(Page{});
  candidate.addresses.insert(candidate.addresses.begin(),
                             {news::AddressKind::Canonical, "https://harbourpost.example/news"});
  const stream::Effects effects = world.send(candidate);
  EXPECT_EQ(effects.out[0].key, to_hex(id_of("ferry")));
  EXPECT_EQ(world.count(effects, R"(guard_total{guard="canonical_home"})"), 1u);
  EXPECT_TRUE(contains(*effects.out[0].value, R"("guard":"canonical_home")"));
}

TEST(Identity, ARequestAddressAloneJoinsOnlyTheSameText) {
  World world;
  world.send(Page{.path = "ferry"});
  const stream::Effects same = world.send(Page{.path = "moved", .at = kHour, .request = "ferry"});
  EXPECT_EQ(in_words(same), "");
  EXPECT_EQ(world.count(same, R"(identity_total{key="other"})"), 1u);
  const stream::Effects next = world.send(Page{.path = "tram",
                                               .at = 2 * kHour,
                                               .headline = "Tram stops",
                                               .paragraphs = {"No tram runs on Sunday any more."},
                                               .request = "ferry"});
  EXPECT_EQ(in_words(next), "a:new 1, v:new 1");
  EXPECT_EQ(next.out[0].key, to_hex(id_of("tram")));
}

TEST(Identity, ARequestAddressThatShowsANewStoryEveryDayMovesOn) {
  World world;
  world.send(Page{.path = "monday", .request = "latest"});
  world.send(Page{.path = "tuesday",
                  .at = kDay,
                  .headline = "Tram stops",
                  .paragraphs = {"No tram runs on Sunday any more."},
                  .request = "latest"});
  const auto bytes = world.state.rows.at(
      news::identity::alias_row_key(kSite, KeyKind::Address, address({}, "latest")));
  EXPECT_EQ(news::encode::read_alias_row(bytes)->id, id_of("tuesday"));
}

TEST(Identity, OfSeveralWeakAddressesTheOneThatShowsThisStoryCounts) {
  World world;
  world.send(Page{.path = "ferry", .headline = "Ferry", .paragraphs = {kLong}});
  world.send(Page{.path = "tram",
                  .at = kHour,
                  .headline = "Tram stops",
                  .paragraphs = {"No tram runs on Sunday any more."},
                  .request = "latest"});
  news::Candidate candidate = to_candidate(Page{.path = "other",
                                                .at = 2 * kHour,
                                                .headline = "Ferry at last",
                                                .paragraphs = {kLong, "The band plays."},
                                                .request = "latest"});
  candidate.addresses.push_back({news::AddressKind::Amp, address({}, "ferry")});
  const stream::Effects effects = world.send(candidate);
  EXPECT_EQ(in_words(effects), "a:revised 2, v:revised 2");
  EXPECT_EQ(effects.out[0].key, to_hex(id_of("ferry")));
}

// A wire agency's own site: `path` tells nothing, each message has an address of its own.
Page wire(const std::string& path, std::int64_t at, const std::string& headline,
          const std::vector<std::string>& paragraphs, news::Signals signals = {}) {
  return Page{.path = path,
              .at = at,
              .headline = headline,
              .paragraphs = paragraphs,
              .signals = std::move(signals),
              .agency = true};
}

const news::Signals kKill{.correction = false, .kill = true, .hold = false, .note = "KILL"};
const news::Signals kCorrection{
    .correction = true, .kill = false, .hold = false, .note = "CORRECTED"};

TEST(Identity, AnAgencysKillFindsItsStoryByTheHeadline) {
  World world;
  world.send(wire("w1", 0, "Night ferry returns", {kLong}));
  const stream::Effects effects =
      world.send(wire("w2", 72 * kHour, "KILL - Night Ferry returns", {"Do not use."}, kKill));
  EXPECT_EQ(in_words(effects), "a:withdrawn 2, v:withdrawn 2");
  EXPECT_EQ(effects.out[0].key, to_hex(id_of("w1")));
  EXPECT_EQ(world.count(effects, R"(identity_total{key="title"})"), 1u);
  EXPECT_FALSE(effects.dead.has_value());
  EXPECT_TRUE(contains(*effects.out[0].value, R"("identity":"t")"));
}

TEST(Identity, AKillThatComesThreeDaysLateFindsNothingByTheHeadline) {
  for (const std::int64_t at : {72 * kHour + 1, -72 * kHour - 1}) {
    World world;
    world.send(wire("w1", 0, "Night ferry returns", {kLong}));
    const stream::Effects effects =
        world.send(wire("w2", at, "KILL - Night ferry returns", {"Do not use."}, kKill));
    EXPECT_EQ(in_words(effects), "") << at;
    ASSERT_TRUE(effects.dead.has_value()) << at;
    EXPECT_EQ(effects.dead->code, "kill_unresolved");
  }
}

TEST(Identity, AnAgencysCorrectionFindsItsStoryIfThirtyPercentOfItIsKnown) {
  // Ten words of which the first are known, the others are not.
  const auto text = [](int known) {
    std::vector<std::string> sentences;
    for (int i = 0; i < 10; ++i) {
      sentences.push_back((i < known ? "Known sentence " : "Other sentence ") + std::to_string(i) +
                          " is told here.");
    }
    return sentences;
  };
  for (const int known : {3, 2}) {
    World world;
    world.send(wire("w1", 0, "Night ferry returns", text(10)));
    const stream::Effects effects =
        world.send(wire("w2", kHour, "CORRECTED-Night ferry returns", text(known), kCorrection));
    EXPECT_EQ(in_words(effects), known == 3 ? "a:revised 2, v:revised 2" : "a:new 1, v:new 1")
        << known;
  }
}

TEST(Identity, OnlyAgenciesStoriesAreFoundByTheirHeadline) {
  World world;
  Page first = wire("w1", 0, "Night ferry returns", {kLong});
  Page second = wire("w2", kHour, "CORRECTED-Night ferry returns", {kLong, "More."}, kCorrection);
  first.agency = second.agency = false;
  world.send(first);
  EXPECT_EQ(in_words(world.send(second)), "a:new 1, v:new 1");
  World other;
  other.send(wire("w1", 0, "Night ferry returns", {kLong}));
  EXPECT_EQ(in_words(other.send(wire("w2", kHour, "Night ferry returns", {kLong, "More."}))),
            "a:new 1, v:new 1")
      << "another story may have the same headline; it neither kills nor corrects";
}

TEST(Identity, AnEqualLongTextAtAnotherAddressIsTheSameArticleForAWeek) {
  World world;
  world.send(Page{.path = "a", .paragraphs = {kLong}});
  const stream::Effects second = world.send(Page{.path = "b", .at = kHour, .paragraphs = {kLong}});
  EXPECT_EQ(in_words(second), "");
  EXPECT_EQ(world.count(second, R"(identity_total{key="content"})"), 1u);
  const stream::Effects late = world.send(Page{.path = "c", .at = 7 * kDay, .paragraphs = {kLong}});
  EXPECT_EQ(in_words(late), "a:new 1, v:new 1");
}

TEST(Identity, AShortTextIsNoKey) {
  World world;
  world.send(Page{.path = "a"});
  EXPECT_EQ(in_words(world.send(Page{.path = "b", .at = kHour})), "a:new 1, v:new 1");
}

TEST(Identity, TwoArticlesThatAPageShowsToBeOneAreMergedIntoTheEarlier) {
  World world;
  world.send(Page{.path = "a", .headline = "First"});
  world.send(Page{.path = "b", .at = kHour, .headline = "Second", .paragraphs = {kLong}});
  const stream::Effects effects = world.send(Page{
      .path = "b", .at = 2 * kHour, .headline = "Second", .paragraphs = {kLong}, .canonical = "a"});
  EXPECT_EQ(in_words(effects), "a:merged 2, v:merged 2, a:revised 2, v:revised 2");
  EXPECT_EQ(effects.out[0].key, to_hex(id_of("b")));
  EXPECT_TRUE(contains(*effects.out[0].value, R"("pubStatus":"canceled")"));
  EXPECT_EQ(effects.out[2].key, to_hex(id_of("a")));
  EXPECT_EQ(world.count(effects, "merges_total{}"), 1u);
  EXPECT_EQ(world.head(id_of("b")).merged_into, id_of("a"));
  EXPECT_EQ(world.head(id_of("a")).sightings.size(), 3u);
  const stream::Effects later =
      world.send(Page{.path = "b", .at = 3 * kHour, .headline = "Second", .paragraphs = {kLong}});
  EXPECT_EQ(in_words(later), "");
  EXPECT_EQ(world.head(id_of("a")).sightings.size(), 4u);
}

TEST(Identity, AChainOfMergesIsNeverLongerThanItsReadersFollow) {
  World world;
  stream::Effects effects;
  const auto page = [](std::uint32_t i, std::int64_t at, const std::string& canonical) {
    const std::string path = "p" + std::to_string(i);
    return Page{.path = path,
                .at = at,
                .headline = "Headline of " + path,
                .paragraphs = {kLong, "This is told at " + path + " alone."},
                .canonical = canonical};
  };
  // The first is the latest, so each later one swallows all before it.
  for (std::uint32_t i = 0; i <= kMergesMax + 1; ++i) world.send(page(i, kDay - i, ""));
  for (std::uint32_t i = 0; i <= kMergesMax; ++i) {
    effects = world.send(page(i, kDay + i + 1, "p" + std::to_string(i + 1)));
    const bool over = i == kMergesMax;
    EXPECT_EQ(world.count(effects, "merges_total{}"), over ? 0u : 1u) << i;
    EXPECT_EQ(world.count(effects, R"(limits_total{limit="merges_max"})"), over ? 1u : 0u) << i;
  }
  EXPECT_EQ(world.head(id_of("p16")).merge_depth, kMergesMax);
  effects = world.send(page(0, 2 * kDay, ""));
  ASSERT_FALSE(effects.out.empty());
  EXPECT_EQ(effects.out[0].key, to_hex(id_of("p16"))) << "found at the end of all";
}

TEST(Identity, AMergeIsPutOffWhileTheCandidateIsNotTheNewest) {
  World world;
  world.send(Page{.path = "a", .at = 5 * kHour, .headline = "First"});
  world.send(Page{.path = "b", .at = kHour, .headline = "Second", .paragraphs = {kLong}});
  const stream::Effects effects = world.send(Page{
      .path = "b", .at = 2 * kHour, .headline = "Second", .paragraphs = {kLong}, .canonical = "a"});
  EXPECT_EQ(world.count(effects, "merges_total{}"), 0u);
  EXPECT_EQ(in_words(effects), "v:older 0.1");
}

TEST(Identity, AMergeThatWasPutOffComesWithTheNextNewestCandidate) {
  World world;
  world.send(Page{.path = "a", .at = 5 * kHour, .headline = "First"});
  world.send(Page{.path = "b", .at = kHour, .headline = "Second", .paragraphs = {kLong}});
  const auto both = [](std::int64_t at) {
    return Page{
        .path = "b", .at = at, .headline = "Second", .paragraphs = {kLong}, .canonical = "a"};
  };
  EXPECT_EQ(world.count(world.send(both(2 * kHour)), "merges_total{}"), 0u);
  const stream::Effects effects = world.send(both(6 * kHour));
  EXPECT_EQ(world.count(effects, "merges_total{}"), 1u);
  EXPECT_EQ(world.head(id_of("a")).merged_into, id_of("b")) << "b was seen first";
}

TEST(Identity, OfTwoArticlesFirstSeenAtOnceTheSmallerIdStays) {
  World world;
  world.send(Page{.path = "a", .headline = "First"});
  world.send(Page{.path = "b", .headline = "Second", .paragraphs = {kLong}});
  world.send(Page{
      .path = "b", .at = kHour, .headline = "Second", .paragraphs = {kLong}, .canonical = "a"});
  const news::ArticleId stays = std::min(id_of("a"), id_of("b"));
  const news::ArticleId goes = std::max(id_of("a"), id_of("b"));
  EXPECT_EQ(world.head(goes).merged_into, stays);
}

TEST(Identity, AKeyBesidesTheFetchedAddressMovesNowhere) {
  World world;
  world.send(Page{.path = "a", .headline = "First", .guid = "urn:newsml:harbour:1"});
  world.send(Page{.path = "b", .at = kHour, .headline = "Second", .canonical = "second"});
  world.send(Page{.path = "c",
                  .at = 2 * kHour,
                  .headline = "Third",
                  .paragraphs = {"Nothing like it was told before at this address."},
                  .canonical = "second",
                  .guid = "urn:newsml:harbour:1"});
  const auto bytes = world.state.rows.at(
      news::identity::alias_row_key(kSite, KeyKind::Address, address({}, "second")));
  EXPECT_EQ(news::encode::read_alias_row(bytes)->id, id_of("second"));
}

TEST(Identity, AnAddressThatShowsAnotherArticleNowMovesToIt) {
  World world;
  world.send(Page{.path = "a", .headline = "First"});
  world.send(Page{.path = "b", .at = kHour, .headline = "Second", .paragraphs = {kLong}});
  world.send(Page{.path = "b",
                  .at = 2 * kHour,
                  .headline = "Third",
                  .paragraphs = {"Nothing like it was told before at this address."},
                  .canonical = "a"});
  const auto bytes =
      world.state.rows.at(news::identity::alias_row_key(kSite, KeyKind::Address, address({}, "b")));
  EXPECT_EQ(news::encode::read_alias_row(bytes)->id, id_of("a"));
  EXPECT_FALSE(world.head(id_of("b")).merged_into.has_value());
}

TEST(Identity, AKeyThatManyTextsComeThroughIsDistrusted) {
  World world;
  stream::Effects effects;
  for (std::uint32_t i = 0; i <= kKeyTextsMax; ++i) {
    effects = world.send(Page{.path = "story" + std::to_string(i),
                              .at = i * 1000,
                              .paragraphs = {"Story number " + std::to_string(i) + " is told."},
                              .canonical = "all"});
    const std::uint64_t guarded = world.count(effects, R"(guard_total{guard="key_flood"})");
    EXPECT_EQ(guarded, i == kKeyTextsMax ? 1u : 0u) << i;
  }
  EXPECT_EQ(in_words(effects), "a:new 1, v:new 1");
  EXPECT_EQ(effects.out[0].key, to_hex(id_of("story20")));
}

// So many different texts through a canonical that it names no single article any more.
void flood(World& world, const std::string& canonical, std::int64_t day) {
  for (std::uint32_t i = 0; i <= kKeyTextsMax; ++i) {
    const std::string name = canonical + std::to_string(i);
    world.send(Page{.path = name,
                    .at = day * kDay + i,
                    .headline = name,
                    .paragraphs = {"What is told of " + name + " is short."},
                    .canonical = canonical});
  }
}

bool finds_by_canonical(World& world, const std::string& canonical, std::int64_t at) {
  const stream::Effects effects = world.send(Page{.path = canonical + "-other",
                                                  .at = at,
                                                  .headline = canonical,
                                                  .paragraphs = {"A page at " + canonical},
                                                  .canonical = canonical});
  return world.count(effects, R"(guard_total{guard="key_flood"})") == 0;
}

TEST(Identity, TheSameTextAgainIsNoFlood) {
  World world;
  for (int i = 0; i < 100; ++i) {
    EXPECT_TRUE(finds_by_canonical(world, "story", i));
  }
}

TEST(Identity, AFloodCountsTheTextsOfOneDay) {
  World world;
  for (std::uint32_t i = 0; i < 3 * kKeyTextsMax; ++i) {
    const stream::Effects effects = world.send(Page{.path = "live",
                                                    .at = (i / kKeyTextsMax) * kDay + i,
                                                    .headline = "Live " + std::to_string(i),
                                                    .canonical = "blog"});
    EXPECT_EQ(world.count(effects, R"(guard_total{guard="key_flood"})"), 0u) << i;
  }
}

TEST(Identity, ThreeDistrustedKeysTurnThatKindOffForThirtyDays) {
  World world;
  EXPECT_TRUE(finds_by_canonical(world, "good", 0));
  flood(world, "one", 0);
  flood(world, "two", 0);
  EXPECT_TRUE(finds_by_canonical(world, "good", kHour));
  flood(world, "three", 0);
  EXPECT_FALSE(finds_by_canonical(world, "good", 2 * kHour));
  EXPECT_FALSE(finds_by_canonical(world, "good", 30 * kDay - 1));
  EXPECT_TRUE(finds_by_canonical(world, "good", 30 * kDay));
  EXPECT_FALSE(finds_by_canonical(world, "one", 30 * kDay)) << "itself it is never believed again";
}

TEST(Identity, DistrustOfCanonicalsLeavesGuidsAlone) {
  World world;
  for (const char* canonical : {"one", "two", "three"}) flood(world, canonical, 0);
  world.send(Page{.path = "a", .at = kHour, .guid = "urn:newsml:harbour:1"});
  const stream::Effects second =
      world.send(Page{.path = "b", .at = 2 * kHour, .guid = "urn:newsml:harbour:1"});
  EXPECT_EQ(world.count(second, R"(identity_total{key="guid"})"), 1u);
}

TEST(Identity, AShortTextAtTwoHundredAddressesADayIsAnErrorPage) {
  World world;
  for (std::uint32_t i = 0; i < kFloodAddressesMax; ++i) {
    EXPECT_EQ(in_words(world.send(Page{.path = "p" + std::to_string(i), .at = i})),
              "a:new 1, v:new 1");
  }
  const stream::Effects effects = world.send(Page{.path = "one-more", .at = kHour});
  EXPECT_TRUE(effects.out.empty());
  EXPECT_EQ(world.count(effects, R"(guard_total{guard="text_flood"})"), 1u);
  EXPECT_EQ(in_words(world.send(Page{.path = "next-day", .at = kDay})), "a:new 1, v:new 1");
}

TEST(Identity, AnArticleHasSixtyFourAliasesAtMost) {
  World world;
  stream::Effects effects;
  for (std::size_t i = 0; i < kAliasesMax; ++i) {
    effects = world.send(Page{.path = "p" + std::to_string(i),
                              .at = static_cast<int>(i),
                              .guid = "urn:newsml:harbour:1"});
    const bool over = i + 1 == kAliasesMax;  // the guid is one of them
    EXPECT_EQ(world.count(effects, R"(limits_total{limit="aliases_max"})"), over ? 1u : 0u) << i;
  }
  const auto id = news::identity::article_id(kSite, KeyKind::Guid, "urn:newsml:harbour:1");
  EXPECT_EQ(world.head(id).aliases.size(), kAliasesMax);
}

TEST(Identity, TextsLeaveSixteenAliasesToAddresses) {
  World world;
  stream::Effects effects;
  const auto send = [&](std::size_t i, const std::string& path) {
    return world.send(Page{.path = path,
                           .at = static_cast<std::int64_t>(i) * 2 * kHour,
                           .paragraphs = {kLong, "Update number " + std::to_string(i) + "."},
                           .guid = "urn:newsml:harbour:1"});
  };
  for (std::size_t i = 1; i < kTextAliasesMax; ++i) {  // the guid is one of them
    effects = send(i, "ferry");
    EXPECT_EQ(world.count(effects, R"(limits_total{limit="aliases_max"})"), i + 2 > kTextAliasesMax)
        << i;
  }
  const auto id = news::identity::article_id(kSite, KeyKind::Guid, "urn:newsml:harbour:1");
  EXPECT_EQ(world.head(id).aliases.size(), kTextAliasesMax);
  send(kTextAliasesMax, "another-address");
  EXPECT_EQ(world.head(id).aliases.size(), kTextAliasesMax + 1);
}

news::Candidate takedown(const std::string& path) {
  news::Candidate candidate;
  candidate.kind = news::CandidateKind::Takedown;
  candidate.site = kSite;
  candidate.fetched_at.value = candidate.appended_at.value = kStart + kDay;
  candidate.addresses = {{news::AddressKind::Fetched, address({}, path)}};
  candidate.reason = "court order";
  return candidate;
}

TEST(Takedown, ClosesTheKeyEmptiesItAndDropsEveryRecrawl) {
  World world;
  world.send(Page{.paragraphs = {kLong}});
  const stream::Effects effects = world.send(takedown("ferry"));
  EXPECT_EQ(in_words(effects), "a:removed 2, v:removed 2, a:null");
  EXPECT_TRUE(contains(*effects.out[0].value, R"("edNote":"court order")"));
  EXPECT_FALSE(contains(*effects.out[0].value, "bodies"));
  EXPECT_TRUE(world.articles.empty());
  EXPECT_FALSE(world.state.rows.contains(news::encode::text_key(id_of("ferry"))));
  EXPECT_TRUE(world.send(Page{.at = 2 * kDay}).out.empty());
  const stream::Effects again = world.send(Page{.at = 2 * kDay + kHour});
  EXPECT_TRUE(again.out.empty());
  EXPECT_TRUE(again.rows.empty());
  EXPECT_EQ(world.count(again, R"(verdicts_total{verdict="removed",published="no",lane="live"})"),
            1u);
  EXPECT_EQ(in_words(world.send(takedown("ferry"))), "");
}

TEST(Takedown, OutlivesEveryAge) {
  World world;
  world.send(Page{});
  world.send(takedown("ferry"));
  world.send(Page{.path = "other", .at = 1000 * kDay, .headline = "Years later"});
  EXPECT_EQ(in_words(world.send(Page{.at = 1000 * kDay})), "");
}

TEST(Takedown, OfAnUnknownArticleKeepsItFromEverAppearing) {
  World world;
  EXPECT_EQ(in_words(world.send(takedown("ferry"))), "");
  EXPECT_EQ(in_words(world.send(Page{.at = 2 * kDay})), "");
  EXPECT_EQ(in_words(world.send(Page{.path = "new", .at = 2 * kDay, .request = "ferry"})), "");
}

TEST(Takedown, OfAnUnknownIdHoldsThoughAWeakerKeyIsKnown) {
  World world;
  world.send(Page{});
  news::Candidate candidate = takedown("ferry");
  candidate.addresses.clear();
  candidate.guid = to_hex(news::identity::article_id(kSite, KeyKind::Guid, "urn:newsml:harbour:1"));
  world.send(candidate);
  const stream::Effects effects =
      world.send(Page{.at = 2 * kDay, .headline = "Taken down", .guid = "urn:newsml:harbour:1"});
  EXPECT_EQ(in_words(effects), "");
  EXPECT_EQ(world.count(effects, R"(verdicts_total{verdict="removed",published="no",lane="live"})"),
            1u);
}

TEST(Takedown, OfAnAgedArticleEndsItsStub) {
  World world;
  world.send(Page{});
  world.send(Page{.path = "other", .at = 400 * kDay, .headline = "Years later"});
  news::Candidate candidate = takedown("ferry");
  candidate.fetched_at.value = candidate.appended_at.value = kStart + 400 * kDay;
  EXPECT_EQ(in_words(world.send(candidate)), "a:removed 2, v:removed 2, a:null");
  EXPECT_EQ(in_words(world.send(Page{.at = 401 * kDay, .headline = "Again"})), "");
}

TEST(Takedown, OfAMergedArticleIsThatOfTheOneThatIsLeft) {
  World world;
  world.send(Page{.path = "a", .headline = "First"});
  world.send(Page{.path = "b", .at = kHour, .headline = "Second", .paragraphs = {kLong}});
  world.send(Page{
      .path = "b", .at = 2 * kHour, .headline = "Second", .paragraphs = {kLong}, .canonical = "a"});
  news::Candidate candidate = takedown("b");
  candidate.addresses.clear();
  candidate.guid = to_hex(id_of("b"));
  const stream::Effects effects = world.send(candidate);
  EXPECT_EQ(in_words(effects), "a:removed 3, v:removed 3, a:null");
  EXPECT_EQ(effects.out[0].key, to_hex(id_of("a")));
  for (const char* path : {"a", "b"}) {
    EXPECT_EQ(in_words(world.send(Page{.path = path, .at = 2 * kDay, .headline = "Again"})), "");
  }
}

TEST(Takedown, LeavesNoMergeAndNoAliasToItsArticle) {
  World world;
  world.send(Page{.path = "a", .headline = "First"});
  world.send(Page{.path = "b", .at = kHour, .headline = "Second", .paragraphs = {kLong}});
  world.send(takedown("b"));
  const stream::Effects effects = world.send(Page{
      .path = "b", .at = 2 * kDay, .headline = "Second", .paragraphs = {kLong}, .canonical = "a"});
  EXPECT_EQ(in_words(effects), "");
  EXPECT_EQ(world.count(effects, "merges_total{}"), 0u);
  const auto bytes =
      world.state.rows.at(news::identity::alias_row_key(kSite, KeyKind::Address, address({}, "b")));
  EXPECT_EQ(news::encode::read_alias_row(bytes)->id, id_of("b"));
}

TEST(Takedown, NamesTheArticleByItsIdToo) {
  World world;
  world.send(Page{});
  news::Candidate candidate = takedown("ferry");
  candidate.addresses.clear();
  candidate.guid = to_hex(id_of("ferry"));
  EXPECT_EQ(in_words(world.send(candidate)), "a:removed 2, v:removed 2, a:null");
}

TEST(Boilerplate, ALineThatChangesInThreeArticlesOnTwoDaysIsNobodysNews) {
  World world;
  const auto page = [](const std::string& path, std::int64_t at, const std::string& line) {
    return Page{.path = path,
                .at = at,
                .headline = "Headline of " + path,
                .paragraphs = {"What " + path + " tells is told in this one sentence.", line}};
  };
  const std::string line = "Subscribe to our evening letter for more of this.";
  for (const std::string path : {"a", "b", "c"}) {
    world.send(Page{.path = path,
                    .headline = "Headline of " + path,
                    .paragraphs = {"What " + path + " tells is told in this one sentence."}});
  }
  EXPECT_EQ(in_words(world.send(page("a", kHour, line))), "a:revised 2, v:revised 2");
  EXPECT_EQ(in_words(world.send(page("b", kHour, line))), "a:revised 2, v:revised 2");
  const stream::Effects third = world.send(page("c", kDay, line));
  EXPECT_EQ(in_words(third), "");
  EXPECT_EQ(world.count(third, R"(changes_total{class="boilerplate"})"), 1u);
}

}  // namespace
}  // namespace version
