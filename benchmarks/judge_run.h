// benchmarks/judge_run.h
//
// The version stage on a real RocksDB, as one worker drives it: candidates in batches, their rows
// applied after each, every verdict compared with the plot's. Beside it a bare loop that only reads
// and overwrites the rows which a duplicate needs, in the same store. One thread.
// Must not know: Kafka, how figures are printed.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "adapters/rocks/memory.h"
#include "adapters/rocks/stores.h"
#include "benchmarks/candidates.h"
#include "benchmarks/judge_rows.h"
#include "stream/overlay.h"
#include "stream/read_memo.h"
#include "version/stage.h"

namespace benchmarks {

struct Cost {
  std::uint64_t candidates = 0, gets = 0, rows = 0, row_bytes = 0, out_bytes = 0;
  double wall = 0, cpu = 0;  // seconds

  void add(const Cost& other);
  double micros() const { return 1e6 * cpu / static_cast<double>(candidates); }
};
using Costs = std::array<Cost, kEventKinds>;

// CPU seconds of so many duplicates judged, and of what a store must do at least for as many
// others.
struct Pace {
  std::uint64_t duplicates = 0;
  double judged = 0;
  double reads = 0;   // of its head
  double writes = 0;  // of the same again

  double micros(double seconds) const { return 1e6 * seconds / static_cast<double>(duplicates); }
};

class JudgeRun final {
 public:
  // The folder is emptied first, and goes with the run.
  JudgeRun(std::string folder, std::uint64_t cache_bytes, news::encode::RowFormat format);
  ~JudgeRun();
  JudgeRun(const JudgeRun&) = delete;
  JudgeRun& operator=(const JudgeRun&) = delete;

  // So many candidates more, of `plot`.
  Costs run(Plot& plot, std::uint64_t candidates, Body body);
  // So many stories that are found as they were, at their own address.
  Pace repeat(Plot& plot, std::uint64_t duplicates);
  // Ends the run if more verdicts are not the plot's than rows at their bounds explain.
  void check() const;
  // Closes the store.
  Holding count();

 private:
  struct Item {
    EventKind kind;
    news::Verdict expected;
    std::string bytes;
  };
  void take(const Happening& happening, Body body);
  void judge(Costs& costs);
  void handle(const Item& item, Cost& cost);
  void apply(Costs& costs);
  void compare(const Item& item, const stream::Effects& effects);
  void repeat_bare(Plot& plot, Pace& pace);

  const std::string folder_;
  const adapters::rocks::Memory memory_;
  adapters::rocks::RocksStores stores_;
  version::VersionStage stage_;
  stream::StoreMeta meta_;
  stream::Overlay overlay_;
  stream::ReadMemo memo_;
  CandidateWriter writer_;
  VerdictModel model_;
  std::vector<Item> batch_;
  std::int64_t offset_ = 0;
  std::uint64_t candidates_ = 0, wrong_ = 0;
  std::string example_;
  std::unique_ptr<stream::Store> store_;  // dies first
};

}  // namespace benchmarks
