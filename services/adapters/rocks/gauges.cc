#include "adapters/rocks/gauges.h"

namespace adapters::rocks {

Sizes Gauges::sum() const {
  Sizes sum;
  for (const Slot& slot : slots_) {
    if (!slot.taken.load(std::memory_order_acquire)) continue;
    const auto read = [&slot](std::size_t i) {
      return slot.values[i].load(std::memory_order_relaxed);
    };
    sum.keys += read(0);
    sum.live_bytes += read(1);
    sum.sst_bytes += read(2);
    sum.memtable_bytes += read(3);
    sum.compaction_pending_bytes += read(4);
  }
  return sum;
}

Gauge::Gauge(Gauges& gauges) {
  for (Gauges::Slot& slot : gauges.slots_) {
    if (slot.taken.load(std::memory_order_relaxed)) continue;
    for (auto& value : slot.values) value.store(0, std::memory_order_relaxed);
    slot.taken.store(true, std::memory_order_release);
    slot_ = &slot;
    return;
  }
}

Gauge::~Gauge() {
  if (slot_ != nullptr) slot_->taken.store(false, std::memory_order_release);
}

void Gauge::show(const Sizes& sizes) {
  if (slot_ == nullptr) return;
  const std::uint64_t values[] = {sizes.keys, sizes.live_bytes, sizes.sst_bytes,
                                  sizes.memtable_bytes, sizes.compaction_pending_bytes};
  for (std::size_t i = 0; i < slot_->values.size(); ++i) {
    slot_->values[i].store(values[i], std::memory_order_relaxed);
  }
}

}  // namespace adapters::rocks
