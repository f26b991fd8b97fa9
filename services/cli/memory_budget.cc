#include "cli/memory_budget.h"

namespace cli {
namespace {

constexpr std::uint64_t kMiB = 1u << 20;
// Code, tables of languages and suffixes, threads' stacks, the status server, librdkafka's own
// buffers, and what malloc keeps.
constexpr std::uint64_t kBase = 96 * kMiB;
// A worker's stage: one event parsed, its page as a tree, its article, and these once more.
constexpr std::uint64_t kEventFactor = 6;

std::string in_mib(std::uint64_t bytes) {
  return std::to_string((bytes + kMiB - 1) / kMiB) + " MiB";
}

std::string count(int workers, const std::string& stage) {
  return std::to_string(workers) + " " + stage + (workers == 1 ? " worker" : " workers");
}

}  // namespace

MemoryBudget make_budget(const adapters::config::Settings& settings,
                         const std::vector<StagePlan>& stages,
                         const adapters::kafka::QueueBytes& queues) {
  MemoryBudget budget{{"base", kBase}};
  bool any_state = false;
  for (const StagePlan& stage : stages) {
    const auto workers = static_cast<std::uint64_t>(stage.workers);
    std::uint64_t each = queues.source + queues.outbox + settings.commit.bytes +
                         settings.limits.event_bytes_max * kEventFactor;
    if (stage.has_state) each += settings.limits.overlay_bytes_max;
    budget.push_back({count(stage.workers, stage.stage), workers * each});
    if (!stage.has_state) continue;
    any_state = true;
    budget.push_back({"their changelog readers", workers * queues.reader});
  }
  if (any_state) budget.push_back({"state.cache", settings.state.cache});
  return budget;
}

std::uint64_t total_of(const MemoryBudget& budget) {
  std::uint64_t total = 0;
  for (const MemoryPart& part : budget) total += part.bytes;
  return total;
}

std::string to_text(const MemoryBudget& budget) {
  std::string text = "memory: " + in_mib(total_of(budget)) + " at most =";
  for (std::size_t i = 0; i < budget.size(); ++i) {
    text += (i == 0 ? " " : " + ") + in_mib(budget[i].bytes) + " " + budget[i].what;
  }
  return text;
}

std::optional<std::string> find_excess(const MemoryBudget& budget, std::uint64_t limit) {
  if (limit == 0 || total_of(budget) <= limit) return std::nullopt;
  return to_text(budget) + ", but this process may have " + in_mib(limit) +
         ": give it more, or lower workers, state.cache, commit.bytes or limits.overlay_bytes_max";
}

}  // namespace cli
