#include "version/calendar.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/unit/version/world.h"

namespace version {
namespace {

using news::identity::KeyKind;

constexpr std::int64_t kToday = kStart / kDay;

news::ArticleId id_of(const std::string& path) {
  return news::identity::article_id(kSite, KeyKind::Address, address({}, path));
}

std::string alias_of(const std::string& path) {
  return news::identity::alias_row_key(kSite, KeyKind::Address, address({}, path));
}

// Long enough for no flood row and long enough to be a key of its own.
std::vector<std::string> long_text(const std::string& name) {
  std::string text;
  for (int i = 0; i < 20; ++i) text += "The story of " + name + " goes on. ";
  return {text};
}

// Lets a day come, with a record that is about something else.
stream::Effects let_pass(World& world, std::int64_t day, std::int64_t more = 0) {
  const std::string name = "day" + std::to_string(day) + "-" + std::to_string(more);
  return world.send(
      Page{.path = name, .at = day * kDay + more, .headline = name, .paragraphs = long_text(name)});
}

// The same, until everything that is due is settled.
void let_pass_long(World& world, std::int64_t day) {
  const auto settled = [&] {
    return news::encode::read_stream_row(world.state.rows.at("d"))->settle_day > kToday + day;
  };
  for (int i = 0; i == 0 || !settled(); ++i) let_pass(world, day, i);
}

bool has(const World& world, const std::string& key) { return world.state.rows.contains(key); }

std::size_t count_rows(const World& world, char letter) {
  return static_cast<std::size_t>(
      std::count_if(world.state.rows.begin(), world.state.rows.end(),
                    [&](const auto& row) { return row.first.front() == letter; }));
}

// Of a chunk that is being settled those that are left.
std::vector<std::string> entries(const World& world) {
  const auto at = *news::encode::read_stream_row(world.state.rows.at("d"));
  const std::string current = news::encode::calendar_key(at.settle_day, at.settle_chunk + 1);
  std::vector<std::string> keys;
  for (const auto& [key, bytes] : world.state.rows) {
    if (key.front() != 'e') continue;
    const news::CalendarRow row = *news::encode::read_calendar_row(bytes);
    const std::ptrdiff_t settled = key == current ? at.settle_index : 0;
    keys.insert(keys.end(), row.due.begin() + settled, row.due.end());
  }
  return keys;
}

TEST(Calendar, ATextRowGoesOnTheFirstDayThatItIsNotReadAnyMore) {
  World world;
  world.send(Page{.paragraphs = long_text("ferry")});
  const auto text = news::encode::text_key(id_of("ferry"));
  let_pass(world, 30);
  EXPECT_TRUE(has(world, text));
  const stream::Effects effects = let_pass(world, 31);
  EXPECT_FALSE(has(world, text));
  EXPECT_EQ(world.count(effects, R"(settled_total{row="text"})"), 1u);
  EXPECT_FALSE(world.head(id_of("ferry")).stub);
}

TEST(Calendar, AHeadBecomesAStubAndItsAliasesGo) {
  World world;
  world.send(Page{.paragraphs = long_text("ferry")});
  world.send(Page{.at = kHour, .headline = "Ferry is back", .paragraphs = long_text("ferry")});
  let_pass_long(world, 31);
  let_pass_long(world, 180);
  EXPECT_FALSE(world.head(id_of("ferry")).stub);
  EXPECT_TRUE(has(world, alias_of("ferry")));
  const stream::Effects effects = let_pass(world, 181);
  EXPECT_EQ(world.count(effects, R"(settled_total{row="head"})"), 1u);
  const news::HeadRow stub = world.head(id_of("ferry"));
  EXPECT_TRUE(stub.stub);
  EXPECT_EQ(stub.head_number, 2u);
  EXPECT_EQ(stub.sightings.size(), 1u);
  EXPECT_EQ(stub.floor->value, kStart + kHour);
  EXPECT_EQ(stub.written_day, kToday);
  EXPECT_FALSE(has(world, alias_of("ferry")));
}

TEST(Calendar, AHeadIsReadInFullOnItsLastDayAndAsAStubOnTheNext) {
  for (const std::int64_t day : {180, 181}) {
    World world;
    world.send(Page{.paragraphs = long_text("ferry"), .request = "latest"});
    world.send(Page{.at = kHour, .paragraphs = long_text("tram"), .request = "latest"});
    const stream::Effects effects =
        world.send(Page{.at = day * kDay, .paragraphs = long_text("ferry")});
    EXPECT_EQ(in_words(effects),
              day == 180 ? "a:reverted 3, v:reverted 3" : "a:revised 3, v:revised 3");
    EXPECT_EQ(world.count(effects, R"(identity_total{key="fetched"})"), day == 180 ? 1u : 0u);
    EXPECT_EQ(world.count(effects, R"(identity_total{key="id"})"), day == 180 ? 0u : 1u);
    EXPECT_EQ(has(world, alias_of("latest")), day == 180) << "what had aged does not come back";
  }
}

TEST(Calendar, AStubThatThePageShowsNoKeyOfIsMissedAndCounted) {
  World world;
  world.send(Page{.paragraphs = long_text("ferry"), .guid = "urn:newsml:harbour:1"});
  const stream::Effects effects =
      world.send(Page{.at = 200 * kDay, .paragraphs = long_text("ferry")});
  EXPECT_EQ(in_words(effects), "a:new 1, v:new 1");
  EXPECT_EQ(world.count(effects, "stubs_missed_total{}"), 1u);
}

TEST(Calendar, AnAliasThatHasMovedToAnotherArticleStays) {
  World world;
  world.send(Page{.path = "monday", .paragraphs = long_text("monday"), .request = "latest"});
  world.send(Page{.path = "tuesday",
                  .at = kDay,
                  .headline = "Tram stops",
                  .paragraphs = long_text("tuesday"),
                  .request = "latest"});
  let_pass_long(world, 31);
  let_pass_long(world, 181);
  EXPECT_TRUE(world.head(id_of("monday")).stub);
  EXPECT_FALSE(has(world, alias_of("monday")));
  EXPECT_TRUE(has(world, alias_of("latest")));
}

TEST(Calendar, AnArticleThatIsStillCrawledIsFiledAgainNotForgotten) {
  World world;
  world.send(Page{.paragraphs = long_text("ferry")});
  world.send(Page{.at = 20 * kDay, .paragraphs = long_text("ferry")});
  const stream::Effects effects = let_pass(world, 31);
  EXPECT_EQ(world.count(effects, R"(settled_total{row="later"})"), 1u);
  EXPECT_TRUE(has(world, news::encode::text_key(id_of("ferry"))));
  let_pass(world, 50);
  EXPECT_TRUE(has(world, news::encode::text_key(id_of("ferry"))));
  let_pass(world, 51);
  EXPECT_FALSE(has(world, news::encode::text_key(id_of("ferry"))));
}

TEST(Calendar, EachRecordSettlesOneEntryAndADayMayHaveManyChunks) {
  World world;
  constexpr std::size_t kStories = 3 * kChunkEntries + 1;
  for (std::size_t i = 0; i < kStories; ++i) {
    let_pass(world, 0, static_cast<std::int64_t>(i));
  }
  EXPECT_EQ(count_rows(world, 'e'), 5u);  // their number, and four chunks
  EXPECT_EQ(count_rows(world, 'x'), kStories);
  for (std::size_t i = 1; i <= kStories; ++i) {
    let_pass(world, 31, static_cast<std::int64_t>(i));
    EXPECT_EQ(count_rows(world, 'x'), kStories) << "one comes, one goes";
  }
  EXPECT_FALSE(has(world, news::encode::calendar_key(kToday + 31, 0)));
  EXPECT_FALSE(has(world, news::encode::calendar_key(kToday + 31, 4)));
  EXPECT_EQ(entries(world).size(), 2 * kStories);
}

TEST(Calendar, EveryFullHeadStandsInItOnceWhateverHappens) {
  World world;
  std::mt19937 random(4);
  std::int64_t day = 0;
  for (int i = 0; i < 4000; ++i) {
    day += random() % 4 == 0 ? 1 : 0;
    if (random() % 400 == 0) day += 200;
    const std::string path = "p" + std::to_string(random() % 60);
    Page page{.path = path, .at = day * kDay + i, .headline = "Of " + path};
    page.paragraphs = long_text(path + std::to_string(random() % 3));
    if (random() % 200 == 0) page.canonical = "p" + std::to_string(random() % 60);
    if (random() % 20 == 0) page.status = news::Status::Gone;
    world.send(page);
  }
  std::map<std::string, int> filed;
  for (const std::string& key : entries(world)) ++filed[key];
  const auto stream = *news::encode::read_stream_row(world.state.rows.at("d"));
  EXPECT_GT(stream.settle_day + 40, stream.day);
  int full = 0;
  for (const auto& [key, bytes] : world.state.rows) {
    if (key.front() != 'h') continue;
    const auto head = *news::encode::read_head_row(*news::encode::read_head_key(key), bytes);
    if (head.stub || head.merged_into) continue;
    EXPECT_EQ(filed[key], 1) << base::to_hex(key);
    ++full;
  }
  EXPECT_GT(full, 20);
}

TEST(Calendar, FloodsAndLinesAreForgottenToo) {
  World world;
  world.send(Page{});  // a short text
  EXPECT_EQ(count_rows(world, 'f'), 1u);
  world.send(Page{.at = kHour, .paragraphs = {"The night ferry sails in June. Tickets are out."}});
  EXPECT_EQ(count_rows(world, 'l'), 2u);
  let_pass(world, 1);
  EXPECT_EQ(count_rows(world, 'f'), 0u);
  let_pass_long(world, 30);
  EXPECT_EQ(count_rows(world, 'l'), 2u);
  let_pass_long(world, 31);
  EXPECT_EQ(count_rows(world, 'l'), 0u);
}

TEST(Calendar, ALineThatIsStillSeenStays) {
  World world;
  const auto page = [](std::int64_t at, const std::string& line) {
    return Page{.at = at, .paragraphs = {long_text("ferry")[0], line}};
  };
  world.send(page(0, "One line."));
  world.send(page(kHour, "Another line."));
  world.send(page(20 * kDay, "A third line."));
  EXPECT_EQ(count_rows(world, 'l'), 3u);
  let_pass_long(world, 31);
  EXPECT_EQ(count_rows(world, 'l'), 2u);
  let_pass_long(world, 50);
  EXPECT_EQ(count_rows(world, 'l'), 2u);
  let_pass_long(world, 51);
  EXPECT_EQ(count_rows(world, 'l'), 0u);
}

TEST(Calendar, GoesOverALongSilenceInSteps) {
  World world;
  world.send(Page{.paragraphs = long_text("ferry")});
  let_pass_long(world, 31);
  for (std::uint32_t day = 32; day + kEmptyDaysMax <= 181; day += kEmptyDaysMax) {
    let_pass(world, 3650, day);
    EXPECT_FALSE(world.head(id_of("ferry")).stub) << day;
  }
  let_pass(world, 3650, 181);
  EXPECT_TRUE(world.head(id_of("ferry")).stub);
  let_pass_long(world, 3650);
  EXPECT_EQ(news::encode::read_stream_row(world.state.rows.at("d"))->settle_day, kToday + 3651);
}

TEST(Calendar, ARemovedArticleNeverAges) {
  World world;
  world.send(Page{.paragraphs = long_text("ferry")});
  news::Candidate takedown;
  takedown.kind = news::CandidateKind::Takedown;
  takedown.site = kSite;
  takedown.fetched_at.value = takedown.appended_at.value = kStart + kHour;
  takedown.addresses = {{news::AddressKind::Fetched, address({}, "ferry")}};
  world.send(takedown);
  const std::string head = world.state.rows.at(news::encode::head_key(id_of("ferry")));
  let_pass_long(world, 31);
  for (const std::string& key : entries(world)) {
    EXPECT_NE(key, news::encode::head_key(id_of("ferry"))) << "it has nothing left to lose";
  }
  let_pass_long(world, 181);
  let_pass_long(world, 9000);
  EXPECT_EQ(world.state.rows.at(news::encode::head_key(id_of("ferry"))), head);
  EXPECT_TRUE(has(world, alias_of("ferry")));
  EXPECT_EQ(in_words(world.send(Page{.at = 9001 * kDay, .paragraphs = long_text("ferry")})), "");
}

TEST(Calendar, AMergedArticleStaysAsThePointerThatItIs) {
  World world;
  world.send(Page{.path = "a", .headline = "First", .paragraphs = long_text("a")});
  world.send(Page{.path = "b", .at = kHour, .headline = "Second", .paragraphs = long_text("b")});
  world.send(Page{.path = "b",
                  .at = 2 * kHour,
                  .headline = "Second",
                  .paragraphs = long_text("b"),
                  .canonical = "a"});
  ASSERT_TRUE(world.head(id_of("b")).merged_into.has_value());
  let_pass_long(world, 31);
  let_pass_long(world, 181);
  EXPECT_TRUE(world.head(id_of("a")).stub);
  EXPECT_EQ(world.head(id_of("b")).merged_into, id_of("a"));
  const stream::Effects effects = world.send(
      Page{.path = "b", .at = 182 * kDay, .headline = "Third", .paragraphs = long_text("b")});
  EXPECT_EQ(in_words(effects), "a:revised 3, v:revised 3");
  EXPECT_EQ(effects.out[0].key, to_hex(id_of("a")));
}

// What a reader sees never depends on how far the calendar has come.
TEST(Calendar, ChangesNothingThatIsPublished) {
  class Unsettled final : public stream::StateReader {
   public:
    base::Result<std::optional<std::string>> get(std::string_view key) const override {
      if (key.front() == 'e') return std::optional<std::string>{};
      const auto at = rows.find(std::string(key));
      return at == rows.end() ? std::optional<std::string>{} : std::optional(at->second);
    }
    std::map<std::string, std::string> rows;
  };
  World settled;
  Unsettled unsettled;
  std::mt19937 random(9);
  std::int64_t day = 0;
  std::size_t published = 0;
  for (int i = 0; i < 3000; ++i) {
    day += random() % 3 == 0 ? 5 : 0;
    const std::string path = "p" + std::to_string(random() % 12);
    Page page{.path = path, .headline = "Of " + path};
    page.at = std::max<std::int64_t>(0, day - (random() % 10 == 0 ? 400 : 0)) * kDay + i;
    page.paragraphs = long_text(path + std::to_string(random() % 3));
    if (random() % 10 == 0) page.request = "p" + std::to_string(random() % 12);
    const std::string bytes = news::encode::to_bytes(to_candidate(page));
    const std::vector<stream::Header> headers{{"traceparent", "00-trace"}};
    const stream::Record record{{0}, {i}, kSite, bytes, headers, Timestamp{kStart}};
    auto effects = settled.stage.handle(record, unsettled, Timestamp{kStart});
    ASSERT_TRUE(effects);
    for (const stream::StateWrite& row : effects->rows) {
      if (row.value)
        unsettled.rows[row.key] = *row.value;
      else
        unsettled.rows.erase(row.key);
    }
    const auto expected = settled.send_bytes(bytes);
    ASSERT_EQ(in_words(expected), in_words(*effects)) << i;
    ASSERT_TRUE(expected.out == effects->out) << i;
    published += expected.out.size();
  }
  EXPECT_GT(published, 1000u);
  EXPECT_GT(unsettled.rows.size(), settled.state.rows.size());
}

}  // namespace
}  // namespace version
