// adapters/kafka/queue_bytes.h
//
// How much memory the queues of one client may fill, from the very settings that it is made with:
// ours, and what the user put over them.
// Must not know: how many clients there are.
#pragma once

#include <cstdint>

#include "adapters/kafka/settings.h"

namespace adapters::kafka {

struct QueueBytes {
  std::uint64_t source = 0;  // fetched, not yet polled, and one fetch on its way
  std::uint64_t outbox = 0;  // of one transaction
  std::uint64_t reader = 0;  // of a changelog, while it restores
};

// Faults (Stop): kafka_setting.
base::Result<QueueBytes> queue_bytes(const Connection& connection);

}  // namespace adapters::kafka
