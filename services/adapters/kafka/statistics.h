// adapters/kafka/statistics.h
//
// What we want of the statistics that librdkafka tells now and then as JSON: how full a client's
// queues are, and how its brokers are. Pure.
// Must not know: metrics.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace adapters::kafka {

struct BrokerFigures {
  std::int32_t id = 0;  // as the cluster numbers them
  bool is_up = false;
  std::int64_t round_trip_us = 0;  // mean of the last interval; 0: nothing was asked

  bool operator==(const BrokerFigures&) const = default;
};

struct Statistics {
  std::uint64_t queue_bytes = 0;  // fetched and not polled, or produced and not sent
  std::vector<BrokerFigures> brokers;

  bool operator==(const Statistics&) const = default;
};

// Nothing: it is not what librdkafka tells.
std::optional<Statistics> read_statistics(std::string_view json);

}  // namespace adapters::kafka
