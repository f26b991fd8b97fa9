// tests/kafka/foreign.h
//
// What others do to a cluster while we look away: a transaction that somebody leaves open, aborts
// or commits. Blocks; throws std::runtime_error when the broker does not do its part.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "tests/kafka/cluster.h"

namespace tests::kafka {

class ForeignTransaction final {
 public:
  // Begins one. The broker aborts it after `timeout` if nobody ends it.
  ForeignTransaction(const std::string& id, std::chrono::milliseconds timeout);
  ~ForeignTransaction();
  ForeignTransaction(const ForeignTransaction&) = delete;
  ForeignTransaction& operator=(const ForeignTransaction&) = delete;

  // Sent and acknowledged when it returns.
  void send(const std::string& topic, const std::vector<Sent>& records);
  void commit();
  void abort();

 private:
  void demand_none(rd_kafka_error_t* error, const char* what) const;

  adapters::kafka::Handle producer_;
};

}  // namespace tests::kafka
