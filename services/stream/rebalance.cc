// Partitions that come and go. All of this runs inside Source::poll or Source::close: no question
// to a broker but the commit of what is still ours, and faults wait until the poll returns.
#include <utility>

#include "base/check.h"
#include "stream/loop.h"

namespace stream {

void Worker::Loop::assigned(std::span<const Partition> partitions) {
  meter_.rebalances_assigned.add();
  meter_.had_assignment.set(1);
  for (const Partition id : partitions) {
    const auto [owned, is_new] = partitions_.try_emplace(id);
    CHECK(is_new);
    owned->second.id = id;
    owned->second.gauges = meter_.take_slot(id, ports_.clock.now());
  }
  ask_at_ = tick();
  show_phases();
}

void Worker::Loop::revoked(std::span<const Partition> partitions) {
  meter_.rebalances_revoked.add();
  if (!pending_ && !closing_ && producer_ready_) {
    if (auto finished = finish(); !finished) {
      pending_ = finished.fault();
      suspect(*pending_);
      drop_batch();
    }
  }
  reach("revoke-committed");
  release(partitions, true);
  reach("revoke-closed");
}

void Worker::Loop::lost(std::span<const Partition> partitions) {
  meter_.rebalances_lost.add();
  const bool mixed = !batch_.empty();
  drop_batch();
  release(partitions, false);
  // Their records were in one batch with those that stay: these have to be read again.
  if (mixed && !partitions_.empty() && !pending_) {
    pending_ = base::rebuild("lost", "some partitions of the batch were lost");
  }
}

// Closes what belongs to them. All that their stores hold is committed.
void Worker::Loop::release(std::span<const Partition> partitions, bool flush) {
  for (const Partition id : partitions) {
    const auto owned = partitions_.find(id);
    if (owned == partitions_.end()) continue;
    OwnedPartition& partition = owned->second;
    if (restorer_) restorer_->abandon(partition);
    if (flush) {
      if (auto flushed = flush_store(partition, ports_.crash); !flushed && !pending_) {
        pending_ = flushed.fault();
      }
    }
    meter_.free_slot(partition.gauges);
    partitions_.erase(owned);
  }
  show_phases();
}

Result<Done> Worker::Loop::release_all() {
  std::vector<Partition> owned;
  for (const auto& [id, partition] : partitions_) owned.push_back(id);
  release(owned, true);
  if (pending_) return *std::exchange(pending_, std::nullopt);
  return Done{};
}

}  // namespace stream
