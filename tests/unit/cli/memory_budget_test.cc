#include "cli/memory_budget.h"

#include <gtest/gtest.h>

#include "adapters/config/load.h"

namespace cli {
namespace {

constexpr std::uint64_t kMiB = 1u << 20;

adapters::config::Settings defaults() { return adapters::config::load({}).settings; }

adapters::kafka::QueueBytes queues_of(const adapters::config::Settings& settings) {
  return *adapters::kafka::queue_bytes(connection_of(settings));
}

TEST(MemoryBudget, SumsEveryNamedLimitAWorkerAtATime) {
  const auto settings = defaults();
  const MemoryBudget budget =
      make_budget(settings, {{"clean", 3, false}, {"version", 2, true}}, queues_of(settings));
  // A source of 32 and a fetch of 32, an outbox of 64, a batch of 32, an event of 8 six times.
  constexpr std::uint64_t kWorker = 32 + 32 + 64 + 32 + 48;
  EXPECT_EQ(budget, (MemoryBudget{{"base", 96 * kMiB},
                                  {"3 clean workers", 3 * kWorker * kMiB},
                                  {"2 version workers", 2 * (kWorker + 64) * kMiB},
                                  {"their changelog readers", 2 * (64 + 32) * kMiB},
                                  {"state.cache", 256 * kMiB}}));
  EXPECT_EQ(total_of(budget), (96 + 3 * kWorker + 2 * (kWorker + 64) + 192 + 256) * kMiB);
}

TEST(MemoryBudget, CountsWhatTheUserSetOverOurQueues) {
  auto settings = defaults();
  settings.kafka.consumer_properties["queued.max.messages.kbytes"] = "1024";
  settings.kafka.producer_properties["queue.buffering.max.kbytes"] = "2048";
  const auto queues = queues_of(settings);
  EXPECT_EQ(queues.source, (1 + 32) * kMiB);
  EXPECT_EQ(queues.outbox, 2 * kMiB);
  EXPECT_EQ(queues.reader, (64 + 32) * kMiB) << "consumer_properties are for sources only";
}

TEST(MemoryBudget, NeedsNoCacheWithoutState) {
  const auto settings = defaults();
  for (const MemoryPart& part : make_budget(settings, {{"clean", 1, false}}, queues_of(settings))) {
    EXPECT_NE(part.what, "state.cache");
  }
}

TEST(MemoryBudget, FitsAtTheLimitItselfAndNotAByteBelow) {
  const MemoryBudget budget{{"base", 100 * kMiB}, {"state.cache", 28 * kMiB}};
  EXPECT_EQ(find_excess(budget, 128 * kMiB), std::nullopt);
  EXPECT_EQ(find_excess(budget, 0), std::nullopt) << "nobody knows the limit";
  const auto excess = find_excess(budget, 128 * kMiB - 1);
  ASSERT_TRUE(excess);
  EXPECT_TRUE(
      excess->starts_with("memory: 128 MiB at most = 100 MiB base + 28 MiB state.cache, "
                          "but this process may have 128 MiB"))
      << *excess;
}

TEST(PlanStages, NamesTheWorkersOfEachStage) {
  auto settings = defaults();
  const auto partitions = [&](const std::string& topic) {
    return topic == settings.topics.raw ? 2 : 48;
  };
  EXPECT_EQ(plan_stages(settings, 8, partitions),
            (std::vector<StagePlan>{
                {"clean", 2, false}, {"clean.backfill", 2, false}, {"version", 2, true}}));
  settings.workers.version = 100;
  EXPECT_EQ(plan_stages(settings, 8, partitions)[2].workers, 48);
}

TEST(PlanStages, GivesTheLaneOfBackfillsWorkersOfItsOwnWhereItIsOne) {
  auto settings = defaults();
  const auto partitions = [](const std::string&) { return 24; };
  const auto backfill = [&](int cpus) { return plan_stages(settings, cpus, partitions)[1]; };
  EXPECT_EQ(backfill(2), (StagePlan{"clean.backfill", 1, false}));
  EXPECT_EQ(backfill(16), (StagePlan{"clean.backfill", 4, false}));
  settings.workers.backfill = 7;
  EXPECT_EQ(backfill(2).workers, 7);
  settings.stages = {"version"};
  EXPECT_EQ(plan_stages(settings, 2, partitions).size(), 1u) << "it is a part of clean";
  settings.stages = {"clean"};
  settings.topics.backfill.clear();
  EXPECT_EQ(plan_stages(settings, 2, partitions).size(), 1u);
}

}  // namespace
}  // namespace cli
