// adapters/kafka/embedded.h
//
// A broker inside this process: librdkafka's mock cluster, real TCP on loopback. For the demo and
// quick tests. It proves no exactly-once: it forgets the offsets of transactions, shows aborted
// records, has no markers, compaction or topic settings, and keeps 5 MB a partition.
// Any thread.
#pragma once

#include <memory>
#include <string>

#include "adapters/kafka/client.h"
#include "base/result.h"

struct rd_kafka_mock_cluster_s;

namespace adapters::kafka {

class EmbeddedBroker final {
 public:
  static base::Result<std::unique_ptr<EmbeddedBroker>> make(Events& events);
  ~EmbeddedBroker();
  EmbeddedBroker(const EmbeddedBroker&) = delete;
  EmbeddedBroker& operator=(const EmbeddedBroker&) = delete;

  const std::string& brokers() const { return brokers_; }
  base::Result<base::Done> create_topic(const std::string& name, int partitions);

  // For tests that make it misbehave (librdkafka/rdkafka_mock.h).
  rd_kafka_mock_cluster_s* cluster() const { return cluster_; }

 private:
  explicit EmbeddedBroker(Events& events) : told_{&events, "embedded", this} {}

  Told told_;
  Handle handle_;
  rd_kafka_mock_cluster_s* cluster_ = nullptr;  // owned; dies before the handle
  std::string brokers_;
};

}  // namespace adapters::kafka
