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
  const stream::Effects again = world.send(Page{.at = 2 * kDay});
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
