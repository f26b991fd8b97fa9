// What a takedown closes, what it tells other generations, and what a new one begins with.
#include "version/takedown.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "news/encode/candidate.h"
#include "tests/unit/version/world.h"
#include "version/founding.h"

namespace version {
namespace {

using news::encode::kNewestFormat;

news::Candidate order(const std::string& path) {
  news::Candidate takedown;
  takedown.kind = news::CandidateKind::Takedown;
  takedown.site = kSite;
  takedown.fetched_at = takedown.appended_at = Timestamp{kStart};
  takedown.reason = "court order 7";
  takedown.addresses = {{news::AddressKind::Fetched, address({}, path)}};
  return takedown;
}

std::vector<stream::OutRecord> told(const stream::Effects& effects) {
  std::vector<stream::OutRecord> records;
  for (const stream::OutRecord& out : effects.out) {
    if (out.output == kTakedowns) records.push_back(out);
  }
  return records;
}

// A generation that begins with these takedowns.
void begin_with(const std::vector<std::string>& takedowns, World& world) {
  Founding founding({0}, 1, kNewestFormat);
  for (const std::string& bytes : takedowns) {
    if (auto taken = founding.take(bytes); !taken) throw std::runtime_error(taken.fault().detail);
  }
  for (stream::StateWrite& row : founding.rows()) world.state.rows[row.key] = *row.value;
}

// An article at two addresses, taken down by one of them.
struct TakenDown {
  TakenDown() {
    Page both{.path = "printed"};
    both.canonical = "ferry";
    world.send(both);
    effects = world.send_bytes(news::encode::to_bytes(order("printed")));
  }
  World world;
  stream::Effects effects;
};

TEST(TakedownRecord, TellsTheIdAndTheKeysOfWhatItRemoved) {
  TakenDown done;
  const auto records = told(done.effects);
  ASSERT_EQ(records.size(), 1u);
  const auto id =
      news::identity::article_id(kSite, news::identity::KeyKind::Address, address({}, "ferry"));
  EXPECT_EQ(records[0].key, news::to_urn(kSite, id) + "#7");
  const auto takedown = news::encode::read_candidate(*records[0].value);
  ASSERT_TRUE(takedown);
  EXPECT_EQ(takedown->kind, news::CandidateKind::Takedown);
  EXPECT_EQ(takedown->guid, to_hex(id));
  EXPECT_EQ(takedown->reason, "court order 7");
  std::vector<news::Hash128> expected;
  for (const char* path : {"ferry", "printed"}) {
    expected.push_back(
        news::identity::alias_hash(kSite, news::identity::KeyKind::Address, address({}, path)));
  }
  EXPECT_EQ(takedown->aliases, expected) << "none of its text";
}

TEST(TakedownRecord, TellsTheKeysOfAnArticleThatHasJustBecomeAStub) {
  World world;
  world.send(Page{});
  news::Candidate late = order("ferry");
  late.fetched_at = late.appended_at = Timestamp{kStart + 400 * kDay};
  const auto records = told(world.send_bytes(news::encode::to_bytes(late), late.appended_at));
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(news::encode::read_candidate(*records[0].value)->aliases.size(), 1u);
}

TEST(TakedownRecord, TellsNothingOfWhatNobodyKnowsOrWhatIsGoneAlready) {
  World world;
  EXPECT_TRUE(told(world.send_bytes(news::encode::to_bytes(order("ferry")))).empty());
  TakenDown done;
  EXPECT_TRUE(told(done.world.send_bytes(news::encode::to_bytes(order("ferry")))).empty());
}

// The keys of an alias that moved to another article are not this article's any more.
TEST(TakedownRecord, LeavesKeysThatMovedToAnotherArticle) {
  World world;
  Page first{.path = "first"};
  first.request = "latest";
  world.send(first);
  Page second{.path = "second", .at = kHour, .headline = "Bakery reopens on the old square"};
  second.paragraphs = {"The bakery on the square opens again on Monday. Bread is back."};
  second.request = "latest";
  world.send(second);
  const auto records = told(world.send_bytes(news::encode::to_bytes(order("first"))));
  ASSERT_EQ(records.size(), 1u);
  const auto takedown = news::encode::read_candidate(*records[0].value);
  EXPECT_EQ(takedown->aliases, std::vector<news::Hash128>{news::identity::alias_hash(
                                   kSite, news::identity::KeyKind::Address, address({}, "first"))});
}

TEST(Founding, ClosesEveryAddressOfWhatAnotherGenerationTookDown) {
  TakenDown done;
  World world;
  begin_with({news::encode::to_bytes(order("printed")), *told(done.effects).front().value}, world);
  for (const char* path : {"ferry", "printed"}) {
    EXPECT_TRUE(world.send(Page{.path = path}).out.empty()) << path;
  }
  EXPECT_FALSE(world.send(Page{.path = "other", .headline = "Another story"}).out.empty());
}

TEST(Founding, ClosesAnAddressThatWasKnownByItsTextOnly) {
  const std::vector<std::string> paragraphs = {
      "The night ferry between the harbour and the island sails again from the first of May, "
      "after two winters in which nobody could cross the sound after dark without a boat."};
  World first;
  first.send(Page{.path = "ferry", .paragraphs = paragraphs});
  first.send(Page{.path = "copy", .at = kHour, .paragraphs = paragraphs});
  const auto records = told(first.send_bytes(news::encode::to_bytes(order("ferry"))));
  ASSERT_EQ(records.size(), 1u);
  World world;
  begin_with({*records.front().value}, world);
  EXPECT_TRUE(world.send(Page{.path = "copy", .paragraphs = paragraphs}).out.empty());
}

// The address that an article is named after has no alias row there; a stronger key of the page may
// lead elsewhere.
TEST(Founding, ClosesTheOwnAddressOfWhatWasTakenDownInFormatTwo) {
  World first({.input = "in",
               .articles = "clean",
               .versions = "versions",
               .generation = "7",
               .ages = {},
               .row_format = kNewestFormat});
  first.send(Page{});
  const auto records = told(first.send_bytes(news::encode::to_bytes(order("ferry"))));
  ASSERT_EQ(records.size(), 1u);
  news::Candidate removed = *news::encode::read_candidate(*records.front().value);
  removed.addresses.clear();  // as if the order had named another address of it
  World world;
  begin_with({news::encode::to_bytes(removed)}, world);
  world.send(Page{.path = "other", .headline = "Another story"});
  Page moved{.at = kHour};
  moved.canonical = "other";
  EXPECT_TRUE(world.send(moved).out.empty());
}

TEST(Founding, ClosesWhatNobodyHasEverSeen) {
  World world;
  begin_with({news::encode::to_bytes(order("ferry"))}, world);
  EXPECT_TRUE(world.send(Page{}).out.empty());
  news::Candidate by_id = order("unused");
  by_id.addresses.clear();
  by_id.guid = to_hex(
      news::identity::article_id(kSite, news::identity::KeyKind::Address, address({}, "ferry")));
  World other;
  begin_with({news::encode::to_bytes(by_id)}, other);
  EXPECT_TRUE(other.send(Page{}).out.empty());
}

TEST(Founding, OutlivesEveryAge) {
  World world;
  begin_with({news::encode::to_bytes(order("ferry"))}, world);
  world.send(Page{.path = "other", .at = 4000 * kDay, .headline = "Years later"});
  EXPECT_TRUE(world.send(Page{.at = 4001 * kDay}).out.empty());
}

// Old crawls that are read again are not of yesterday because of an order of today.
TEST(Founding, DoesNotMoveStreamTime) {
  World world;
  begin_with({news::encode::to_bytes(order("ferry"))}, world);
  EXPECT_EQ(world.state.rows.count("d"), 0u);
}

TEST(Founding, GivesThePartitionsOfASiteItsRowsAndTheOthersNone) {
  constexpr std::int32_t kPartitions = 8;
  int with_rows = 0;
  for (std::int32_t p = 0; p < kPartitions; ++p) {
    Founding founding({p}, kPartitions, kNewestFormat);
    ASSERT_TRUE(founding.take(news::encode::to_bytes(order("ferry"))));
    if (founding.rows().empty()) continue;
    ++with_rows;
    EXPECT_EQ(p, base::partition_for_key(kSite, kPartitions));
  }
  EXPECT_EQ(with_rows, 1);
}

TEST(Founding, RefusesWhatItCannotRead) {
  news::Candidate nameless = order("ferry");
  nameless.addresses.clear();
  for (const std::string& bytes : {std::string("\xff"), news::encode::to_bytes(nameless),
                                   news::encode::to_bytes(to_candidate(Page{}))}) {
    Founding founding({0}, 1, kNewestFormat);
    const auto taken = founding.take(bytes);
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.fault().recovery, base::Recovery::Stop);
    EXPECT_EQ(taken.fault().code, "takedown_unreadable");
  }
}

}  // namespace
}  // namespace version
