// cli/memory_budget.h
//
// The most memory that this configuration may take, part by part, held against what the process
// may have. Every part is a named limit, so the sum is a promise that `run` can check before it
// starts and a person can tune. Pure.
// Must not know: who asks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/config/settings.h"
#include "adapters/kafka/queue_bytes.h"
#include "cli/service.h"

namespace cli {

struct MemoryPart {
  std::string what;
  std::uint64_t bytes = 0;

  bool operator==(const MemoryPart&) const = default;
};

using MemoryBudget = std::vector<MemoryPart>;

MemoryBudget make_budget(const adapters::config::Settings& settings,
                         const std::vector<StagePlan>& stages,
                         const adapters::kafka::QueueBytes& queues);
std::uint64_t total_of(const MemoryBudget& budget);

// "memory: 968 MiB at most = 256 MiB state.cache + ..."
std::string to_text(const MemoryBudget& budget);

// Why it does not fit; nothing: it does. `limit` 0: not known.
std::optional<std::string> find_excess(const MemoryBudget& budget, std::uint64_t limit);

}  // namespace cli
