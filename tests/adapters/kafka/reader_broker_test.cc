#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/kafka/reader.h"
#include "base/hash.h"
#include "process/process.h"
#include "tests/adapters/kafka/support.h"

namespace tests::kafka {
namespace {

using adapters::kafka::Handle;
using adapters::kafka::Reader;
using stream::Millis;

enum class Outcome { Commit, Abort };

// Sends values to partition 0 in one transaction.
void transact(const std::string& topic, const std::vector<std::string>& values, Outcome outcome) {
  adapters::kafka::Conf conf(rd_kafka_conf_new());
  char text[256];
  rd_kafka_conf_set(conf.get(), "bootstrap.servers", bootstrap().c_str(), text, sizeof text);
  rd_kafka_conf_set(conf.get(), "transactional.id", topic.c_str(), text, sizeof text);
  const Handle handle(rd_kafka_new(RD_KAFKA_PRODUCER, conf.get(), text, sizeof text));
  ASSERT_TRUE(handle) << text;
  (void)conf.release();
  ASSERT_EQ(rd_kafka_init_transactions(handle.get(), 30'000), nullptr);
  ASSERT_EQ(rd_kafka_begin_transaction(handle.get()), nullptr);
  for (const std::string& value : values) {
    ASSERT_EQ(
        rd_kafka_producev(handle.get(), RD_KAFKA_V_TOPIC(topic.c_str()), RD_KAFKA_V_PARTITION(0),
                          RD_KAFKA_V_VALUE(const_cast<char*>(value.data()), value.size()),
                          RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END),
        RD_KAFKA_RESP_ERR_NO_ERROR);
  }
  ASSERT_EQ(rd_kafka_flush(handle.get(), 30'000), RD_KAFKA_RESP_ERR_NO_ERROR);
  ASSERT_EQ(outcome == Outcome::Commit ? rd_kafka_commit_transaction(handle.get(), 30'000)
                                       : rd_kafka_abort_transaction(handle.get(), 30'000),
            nullptr);
}

struct Kept {
  std::size_t topic;
  int partition;
  std::string key, value;
  bool tombstone;

  bool operator==(const Kept&) const = default;
};

class ReaderOnBroker : public BrokerTest {
 protected:
  std::unique_ptr<Reader> make(const std::vector<std::string>& topics) {
    auto reader = Reader::make(
        connection(), {.topics = topics, .group_id = "dateline-test-reader", .client_id = "reader"},
        events(), Millis(10'000));
    EXPECT_TRUE(reader) << reader.fault().detail;
    return std::move(*reader);
  }

  // Up to the goal, or for half a minute.
  static std::vector<Kept> read_to_goal(Reader& reader) {
    std::vector<Kept> all;
    const stream::Tick deadline = deadline_in(Millis(30'000));
    while (!reader.is_at_goal() && real_clock().tick() < deadline) {
      const auto record = reader.next(Millis(100));
      if (!record || !*record) continue;
      all.push_back({(*record)->topic, (*record)->partition.value, std::string((*record)->key),
                     std::string((*record)->value.value_or("")), !(*record)->value});
    }
    EXPECT_TRUE(reader.is_at_goal());
    return all;
  }
};

TEST_F(ReaderOnBroker, ReadsAllPartitionsOfAllTopicsToTheirEnds) {
  const std::string first = fresh_name("first"), second = fresh_name("second");
  create_topics({{first, 2, {}}, {second, 1, {}}});
  produce(first, {{"a", "1", 0, {}}, {"b", "2", 1, {}}, {"a", std::nullopt, 0, {}}});
  produce(second, {{"c", "3", 0, {}}});
  const auto reader = make({first, second});
  ASSERT_TRUE(reader->aim_at_ends(Millis(10'000)));
  EXPECT_FALSE(reader->is_at_goal());
  std::vector<Kept> all = read_to_goal(*reader);
  std::stable_sort(all.begin(), all.end(), [](const Kept& a, const Kept& b) {
    return std::pair(a.topic, a.partition) < std::pair(b.topic, b.partition);
  });
  EXPECT_EQ(all, (std::vector<Kept>{{0, 0, "a", "1", false},
                                    {0, 0, "a", "", true},
                                    {0, 1, "b", "2", false},
                                    {1, 0, "c", "3", false}}));
}

TEST_F(ReaderOnBroker, EndsBehindMarkersAndLeavesOutWhatWasAborted) {
  const std::string topic = fresh_name("transactions");
  create_topics({{topic, 1, {}}});
  transact(topic, {"kept", "too"}, Outcome::Commit);
  transact(topic, {"dropped"}, Outcome::Abort);
  const auto reader = make({topic});
  ASSERT_TRUE(reader->aim_at_ends(Millis(10'000)));
  const auto ends = reader->ask_ends(topic, Millis(10'000));
  ASSERT_TRUE(ends);
  EXPECT_EQ(*ends, (std::vector<std::int64_t>{5}));  // three records, two markers
  const std::vector<Kept> all = read_to_goal(*reader);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].value, "kept");
  EXPECT_EQ(all[1].value, "too");
}

TEST_F(ReaderOnBroker, ANewGoalIsReachedOnlyByReadingOn) {
  const std::string topic = fresh_name("growing");
  create_topics({{topic, 1, {}}});
  produce(topic, {{"k", "1", 0, {}}});
  const auto reader = make({topic});
  ASSERT_TRUE(reader->aim_at_ends(Millis(10'000)));
  ASSERT_EQ(read_to_goal(*reader).size(), 1u);
  produce(topic, {{"k", "2", 0, {}}, {"k", "3", 0, {}}});
  EXPECT_TRUE(reader->is_at_goal());
  ASSERT_TRUE(reader->aim_at_ends(Millis(10'000)));
  EXPECT_FALSE(reader->is_at_goal());
  EXPECT_EQ(read_to_goal(*reader).size(), 2u);
}

TEST_F(ReaderOnBroker, BeginsWhereACutLogBegins) {
  const std::string topic = fresh_name("cut");
  create_topics({{topic, 1, {}}});
  produce(topic, {{"k", "1", 0, {}}, {"k", "2", 0, {}}, {"k", "3", 0, {}}});
  delete_records(topic, 0, 2);
  const auto reader = make({topic});
  ASSERT_TRUE(reader->aim_at_ends(Millis(10'000)));
  const std::vector<Kept> all = read_to_goal(*reader);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].value, "3");
}

TEST_F(ReaderOnBroker, HandsOutHeadersInTheirOrder) {
  const std::string topic = fresh_name("headers");
  create_topics({{topic, 1, {}}});
  produce(topic, {{"k", "v", 0, {{"one", "1"}, {"two", ""}}}});
  const auto reader = make({topic});
  std::optional<adapters::kafka::ReadRecord> record;
  const stream::Tick deadline = deadline_in(Millis(30'000));
  while (!record && real_clock().tick() < deadline) {
    const auto next = reader->next(Millis(100));
    if (next && *next) record = **next;
  }
  ASSERT_TRUE(record);
  ASSERT_EQ(record->headers.size(), 2u);
  EXPECT_EQ(record->headers[0].key, "one");
  EXPECT_EQ(record->headers[0].value, "1");
  EXPECT_EQ(record->headers[1].key, "two");
  EXPECT_EQ(record->headers[1].value, "");
}

TEST_F(ReaderOnBroker, ReadsOnlyThePartitionOfAKey) {
  const std::string topic = fresh_name("keyed");
  create_topics({{topic, 5, {}}});
  const std::string key = "some key";
  const int home = base::partition_for_key(key, 5);
  produce(topic, {{key, "1", home, {}}, {"other", "2", (home + 1) % 5, {}}});
  auto reader = Reader::make(
      connection(),
      {.topics = {topic}, .group_id = "dateline-test-reader", .client_id = "reader", .key = key},
      events(), Millis(10'000));
  ASSERT_TRUE(reader) << reader.fault().detail;
  ASSERT_TRUE((*reader)->aim_at_ends(Millis(10'000)));
  EXPECT_EQ((*reader)->left(), 1u);
  const std::vector<Kept> all = read_to_goal(**reader);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].value, "1");
}

TEST_F(ReaderOnBroker, BeginsWithTheFirstRecordSinceATime) {
  const std::string topic = fresh_name("timed");
  create_topics({{topic, 2, {}}});
  produce(topic, {{"k", "old", 0, {}}, {"k", "older", 1, {}}});
  const auto append_time = [&](const std::string& value) {
    const auto reader = make({topic});
    EXPECT_TRUE(reader->aim_at_ends(Millis(10'000)));
    while (!reader->is_at_goal()) {
      const auto record = reader->next(Millis(100));
      if (record && *record && (*record)->value == value) return (*record)->appended_at;
    }
    return stream::Timestamp{};
  };
  const stream::Timestamp old = append_time("old"), older = append_time("older");
  const stream::Timestamp since{std::max(old, older).value + 1};
  ASSERT_TRUE(process::await(std::chrono::seconds(10), [&] {
    produce(topic, {{"k", "new", 0, {}}});
    return append_time("new") >= since;
  }));
  auto reader = Reader::make(connection(),
                             {.topics = {topic},
                              .group_id = "dateline-test-reader",
                              .client_id = "reader",
                              .since = since},
                             events(), Millis(10'000));
  ASSERT_TRUE(reader) << reader.fault().detail;
  ASSERT_TRUE((*reader)->aim_at_ends(Millis(10'000)));
  const std::vector<Kept> all = read_to_goal(**reader);
  ASSERT_FALSE(all.empty());
  for (const Kept& kept : all) EXPECT_EQ(kept.value, "new");
}

TEST_F(ReaderOnBroker, NamesATopicThatIsNotThere) {
  const std::string topic = fresh_name("nowhere");
  const auto reader = Reader::make(
      connection(), {.topics = {topic}, .group_id = "dateline-test-reader", .client_id = "reader"},
      events(), Millis(10'000));
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.fault().code, "unknown_topic");
  EXPECT_NE(reader.fault().detail.find(topic), std::string::npos);
}

}  // namespace
}  // namespace tests::kafka
