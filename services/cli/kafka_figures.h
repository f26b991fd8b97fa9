// cli/kafka_figures.h
//
// What the statistics of all clients say together, for the metrics: brokers by number, queues by
// kind of client. Written by whichever thread polls a client, read by the status server: relaxed
// atomics, fixed in size, no lock.
// Must not know: JSON.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <vector>

#include "adapters/kafka/statistics.h"
#include "adapters/status/view.h"
#include "stream/ports.h"

namespace cli {

class Brokers final {
 public:
  static constexpr std::size_t kBrokersMax = 64;  // more are not shown
  // A connection that nobody has called up for so long is down: three intervals of statistics.
  static constexpr stream::Tick kUpFor = std::chrono::seconds(15);

  Brokers() = default;
  Brokers(const Brokers&) = delete;
  Brokers& operator=(const Brokers&) = delete;

  void take(const std::vector<adapters::kafka::BrokerFigures>& told, stream::Tick now);
  std::vector<adapters::status::Broker> read(stream::Tick now) const;

 private:
  struct Slot {
    std::atomic<std::int32_t> id{-1};  // claimed once, never given back
    std::atomic<std::int64_t> round_trip_us{0}, up_at{-1};
  };
  Slot* slot_of(std::int32_t id);

  std::array<Slot, kBrokersMax> slots_;
};

}  // namespace cli
