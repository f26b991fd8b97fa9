#include "adapters/kafka/statistics.h"

#include <gtest/gtest.h>

namespace adapters::kafka {
namespace {

// In the form of librdkafka's STATISTICS.md, cut to a little more than what is read.
constexpr std::string_view kConsumer = R"({
  "name": "pod-w0#consumer-1", "client_id": "pod-w0", "type": "consumer", "msg_size": 0,
  "brokers": {
    "k1:9092/1": {"name": "k1:9092/1", "nodeid": 1, "source": "configured", "state": "UP",
                  "rtt": {"min": 100, "max": 900, "avg": 450, "cnt": 12}},
    "k2:9092/2": {"name": "k2:9092/2", "nodeid": 2, "source": "learned", "state": "DOWN",
                  "rtt": {"min": 0, "max": 0, "avg": 0, "cnt": 0}},
    "k1:9092/bootstrap": {"nodeid": -1, "source": "configured", "state": "INIT"},
    "GroupCoordinator": {"nodeid": 1, "source": "logical", "state": "UP", "rtt": {"avg": 7}}},
  "topics": {"articles.raw": {"topic": "articles.raw", "partitions": {
    "0": {"partition": 0, "fetchq_cnt": 3, "fetchq_size": 3000},
    "1": {"partition": 1, "fetchq_cnt": 1, "fetchq_size": 500},
    "-1": {"partition": -1, "fetchq_cnt": 0, "fetchq_size": 0}}}}})";

TEST(Statistics, OfAConsumerGiveItsQueuesAndItsBrokers) {
  const auto statistics = read_statistics(kConsumer);
  ASSERT_TRUE(statistics);
  EXPECT_EQ(statistics->queue_bytes, 3'500u);
  EXPECT_EQ(statistics->brokers, (std::vector<BrokerFigures>{{1, true, 450}, {2, false, 0}}));
}

TEST(Statistics, OfAProducerGiveWhatIsNotSent) {
  const auto statistics =
      read_statistics(R"({"type": "producer", "msg_cnt": 2, "msg_size": 7777, "brokers": {}})");
  ASSERT_TRUE(statistics);
  EXPECT_EQ(statistics->queue_bytes, 7'777u);
}

TEST(Statistics, ThatAreNoneGiveNothing) {
  for (const std::string_view text : {"", "{", "[]", "{}", R"({"brokers": 1})"}) {
    EXPECT_EQ(read_statistics(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace adapters::kafka
