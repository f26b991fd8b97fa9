// tests/adapters/status/sample_view.h
//
// A view of one process with two stages, for tests to change at will.
#pragma once

#include "adapters/status/view.h"

namespace adapters::status {

inline stream::HistogramSnapshot histogram(std::vector<std::uint64_t> counts, std::int64_t sum) {
  return {.bounds = {1'000'000, 10'000'000}, .counts = std::move(counts), .sum = sum};
}

inline stream::MeterSnapshot sample_worker(const std::string& stage) {
  stream::MeterSnapshot worker;
  worker.stage = stage;
  worker.phase = stream::WorkerPhase::Running;
  worker.had_assignment = true;
  worker.heartbeat = std::chrono::seconds(98);
  worker.consumed = {"articles.raw", 10, 1000};
  worker.produced = {{"dateline.candidates", 8, 800}, {"", 0, 0}, {"articles.dead", 2, 200}};
  worker.dead_letters = {{"bad_json", 2}};
  worker.limits = {{"overlay_bytes_max", 0}};
  worker.tallies = {3, 5};
  worker.rebuilds = {{"fenced", 1}};
  worker.stage_duration = histogram({4, 5, 1}, 50'000'000);
  for (stream::HistogramSnapshot* one :
       {&worker.event_bytes, &worker.end_to_end[0], &worker.end_to_end[1], &worker.freshness[0],
        &worker.freshness[1], &worker.commit_duration, &worker.commit_records,
        &worker.state_read_duration, &worker.state_apply_duration, &worker.restore_duration}) {
    *one = histogram({0, 0, 0}, 0);
  }
  worker.assigned_partitions = 2;
  worker.live_partitions = 2;
  for (const std::int32_t partition : {0, 1}) {
    stream::PartitionSnapshot shown;
    shown.partition = stream::Partition{partition};
    shown.phase = stream::PartitionPhase::Live;
    shown.committed = stream::InputOffset{5};
    shown.end = stream::InputOffset{7};
    shown.lag_records = 2;
    shown.lag = stream::Millis{1500 + partition};
    worker.partitions.push_back(shown);
  }
  return worker;
}

inline View sample_view() {
  View view;
  view.build = {"0.1.0", "abc1234", "2.0.2", "7.8.3", "3.0.1"};
  view.app = "dateline";
  view.generation = "g1";
  view.config_hash = "00ff";
  view.now = stream::Timestamp{1'772'433'600'000};
  view.tick = std::chrono::seconds(100);
  StageView clean;
  clean.spec = {.name = "clean",
                .input = "articles.raw",
                .outputs = {"dateline.candidates"},
                .has_state = false,
                .counters = {{"clean_pages_total", "method=\"dump\",confidence=\"high\""},
                             {"clean_pages_total", "method=\"blocks\",confidence=\"low\""}}};
  clean.workers = {sample_worker("clean"), sample_worker("clean")};
  view.stages = {clean};
  view.log_lines = {{"info", 4}, {"error", 0}};
  return view;
}

}  // namespace adapters::status
