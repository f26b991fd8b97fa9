// A piece of a topic read up to a frozen end, the offsets that are kept for it, and what can be
// asked about topics and groups.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "adapters/kafka/asker.h"
#include "adapters/kafka/range_source.h"
#include "tests/adapters/kafka/support.h"
#include "tests/kafka/foreign.h"

namespace tests::kafka {
namespace {

using adapters::kafka::Asker;
using adapters::kafka::LogRange;
using adapters::kafka::NotedOffset;
using adapters::kafka::Range;
using adapters::kafka::RangeSource;
using adapters::kafka::Reached;
using adapters::kafka::Takeover;
using stream::Millis;

constexpr Millis kTimeout{10'000};

// Places each partition where it was told, as a worker does.
class Pieces final : public stream::Rebalance {
 public:
  Pieces(const std::string& topic, const std::string& group, std::vector<Range> ranges) {
    auto made = RangeSource::make(
        connection(),
        {.topic = topic, .group_id = group, .client_id = "range", .ranges = std::move(ranges)},
        events(), real_clock());
    CHECK(static_cast<bool>(made));
    source = std::move(*made);
  }
  void assigned(std::span<const stream::Partition> partitions) override {
    for (const auto partition : partitions) owned.push_back(partition);
  }
  void revoked(std::span<const stream::Partition> partitions) override {
    gone += static_cast<int>(partitions.size());
  }
  void lost(std::span<const stream::Partition>) override { ADD_FAILURE() << "there is no group"; }

  void begin(const std::map<int, std::int64_t>& from) {
    ASSERT_TRUE(source->poll(Millis(0), *this));
    for (const auto& [partition, offset] : from) {
      ASSERT_TRUE(source->place({partition}, {offset}));
    }
  }
  // Until everything was handed over; what is committed follows at once.
  ::testing::AssertionResult read_all(std::chrono::seconds time = std::chrono::seconds(30)) {
    const auto until = std::chrono::steady_clock::now() + time;
    while (!source->is_done(reached())) {
      if (std::chrono::steady_clock::now() > until) return ::testing::AssertionFailure() << "late";
      auto polled = source->poll(Millis(20), *this);
      if (!polled) return ::testing::AssertionFailure() << polled.fault().detail;
      if (!*polled) continue;
      got.push_back({(*polled)->partition.value, (*polled)->offset.value});
      next[(*polled)->partition.value] = (*polled)->offset.value + 1;
    }
    std::sort(got.begin(), got.end());
    return ::testing::AssertionSuccess();
  }
  std::vector<Reached> reached() const {
    std::vector<Reached> all;
    for (const auto partition : owned) {
      const auto known = next.find(partition.value);
      all.push_back({partition, known == next.end() ? 0 : known->second});
    }
    return all;
  }

  std::unique_ptr<RangeSource> source;
  std::vector<stream::Partition> owned;
  int gone = 0;
  std::vector<std::pair<int, std::int64_t>> got;
  std::map<int, std::int64_t> next;
};

using Offsets = std::vector<std::pair<int, std::int64_t>>;

class RangeOnBroker : public BrokerTest {
 protected:
  std::string make_topic(int partitions) {
    const std::string topic = fresh_name("range");
    create_topics({{topic, partitions, {}}});
    return topic;
  }
  static void fill(const std::string& topic, int partition, int records) {
    std::vector<Sent> all;
    for (int i = 0; i < records; ++i) all.push_back({"k", std::to_string(i), partition, {}});
    produce(topic, all);
  }
  std::unique_ptr<Asker> ask_for(const std::string& group) {
    auto asker = Asker::make(connection(), group, "asker", events());
    EXPECT_TRUE(asker);
    return std::move(*asker);
  }
  std::unique_ptr<Takeover> take_over(const std::string& group, const std::string& topic) {
    auto takeover = Takeover::make(
        connection(),
        {.group_id = group, .topic = topic, .client_id = "takeover", .transactional_id = group},
        events());
    EXPECT_TRUE(takeover) << takeover.fault().detail;
    return std::move(*takeover);
  }

  NoCrash crash_;
};

TEST_F(RangeOnBroker, HandsOverEachPieceFromItsPlaceToItsEnd) {
  const std::string topic = make_topic(3);
  fill(topic, 0, 10);
  fill(topic, 1, 4);
  fill(topic, 2, 5);
  Pieces pieces(topic, "g", {{{0}, 7, ""}, {{1}, 4, ""}});
  pieces.begin({{0, 3}, {1, 0}});
  ASSERT_TRUE(pieces.read_all());
  EXPECT_EQ(pieces.got, (Offsets{{0, 3}, {0, 4}, {0, 5}, {0, 6}, {1, 0}, {1, 1}, {1, 2}, {1, 3}}));
  ASSERT_TRUE(pieces.source->close(pieces));
  EXPECT_EQ(pieces.gone, 2);
}

TEST_F(RangeOnBroker, StopsAtAnEndThatTheLogHasGrownOver) {
  const std::string topic = make_topic(1);
  fill(topic, 0, 3);
  Pieces pieces(topic, "g", {{{0}, 3, ""}});
  fill(topic, 0, 50);
  pieces.begin({{0, 0}});
  ASSERT_TRUE(pieces.read_all());
  EXPECT_EQ(pieces.got, (Offsets{{0, 0}, {0, 1}, {0, 2}}));
}

TEST_F(RangeOnBroker, IsDoneBehindMarkersThatNobodyIsGiven) {
  const std::string topic = make_topic(1);
  {
    ForeignTransaction kept(topic + "-a", std::chrono::seconds(30));
    kept.send(topic, {{"k", "kept", 0, {}}, {"k", "too", 0, {}}});
    kept.commit();
    ForeignTransaction dropped(topic + "-b", std::chrono::seconds(30));
    dropped.send(topic, {{"k", "dropped", 0, {}}});
    dropped.abort();
  }
  const auto ranges = ask_for("g")->ranges(topic, kTimeout);
  ASSERT_TRUE(ranges);
  ASSERT_EQ(*ranges, (std::vector<LogRange>{{0, 5}})) << "three records, two markers";
  Pieces pieces(topic, "g", {{{0}, 5, ""}});
  pieces.begin({{0, 0}});
  ASSERT_TRUE(pieces.read_all());
  EXPECT_EQ(pieces.got, (Offsets{{0, 0}, {0, 1}}));
  // A piece of nothing but markers, as after a death in the last moment.
  Pieces rest(topic, "g", {{{0}, 5, ""}});
  rest.next[0] = 2;
  rest.begin({{0, 2}});
  ASSERT_TRUE(rest.read_all());
  EXPECT_EQ(rest.got, Offsets{});
}

TEST_F(RangeOnBroker, OfAnEmptyPieceIsDoneAtOnce) {
  const std::string topic = make_topic(2);
  fill(topic, 1, 5);
  Pieces pieces(topic, "g", {{{0}, 0, ""}, {{1}, 5, ""}});
  pieces.next[1] = 5;
  pieces.begin({{0, 0}, {1, 5}});
  EXPECT_TRUE(pieces.source->is_done(pieces.reached()));
  EXPECT_EQ(pieces.got, Offsets{});
}

TEST_F(RangeOnBroker, IsNotDoneBeforeWhatItGaveIsCommitted) {
  const std::string topic = make_topic(1);
  fill(topic, 0, 2);
  Pieces pieces(topic, "g", {{{0}, 2, ""}});
  pieces.begin({{0, 0}});
  ASSERT_TRUE(pieces.read_all());
  const Reached less[] = {{{0}, 1}};
  EXPECT_FALSE(pieces.source->is_done(less));
  EXPECT_FALSE(pieces.source->is_done({}));
  // A failed commit: everything stands still, and what is not committed comes again.
  ASSERT_TRUE(pieces.source->pause(pieces.owned));
  ASSERT_TRUE(pieces.source->place({0}, {1}));
  EXPECT_FALSE(pieces.source->is_done(pieces.reached()));
  pieces.got.clear();
  ASSERT_TRUE(pieces.read_all());
  EXPECT_EQ(pieces.got, (Offsets{{0, 1}}));
}

TEST_F(RangeOnBroker, TellsThatItsLogWasCut) {
  const std::string topic = make_topic(1);
  fill(topic, 0, 9);
  delete_records(topic, 0, 6);
  Pieces pieces(topic, "g", {{{0}, 9, ""}});
  pieces.begin({{0, 2}});
  std::optional<base::Fault> fault;
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!fault && std::chrono::steady_clock::now() < until) {
    auto polled = pieces.source->poll(Millis(20), pieces);
    if (!polled) fault = polled.fault();
  }
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->code, "input_cut") << "the engine asks then, and stops by what it hears";
  EXPECT_EQ(pieces.source->range({0}, kTimeout)->start.value, 6);
}

TEST_F(RangeOnBroker, CommitsOffsetsWithTheirNotesInTheNameOfAGroupWithoutMembers) {
  const std::string topic = make_topic(2), output = make_topic(1), group = fresh_name("group");
  fill(topic, 0, 4);
  Pieces pieces(topic, group, {{{0}, 4, "note of 0"}, {{1}, 0, "note of 1"}});
  adapters::kafka::KafkaOutbox outbox(connection(),
                                      {.client_id = "o",
                                       .transactional_id = group,
                                       .outputs = {output},
                                       .changelog = {},
                                       .dead = output},
                                      *pieces.source, events(), real_clock(), crash_);
  ASSERT_TRUE(rebuild(outbox));
  ASSERT_TRUE(outbox.send(to_output(0, "k", "v"), deadline_in(kTimeout)));
  const stream::Position next[] = {{{0}, {3}}, {{1}, {0}}};
  ASSERT_TRUE(outbox.commit(next, deadline_in(kTimeout)));
  const auto asker = ask_for(group);
  EXPECT_EQ(*asker->committed(topic, kTimeout),
            (std::vector<NotedOffset>{{0, 3, "note of 0"}, {1, 0, "note of 1"}}));
  EXPECT_EQ(*asker->lag(topic, kTimeout), 1);
  EXPECT_EQ(*asker->topics(kTimeout), std::vector<std::string>{topic});
  EXPECT_EQ(*asker->groups(group, kTimeout), std::vector<std::string>{group});
  EXPECT_EQ(*asker->members(kTimeout), 0);
  EXPECT_EQ(pieces.source->committed(pieces.owned, kTimeout)->size(), 0u);
}

TEST_F(RangeOnBroker, ATakeoverFencesWhoeverUsedTheIdBefore) {
  const std::string topic = make_topic(1), output = make_topic(1), group = fresh_name("group");
  fill(topic, 0, 4);
  Pieces pieces(topic, group, {{{0}, 4, "old"}});
  adapters::kafka::KafkaOutbox outbox(connection(),
                                      {.client_id = "o",
                                       .transactional_id = group,
                                       .outputs = {output},
                                       .changelog = {},
                                       .dead = output,
                                       .fenced_max = 1},
                                      *pieces.source, events(), real_clock(), crash_);
  ASSERT_TRUE(rebuild(outbox));
  ASSERT_TRUE(outbox.send(to_output(0, "k", "lost"), deadline_in(kTimeout)));
  const auto takeover = take_over(group, topic);
  ASSERT_TRUE(takeover->commit({{0, 2, "new"}}));
  const stream::Position next[] = {{{0}, {4}}};
  const auto committed = outbox.commit(next, deadline_in(kTimeout));
  ASSERT_FALSE(committed);
  EXPECT_EQ(committed.fault().code, "instance_used_twice") << committed.fault().detail;
  EXPECT_EQ(*ask_for(group)->committed(topic, kTimeout), (std::vector<NotedOffset>{{0, 2, "new"}}));
  EXPECT_TRUE(consume_all(output).empty());
}

TEST_F(RangeOnBroker, FindsTheFirstRecordOfATime) {
  const std::string topic = make_topic(2);
  const auto a_moment = [] {  // so that two records cannot be of the same millisecond
    const auto now = real_clock().now();
    while (real_clock().now().value < now.value + 2) {
    }
    return stream::Timestamp{now.value + 1};
  };
  const auto before = a_moment();
  fill(topic, 0, 3);
  const auto between = a_moment();
  fill(topic, 0, 2);
  const auto after = a_moment();
  const auto asker = ask_for("g");
  using Found = std::vector<std::int64_t>;
  EXPECT_EQ(*asker->offsets_at(topic, before, kTimeout), (Found{0, -1}));
  EXPECT_EQ(*asker->offsets_at(topic, between, kTimeout), (Found{3, -1}));
  EXPECT_EQ(*asker->offsets_at(topic, after, kTimeout), (Found{-1, -1}));
  delete_records(topic, 0, 1);
  EXPECT_EQ(*asker->ranges(topic, kTimeout), (std::vector<LogRange>{{1, 5}, {0, 0}}));
  EXPECT_EQ(*asker->offsets_at(topic, before, kTimeout), (Found{1, -1}));
}

TEST_F(RangeOnBroker, EndsBeforeATransactionThatIsStillOpen) {
  const std::string topic = make_topic(1);
  fill(topic, 0, 2);
  ForeignTransaction open(topic, std::chrono::seconds(30));
  open.send(topic, {{"k", "not yet", 0, {}}});
  EXPECT_EQ(*ask_for("g")->ranges(topic, kTimeout), (std::vector<LogRange>{{0, 2}}));
  open.commit();
}

TEST_F(RangeOnBroker, KnowsWhetherAGroupHasMembers) {
  const std::string topic = make_topic(1), group = fresh_name("group");
  Member member(quick_connection(), topic, group, "a");
  ASSERT_TRUE(turn_until({&member}, [&] { return !member.owned.empty(); }));
  const auto asker = ask_for(group);
  ASSERT_TRUE(turn_until({&member}, [&] {
    const auto members = asker->members(kTimeout);
    return members && *members == 1;
  }));
  EXPECT_EQ(*ask_for(group + "-other")->members(kTimeout), 0);
  EXPECT_TRUE(member.source->close(member));
}

TEST_F(RangeOnBroker, OfATopicThatIsNotThereSaysSo) {
  const auto ranges = ask_for("g")->ranges(fresh_name("nowhere"), kTimeout);
  ASSERT_FALSE(ranges);
  EXPECT_EQ(ranges.fault().code, "unknown_topic");
}

}  // namespace
}  // namespace tests::kafka
