#include "adapters/kafka/statistics.h"

#include <simdjson.h>

namespace adapters::kafka {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

std::int64_t read_number(const object& of, const char* name) {
  std::int64_t number = 0;
  return of[name].get(number) == simdjson::SUCCESS ? number : 0;
}

// Bytes of the prefetch queues of all partitions.
std::uint64_t fetched_bytes(const object& all) {
  object topics;
  if (all["topics"].get(topics) != simdjson::SUCCESS) return 0;
  std::int64_t bytes = 0;
  for (const auto topic : topics) {
    object partitions;
    if (topic.value["partitions"].get(partitions) != simdjson::SUCCESS) continue;
    for (const auto partition : partitions) {
      object figures;
      if (partition.value.get(figures) == simdjson::SUCCESS) {
        bytes += read_number(figures, "fetchq_size");
      }
    }
  }
  return static_cast<std::uint64_t>(bytes);
}

// Addresses to begin with and coordinators are connections too, and have no number of their own.
std::optional<BrokerFigures> read_broker(const object& broker) {
  std::string_view source, state;
  if (broker["source"].get(source) != simdjson::SUCCESS || source == "logical") return std::nullopt;
  const std::int64_t id = read_number(broker, "nodeid");
  if (id < 0) return std::nullopt;
  BrokerFigures figures{.id = static_cast<std::int32_t>(id), .is_up = false, .round_trip_us = 0};
  figures.is_up = broker["state"].get(state) == simdjson::SUCCESS && state == "UP";
  object times;
  if (broker["rtt"].get(times) == simdjson::SUCCESS) {
    figures.round_trip_us = read_number(times, "avg");
  }
  return figures;
}

}  // namespace

std::optional<Statistics> read_statistics(std::string_view json) {
  simdjson::dom::parser parser;
  element root;
  object all, brokers;
  if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS ||
      root.get(all) != simdjson::SUCCESS || all["brokers"].get(brokers) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  Statistics statistics;
  statistics.queue_bytes =
      fetched_bytes(all) + static_cast<std::uint64_t>(read_number(all, "msg_size"));
  for (const auto broker : brokers) {
    object figures;
    if (broker.value.get(figures) != simdjson::SUCCESS) continue;
    if (const auto read = read_broker(figures)) statistics.brokers.push_back(*read);
  }
  return statistics;
}

}  // namespace adapters::kafka
