// tests/kafka/cluster.h
//
// The real broker of a test run, and what tests ask of it besides what they test: topics under
// fresh names, records in, everything out, offsets. Blocks; fails the test when the broker does.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/kafka/events.h"
#include "adapters/kafka/owners.h"
#include "adapters/kafka/settings.h"

namespace tests::kafka {

// Skips aloud without a broker; fails if there should be one.
class BrokerTest : public testing::Test {
 protected:
  void SetUp() override;
  // After SetUp, for a test that starts or kills a broker of its own. False: it has ended, or skips
  // aloud, for with a given broker there are no jars to start one from.
  bool can_start_broker();
};

// "127.0.0.1:9092"; only in a test that was not skipped.
const std::string& bootstrap();
adapters::kafka::Connection connection();
// A bare client of it, for what is not asked for here.
adapters::kafka::Handle make_client(rd_kafka_type_t type,
                                    const std::map<std::string, std::string>& settings);
// From now on all of this is about another broker; empty: about the first one again.
void use_broker(const std::string& other);

// Unique on this broker: "dateline-test-<what>-<suffix>".
std::string fresh_name(const std::string& what);

struct NewTopic {
  std::string name;
  int partitions = 1;
  std::map<std::string, std::string> settings;
};
// Deleted at the end of the program if the broker is a given one.
void create_topics(const std::vector<NewTopic>& topics);

struct Sent {
  std::optional<std::string> key;
  std::optional<std::string> value;
  int partition = 0;
  std::vector<std::pair<std::string, std::string>> headers;
};
void produce(const std::string& topic, const std::vector<Sent>& records);

struct Received {
  int partition = 0;
  std::int64_t offset = 0;
  std::optional<std::string> key, value;
  std::vector<std::pair<std::string, std::string>> headers;
};
enum class Isolation { ReadCommitted, ReadUncommitted };
// All of a topic up to its end as it stands now, partition by partition, in order.
std::vector<Received> consume_all(const std::string& topic,
                                  Isolation isolation = Isolation::ReadCommitted);

// By partition. Ends: of the log, or last stable offset.
std::map<int, std::int64_t> ends(const std::string& topic, Isolation isolation);
std::map<int, std::int64_t> starts(const std::string& topic);
// Stable ones; -1: none.
std::map<int, std::int64_t> committed(const std::string& group, const std::string& topic);

// "Stable", "PreparingRebalance", "Empty": as the broker calls it.
std::string group_state(const std::string& group);

void add_partitions(const std::string& topic, int total);
// Cuts the log: everything before `offset` is gone.
void delete_records(const std::string& topic, int partition, std::int64_t offset);

// Counts what librdkafka tells, prints what is worse than a notice.
class PrintedEvents final : public adapters::kafka::Events {
 public:
  void log(std::string_view client, int level, std::string_view facility,
           std::string_view text) override;
  void error(std::string_view client, std::string_view error, std::string_view reason) override;
  void statistics(std::string_view, std::string_view) override {}
};

}  // namespace tests::kafka
