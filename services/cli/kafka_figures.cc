#include "cli/kafka_figures.h"

#include <algorithm>

namespace cli {

void Brokers::take(const std::vector<adapters::kafka::BrokerFigures>& told, stream::Tick now) {
  for (const adapters::kafka::BrokerFigures& broker : told) {
    Slot* const slot = slot_of(broker.id);
    if (slot == nullptr) continue;
    if (broker.is_up) slot->up_at.store(now.count(), std::memory_order_relaxed);
    // A client that asked nothing has nothing to say.
    if (broker.round_trip_us > 0) {
      slot->round_trip_us.store(broker.round_trip_us, std::memory_order_relaxed);
    }
  }
}

std::vector<adapters::status::Broker> Brokers::read(stream::Tick now) const {
  std::vector<adapters::status::Broker> all;
  for (const Slot& slot : slots_) {
    const std::int32_t id = slot.id.load(std::memory_order_relaxed);
    if (id < 0) continue;
    const std::int64_t up_at = slot.up_at.load(std::memory_order_relaxed);
    const auto micros = static_cast<double>(slot.round_trip_us.load(std::memory_order_relaxed));
    all.push_back({.id = id,
                   .is_up = up_at >= 0 && now - stream::Tick(up_at) < kUpFor,
                   .round_trip_seconds = micros / 1e6});
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return all;
}

Brokers::Slot* Brokers::slot_of(std::int32_t id) {
  for (Slot& slot : slots_) {
    std::int32_t found = -1;
    if (slot.id.compare_exchange_strong(found, id) || found == id) return &slot;
  }
  return nullptr;
}

}  // namespace cli
