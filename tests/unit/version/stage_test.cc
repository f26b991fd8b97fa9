#include "version/stage.h"

#include <gtest/gtest.h>

#include "tests/unit/version/world.h"

namespace version {
namespace {

using news::Status;
using news::identity::KeyKind;

news::ArticleId id_of(const Page& page, const std::string& path) {
  return news::identity::article_id(page.site, KeyKind::Address, address(page, path));
}

TEST(Stage, PublishesANewArticleToBothTopicsWithItsHeaders) {
  World world;
  const Page page;
  const stream::Effects effects = world.send(page);
  EXPECT_EQ(in_words(effects), "a:new 1, v:new 1");
  const stream::OutRecord& record = effects.out[0];
  EXPECT_EQ(record.key, to_hex(id_of(page, "ferry")));
  EXPECT_EQ(header(record, "content-type"), "application/json");
  EXPECT_EQ(header(record, "dateline-schema"), "dateline.article/1");
  EXPECT_EQ(header(record, "dateline-class"), "none");
  EXPECT_EQ(header(record, "dateline-site"), kSite);
  EXPECT_EQ(header(record, "dateline-language"), "en");
  EXPECT_EQ(header(record, "dateline-generation"), "7");
  EXPECT_EQ(header(record, "traceparent"), "00-trace");
  EXPECT_EQ(header(record, "other"), "-");
  EXPECT_TRUE(contains(*record.value, R"("version":"1")")) << *record.value;
  EXPECT_EQ(world.count(effects, R"(verdicts_total{verdict="new",published="yes",lane="live"})"),
            1u);
  EXPECT_EQ(world.count(effects, R"(identity_total{key="none"})"), 1u);
  ASSERT_TRUE(effects.delay.has_value());
  EXPECT_EQ(effects.delay->fetched_at.value, kStart);
}

TEST(Stage, WhatABackfillBringsIsCountedApartAndTimedFromItsCopy) {
  World world;
  world.send(Page{.at = kHour});
  news::Candidate copy = to_candidate({.headline = "Night ferry may return"});
  copy.lane = news::Lane::Backfill;
  copy.origin_at = news::Timestamp{kStart + 1000};
  copy.appended_at = news::Timestamp{kStart + 90 * kDay};
  const stream::Effects effects = world.send(copy);
  EXPECT_EQ(in_words(effects), "v:older 0.1") << "the newer page stays the current one";
  EXPECT_EQ(
      world.count(effects, R"(verdicts_total{verdict="older",published="yes",lane="backfill"})"),
      1u);
  EXPECT_EQ(effects.delay, (stream::Delay{{kStart}, copy.appended_at, true}));
}

TEST(Stage, TheSameEventAgainIsResentAndWritesNothing) {
  World world;
  world.send(Page{});
  const stream::Effects effects = world.send(Page{});
  EXPECT_TRUE(effects.out.empty());
  EXPECT_TRUE(effects.rows.empty());
  EXPECT_EQ(world.count(effects, R"(verdicts_total{verdict="resent",published="no",lane="live"})"),
            1u);
}

TEST(Stage, ADuplicateNeverOpensTheArticle) {
  World world;
  world.send(Page{});
  news::Candidate candidate = to_candidate({.at = kHour});
  candidate.article = "not an article";
  const stream::Effects effects = world.send(candidate);
  EXPECT_TRUE(effects.out.empty());
  ASSERT_EQ(effects.rows.size(), 1u);
  EXPECT_EQ(effects.rows[0].key[0], 'h');
}

TEST(Stage, AChangedParagraphIsVersionTwoAndNamesTheParagraph) {
  World world;
  world.send(Page{.paragraphs = {"The ferry sails from May.", "Tickets cost 12 euros each way.",
                                 "The crew is small."}});
  const stream::Effects effects =
      world.send(Page{.at = kHour,
                      .paragraphs = {"The ferry sails from May.", "Tickets cost 14 euros each way.",
                                     "The crew is small."}});
  EXPECT_EQ(in_words(effects), "a:revised 2, v:revised 2");
  EXPECT_EQ(header(effects.out[0], "dateline-class"), "factual");
  EXPECT_TRUE(contains(*effects.out[0].value,
                       R"("operations":[{"op":"edited","paragraph":2,"sentence":1,"facts":true}])"))
      << *effects.out[0].value;
  EXPECT_TRUE(contains(*effects.out[0].value, R"("previous":"1")"));
  EXPECT_EQ(world.count(effects, R"(changes_total{class="factual"})"), 1u);
}

TEST(Stage, AnEarlierFetchIsHistoricAndOnlyInTheVersions) {
  World world;
  const Page page{.at = kHour};
  world.send(page);
  const std::string current = world.articles.begin()->second;
  const stream::Effects effects =
      world.send(Page{.at = 0, .paragraphs = {"The night ferry may sail again."}});
  EXPECT_EQ(in_words(effects), "v:older 0.1");
  EXPECT_EQ(world.articles.begin()->second, current);
  EXPECT_TRUE(contains(*effects.out[0].value, "may sail again"));
  EXPECT_TRUE(contains(*effects.out[0].value, R"("historic":true)"));
}

TEST(Stage, AGonePageWithdrawsAndATextRestores) {
  World world;
  world.send(Page{});
  const stream::Effects gone = world.send(Page{.at = kHour, .status = Status::Gone});
  EXPECT_EQ(in_words(gone), "a:withdrawn 2, v:withdrawn 2");
  EXPECT_EQ(header(gone.out[0], "dateline-class"), "retraction");
  EXPECT_TRUE(contains(*gone.out[0].value, R"("pubStatus":"canceled")"));
  EXPECT_FALSE(contains(*gone.out[0].value, "bodies"));
  EXPECT_TRUE(contains(*gone.out[0].value, R"("status":410)"));
  const stream::Effects back = world.send(Page{.at = 2 * kHour});
  EXPECT_EQ(in_words(back), "a:restored 3, v:restored 3");
  EXPECT_TRUE(contains(*back.out[0].value, "bodies"));
}

TEST(Stage, AnEarlierTextThatComesBackIsReverted) {
  World world;
  world.send(Page{});
  world.send(Page{.at = kHour, .paragraphs = {"The night ferry is cancelled for good."}});
  const stream::Effects effects = world.send(Page{.at = 2 * kHour});
  EXPECT_EQ(in_words(effects), "a:reverted 3, v:reverted 3");
  EXPECT_TRUE(contains(*effects.out[0].value, R"("reverts_to":"1")"));
}

TEST(Stage, AHeldPageIsWithheldWithoutABody) {
  World world;
  world.send(Page{});
  const stream::Effects effects = world.send(Page{
      .at = kHour,
      .signals = {.correction = false, .kill = false, .hold = true, .note = "Embargo until noon"}});
  EXPECT_EQ(in_words(effects), "a:withdrawn 2, v:withdrawn 2");
  EXPECT_TRUE(contains(*effects.out[0].value, R"("pubStatus":"withheld")"));
  EXPECT_TRUE(contains(*effects.out[0].value, R"("edNote":"Embargo until noon")"));
  EXPECT_FALSE(contains(*effects.out[0].value, "bodies"));
}

TEST(Stage, AKillOfAnUnknownArticleIsForAPersonToSee) {
  World world;
  const Page kill{.signals = {.correction = false, .kill = true, .hold = false, .note = "KILL"}};
  const stream::Effects effects = world.send(kill);
  ASSERT_TRUE(effects.dead.has_value());
  EXPECT_EQ(effects.dead->code, "kill_unresolved");
  EXPECT_TRUE(effects.out.empty());
  EXPECT_FALSE(world.send(Page{.at = kHour}).dead.has_value());
}

TEST(Stage, AKillOfAKnownArticleWithdrawsIt) {
  World world;
  world.send(Page{});
  const stream::Effects effects = world.send(Page{
      .at = kHour, .signals = {.correction = false, .kill = true, .hold = false, .note = "KILL"}});
  EXPECT_FALSE(effects.dead.has_value());
  EXPECT_EQ(in_words(effects), "a:withdrawn 2, v:withdrawn 2");
}

TEST(Stage, AMissingPageNobodyKnewIsHeld) {
  World world;
  const stream::Effects effects = world.send(Page{.status = Status::Missing});
  EXPECT_TRUE(effects.out.empty());
  EXPECT_EQ(world.count(effects, R"(verdicts_total{verdict="held",published="no",lane="live"})"),
            1u);
}

TEST(Stage, ASilentChangeIsNoVersionAndIsCounted) {
  StageOptions options{.input = "c",
                       .articles = "a",
                       .versions = "v",
                       .generation = "1",
                       .ages = {},
                       .silent = {news::ChangeClass::Cosmetic}};
  World world(options);
  world.send(Page{});
  const stream::Effects effects = world.send(
      Page{.at = kHour, .paragraphs = {"The NIGHT ferry sails again from May. Tickets are out!"}});
  EXPECT_TRUE(effects.out.empty());
  EXPECT_EQ(world.count(effects, R"(changes_total{class="cosmetic"})"), 1u);
  EXPECT_EQ(world.count(effects, R"(verdicts_total{verdict="revised",published="no",lane="live"})"),
            1u);
  EXPECT_EQ(world.head(id_of({}, "ferry")).head_number, 1u);
}

TEST(Stage, WithoutATopicOfVersionsOnlyTheArticlesAreWritten) {
  World world({.input = "c", .articles = "a", .versions = "", .generation = "1", .ages = {}});
  EXPECT_EQ(world.stage.spec().outputs.size(), 2u) << "with the takedowns";
  EXPECT_EQ(in_words(world.send(Page{.at = kHour})), "a:new 1");
  EXPECT_EQ(in_words(world.send(Page{.at = 0, .paragraphs = {"Another text."}})), "");
}

TEST(Stage, AFastClockCountsAsFetchedWhenTheRecordCame) {
  World world;
  news::Candidate candidate = to_candidate(Page{});
  candidate.appended_at = Timestamp{candidate.fetched_at.value - kClockAheadMillis};
  const stream::Effects effects = world.send(candidate);
  EXPECT_EQ(world.count(effects, "clock_ahead_total{}"), 1u);
  EXPECT_EQ(world.head(id_of({}, "ferry")).sightings[0].fetched_at, candidate.appended_at);
}

TEST(Stage, AClockALittleAheadIsBelieved) {
  World world;
  news::Candidate candidate = to_candidate(Page{});
  candidate.appended_at = Timestamp{candidate.fetched_at.value - kClockAheadMillis + 1};
  EXPECT_EQ(world.count(world.send(candidate), "clock_ahead_total{}"), 0u);
}

TEST(Stage, ATakedownsFastClockMakesNothingOld) {
  World world;
  world.send(Page{});
  news::Candidate takedown;
  takedown.kind = news::CandidateKind::Takedown;
  takedown.site = kSite;
  takedown.addresses = {{news::AddressKind::Fetched, address({}, "other")}};
  takedown.fetched_at = takedown.appended_at = Timestamp{kStart + 400 * kDay};
  const stream::Effects effects = world.send_bytes(news::encode::to_bytes(takedown));
  EXPECT_EQ(world.count(effects, "clock_ahead_total{}"), 1u);
  EXPECT_EQ(news::encode::read_stream_row(world.state.rows.at("d"))->day, kStart / kDay);
}

news::Candidate order_of_later(const std::string& path) {
  news::Candidate takedown;
  takedown.kind = news::CandidateKind::Takedown;
  takedown.site = kSite;
  takedown.addresses = {{news::AddressKind::Fetched, address({}, path)}};
  takedown.fetched_at = takedown.appended_at = Timestamp{kStart + 400 * kDay};
  return takedown;
}

// A new generation reads the news of long ago while orders of today come in.
TEST(Stage, ATakedownLetsNoTimePass) {
  World world;
  world.send(Page{});
  const news::Candidate order = order_of_later("other");
  world.send_bytes(news::encode::to_bytes(order), order.appended_at);
  EXPECT_EQ(news::encode::read_stream_row(world.state.rows.at("d"))->day, kStart / kDay);
  const stream::Effects effects =
      world.send(Page{.at = kHour,
                      .paragraphs = {"The night ferry sails again from May. Tickets are out.",
                                     "A second ferry follows in June, if the weather allows."}});
  EXPECT_EQ(world.count(effects, R"(changes_total{class="addition"})"), 1u)
      << "its text is still at hand";
}

TEST(Stage, ATakedownBeforeEverythingElseBeginsNoTime) {
  World world;
  const news::Candidate order = order_of_later("other");
  world.send_bytes(news::encode::to_bytes(order), order.appended_at);
  EXPECT_FALSE(world.state.rows.contains("d"));
  world.send(Page{});
  EXPECT_EQ(news::encode::read_stream_row(world.state.rows.at("d"))->day, kStart / kDay);
  EXPECT_TRUE(world.send(Page{.path = "other", .headline = "Another"}).out.empty());
}

TEST(Stage, OfAReplayedRecordTheOriginalTimeCounts) {
  World world;
  news::Candidate candidate = to_candidate(Page{});
  candidate.origin_at = candidate.appended_at;
  candidate.appended_at = Timestamp{candidate.fetched_at.value - kDay};
  EXPECT_EQ(world.count(world.send(candidate), "clock_ahead_total{}"), 0u);
}

TEST(Stage, RefusesWhatIsNoCandidate) {
  World world;
  const stream::Record empty{{0}, {0}, kSite, std::nullopt, {}, Timestamp{kStart}};
  const auto effects = world.stage.handle(empty, world.state, Timestamp{kStart});
  ASSERT_FALSE(effects);
  EXPECT_EQ(effects.fault().code, "no_value");
  const stream::Record broken{{0}, {0}, kSite, "\xff\xff", {}, Timestamp{kStart}};
  EXPECT_FALSE(world.stage.handle(broken, world.state, Timestamp{kStart}));
}

TEST(Stage, HandsAFaultOfTheStoreThrough) {
  class Broken final : public stream::StateReader {
   public:
    base::Result<std::optional<std::string>> get(std::string_view) const override {
      return base::retry("store_busy");
    }
  };
  World world;
  const std::string bytes = news::encode::to_bytes(to_candidate(Page{}));
  const stream::Record record{{0}, {0}, kSite, bytes, {}, Timestamp{kStart}};
  const auto effects = world.stage.handle(record, Broken{}, Timestamp{kStart});
  ASSERT_FALSE(effects);
  EXPECT_EQ(effects.fault().code, "store_busy");
}

TEST(Stage, TheSameLogGivesTheSameBytes) {
  const std::vector<Page> log{{},
                              {.at = kHour, .paragraphs = {"Other words altogether here."}},
                              {.path = "copy", .at = kHour, .request = "ferry"},
                              {.at = 2 * kHour, .status = Status::Gone},
                              {.at = 30, .headline = "An early headline"}};
  World a, b;
  for (const Page& page : log) EXPECT_EQ(a.send(page), b.send(page));
  EXPECT_EQ(a.state.rows, b.state.rows);
}

TEST(Stage, AnAgedHeadIsAStubThatARecrawlDuplicatesOrRevisesAsAnEdit) {
  World world;
  world.send(Page{});
  world.send(Page{.path = "other",
                  .at = 200 * kDay,
                  .headline = "Time goes by",
                  .paragraphs = {"Nothing of note happened at the quay."}});
  EXPECT_EQ(in_words(world.send(Page{.at = 200 * kDay})), "");
  World again;
  again.send(Page{});
  const stream::Effects effects =
      again.send(Page{.at = 200 * kDay, .paragraphs = {"A wholly different text stands here."}});
  EXPECT_EQ(in_words(effects), "a:revised 2, v:revised 2");
  EXPECT_EQ(header(effects.out[0], "dateline-class"), "edit");
  EXPECT_EQ(again.count(effects, R"(identity_total{key="id"})"), 1u);
}

TEST(Stage, ABackfillOfAnAgedArticleIsOlderAndNeverVersionOne) {
  World world;
  world.send(Page{.at = kHour});
  world.send(Page{.path = "other",
                  .at = 200 * kDay,
                  .headline = "Time goes by",
                  .paragraphs = {"Nothing of note happened at the quay."}});
  const stream::Effects effects = world.send(Page{.at = 0, .paragraphs = {"An early text."}});
  EXPECT_TRUE(effects.out.empty());
  EXPECT_EQ(world.count(effects, R"(verdicts_total{verdict="older",published="no",lane="live"})"),
            1u);
}

}  // namespace
}  // namespace version
