#include <gtest/gtest.h>

#include "tests/adapters/kafka/support.h"

namespace tests::kafka {
namespace {

using base::Recovery;
using stream::Millis;
using stream::Partition;

class SourceOnBroker : public BrokerTest {
 protected:
  void SetUp() override {
    BrokerTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    topic_ = fresh_name("input");
    group_ = fresh_name("group");
  }
  void make_topic(int partitions, int records_each) {
    create_topics({{topic_, partitions, {}}});
    std::vector<Sent> records;
    for (int i = 0; i < records_each; ++i) {
      for (int p = 0; p < partitions; ++p) {
        records.push_back({"k" + std::to_string(i), "v" + std::to_string(i), p, {}});
      }
    }
    if (!records.empty()) produce(topic_, records);
  }
  std::unique_ptr<Member> join(const std::string& client) {
    return std::make_unique<Member>(quick_connection(), topic_, group_, client);
  }

  std::string topic_, group_;
};

TEST_F(SourceOnBroker, GivesNothingBeforePlaceAndEverythingAfterInOrder) {
  make_topic(2, 50);
  auto member = join("a");
  member->places = false;
  ASSERT_TRUE(turn_until({member.get()}, [&] { return member->owned.size() == 2; }));
  for (int i = 0; i < 30; ++i) member->turn(Millis(10));
  EXPECT_TRUE(member->got.empty());
  for (const int p : {0, 1}) ASSERT_TRUE(member->source->place({p}, {p == 0 ? 0 : 40}));
  ASSERT_TRUE(turn_until({member.get()}, [&] { return member->got.size() >= 60; }));
  std::map<int, std::vector<std::int64_t>> offsets;
  for (const Got& got : member->got) offsets[got.partition].push_back(got.offset);
  ASSERT_EQ(offsets[0].size(), 50u);
  ASSERT_EQ(offsets[1].size(), 10u);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(offsets[0][i], i);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(offsets[1][i], 40 + i);
  EXPECT_TRUE(member->faults.empty());
  EXPECT_TRUE(member->source->close(*member));
  EXPECT_TRUE(member->owned.empty());
}

TEST_F(SourceOnBroker, TellsKeysHeadersTombstonesAndAppendTime) {
  create_topics({{topic_, 1, {{"message.timestamp.type", "LogAppendTime"}}}});
  produce(topic_, {{"k", "v", 0, {{"h", "1"}, {"h", "2"}, {"empty", ""}}},
                   {"k", std::nullopt, 0, {}},
                   {std::nullopt, "", 0, {}}});
  auto member = join("a");
  ASSERT_TRUE(turn_until({member.get()}, [&] { return member->got.size() == 3; }));
  EXPECT_EQ(member->got[0].key, "k");
  EXPECT_EQ(member->got[0].value, "v");
  EXPECT_EQ(member->got[0].headers, (std::vector<std::pair<std::string, std::string>>{
                                        {"h", "1"}, {"h", "2"}, {"empty", ""}}));
  EXPECT_EQ(member->got[1].value, std::nullopt);
  EXPECT_EQ(member->got[2].key, "");
  EXPECT_EQ(member->got[2].value, "");
  EXPECT_TRUE(member->source->close(*member));
}

TEST_F(SourceOnBroker, PlacesAPartitionBesideARunningOneWithoutAGap) {
  make_topic(2, 2000);
  auto member = join("a");
  member->places = false;
  ASSERT_TRUE(turn_until({member.get()}, [&] { return member->owned.size() == 2; }));
  ASSERT_TRUE(member->source->place({0}, {0}));
  ASSERT_TRUE(turn_until({member.get()}, [&] { return member->got.size() >= 500; }));
  ASSERT_TRUE(member->source->place({1}, {7}));
  ASSERT_TRUE(turn_until({member.get()}, [&] { return member->got.size() >= 3993; }));
  std::map<int, std::int64_t> next{{0, 0}, {1, 7}};
  for (const Got& got : member->got) EXPECT_EQ(got.offset, next[got.partition]++);
  EXPECT_TRUE(member->source->close(*member));
}

TEST_F(SourceOnBroker, StartsAgainWhereItIsPlacedAfterAPause) {
  make_topic(1, 100);
  auto member = join("a");
  ASSERT_TRUE(turn_until({member.get()}, [&] { return member->got.size() >= 60; }));
  const Partition zero{0};
  ASSERT_TRUE(member->source->pause({&zero, 1}));
  ASSERT_TRUE(member->source->pause({&zero, 1}));  // once is enough
  for (int i = 0; i < 10; ++i) member->turn(Millis(5));
  member->got.clear();
  ASSERT_TRUE(member->source->place({0}, {20}));
  ASSERT_TRUE(turn_until({member.get()}, [&] { return member->got.size() >= 80; }));
  std::int64_t next = 20;
  for (const Got& got : member->got) {
    if (got.offset < 20) continue;
    EXPECT_EQ(got.offset, next++);
  }
  EXPECT_TRUE(member->source->close(*member));
}

TEST_F(SourceOnBroker, HandsPartitionsOverWhenAMemberJoinsAndTakesThemBackWhenItLeaves) {
  make_topic(4, 1);
  auto first = join("a");
  ASSERT_TRUE(turn_until({first.get()}, [&] { return first->owned.size() == 4; }));
  auto second = join("b");
  ASSERT_TRUE(turn_until({first.get(), second.get()}, [&] { return second->owned.size() == 2; }));
  EXPECT_EQ(first->owned.size(), 2u);
  EXPECT_EQ(first->revocations, 2);
  EXPECT_EQ(first->losses, 0);
  EXPECT_TRUE(second->source->close(*second));
  ASSERT_TRUE(turn_until({first.get()}, [&] { return first->owned.size() == 4; }));
  EXPECT_TRUE(first->source->close(*first));
}

TEST_F(SourceOnBroker, TellsAnEmptyAssignmentAndClosesAfterIt) {
  make_topic(1, 1);
  auto first = join("a");
  ASSERT_TRUE(turn_until({first.get()}, [&] { return first->owned.size() == 1; }));
  auto second = join("b");
  ASSERT_TRUE(turn_until({first.get(), second.get()}, [&] { return second->assignments > 0; }));
  EXPECT_TRUE(second->owned.empty() || first->owned.empty());
  EXPECT_TRUE(second->source->close(*second));
  EXPECT_TRUE(first->source->close(*first));
}

TEST_F(SourceOnBroker, EndsWithoutClosingAMemberThatWasNeverAssigned) {
  make_topic(1, 1);
  auto member = join("a");
  EXPECT_TRUE(member->source->close(*member));
  member.reset();
}

// A fetch at an offset that the log no longer has stops the partition for good, and a fetch may
// slip out between assignment and pause.
TEST_F(SourceOnBroker, ThePlaceholderIsHarmlessWhenTheLogDoesNotBeginAtZero) {
  make_topic(12, 20);
  for (int p = 0; p < 12; ++p) delete_records(topic_, p, 10);
  for (int round = 0; round < 20; ++round) {
    group_ = fresh_name("group");
    auto member = join("a");
    member->from = 10;
    ASSERT_TRUE(turn_until({member.get()}, [&] { return member->got.size() >= 120; }))
        << "round " << round << ", got " << member->got.size() << ", faults "
        << member->faults.size();
    EXPECT_TRUE(member->faults.empty()) << "round " << round << ": " << member->faults[0].detail;
    EXPECT_EQ(member->assignments, 1);
    EXPECT_TRUE(member->source->close(*member));
  }
}

TEST_F(SourceOnBroker, SaysThatALogWasCutUnderALivePartitionAndReadsOnWhenPlacedAgain) {
  make_topic(1, 20);
  delete_records(topic_, 0, 10);
  auto member = join("a");
  member->from = 3;
  ASSERT_TRUE(turn_until({member.get()}, [&] { return !member->faults.empty(); }));
  EXPECT_EQ(member->faults[0].recovery, Recovery::Rebuild);
  EXPECT_EQ(member->faults[0].code, "input_cut");
  const Partition zero{0};
  ASSERT_TRUE(member->source->pause({&zero, 1}));
  const auto range = member->source->range({0}, Millis(5000));
  ASSERT_TRUE(range);
  EXPECT_EQ(range->start.value, 10);
  EXPECT_EQ(range->end.value, 20);
  member->from = 10;
  member->to_place.insert(0);
  ASSERT_TRUE(turn_until({member.get()}, [&] { return member->got.size() == 10; }));
  EXPECT_EQ(member->got[0].offset, 10);
  EXPECT_TRUE(member->source->close(*member));
}

TEST_F(SourceOnBroker, KnowsTheRangeOfALivePartitionWithoutAsking) {
  make_topic(1, 20);
  auto member = join("a");
  member->places = false;
  ASSERT_TRUE(turn_until({member.get()}, [&] { return member->owned.size() == 1; }));
  const auto asked = member->source->range({0}, Millis(5000));
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->end.value, 20);
  ASSERT_TRUE(member->source->place({0}, {0}));
  const auto at_once = member->source->range({0}, Millis(0));
  ASSERT_TRUE(at_once);
  EXPECT_EQ(at_once->start.value, 0);
  EXPECT_EQ(at_once->end.value, 20);
  produce(topic_, {{"k", "v", 0, {}}});
  ASSERT_TRUE(turn_until({member.get()}, [&] { return member->got.size() == 21; }));
  EXPECT_EQ(member->source->range({0}, Millis(0))->end.value, 21);
  EXPECT_TRUE(member->source->close(*member));
}

TEST_F(SourceOnBroker, HasNoGroupMetadataBeforeItJoined) {
  make_topic(1, 1);
  auto member = join("a");
  const auto before = member->source->group_metadata();
  ASSERT_FALSE(before);
  EXPECT_EQ(before.fault().code, "lost");
  ASSERT_TRUE(turn_until({member.get()}, [&] { return member->owned.size() == 1; }));
  EXPECT_TRUE(member->source->group_metadata());
  EXPECT_TRUE(member->source->close(*member));
}

// A seek must not answer for the revocation that waits in the queue (an assignment outside of the
// callback does: then two members own a partition, with valid metadata both).
TEST_F(SourceOnBroker, PlacesBesideAQueuedRevocationAndLeavesTheGroupAsItIs) {
  make_topic(4, 10);
  auto first = join("a");
  first->places = false;
  ASSERT_TRUE(turn_until({first.get()}, [&] { return first->owned.size() == 4; }));
  auto second = join("b");
  // The other one knows that it gets nothing yet; what this one must give up waits in its queue.
  ASSERT_TRUE(turn_until({second.get()}, [&] { return second->assignments > 0; }));
  ASSERT_EQ(first->owned.size(), 4u);
  for (int p = 0; p < 4; ++p) {
    const auto placed = first->source->place({p}, {0});
    EXPECT_TRUE(placed) << placed.fault().detail;
  }
  expect_shared({first.get(), second.get()}, 4);
  EXPECT_EQ(first->revocations, 2);
  EXPECT_EQ(first->losses, 0);
  EXPECT_TRUE(second->source->close(*second));
  EXPECT_TRUE(first->source->close(*first));
}

TEST_F(SourceOnBroker, PlacesBesideAQueuedLossAndHearsOfItAfterwards) {
  make_topic(2, 10);
  auto slow = quick_connection();
  slow.consumer_properties["session.timeout.ms"] = "1200";
  slow.consumer_properties["max.poll.interval.ms"] = "1200";
  auto member = std::make_unique<Member>(slow, topic_, group_, "slow");
  member->places = false;
  ASSERT_TRUE(turn_until({member.get()}, [&] { return member->owned.size() == 2; }));
  const auto until = deadline_in(Millis(20'000));
  while (member->source->group_metadata() && real_clock().tick() < until) {
    (void)member->source->range({0}, Millis(100));  // the time passes without a poll
  }
  ASSERT_FALSE(member->source->group_metadata());
  ASSERT_EQ(member->owned.size(), 2u);
  for (int p = 0; p < 2; ++p) (void)member->source->place({p}, {0});
  EXPECT_FALSE(member->source->group_metadata()) << "it believes again that it is a member";
  ASSERT_TRUE(turn_until({member.get()}, [&] { return member->losses == 2; }));
  EXPECT_EQ(member->revocations, 0);
  member->places = true;
  ASSERT_TRUE(turn_until({member.get()}, [&] { return member->owned.size() == 2; }));
  EXPECT_TRUE(member->source->close(*member));
}

}  // namespace
}  // namespace tests::kafka
