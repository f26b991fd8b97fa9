#include "sim/chaos.h"

#include <algorithm>

#include "base/hash.h"
#include "sim/chaos_run.h"

namespace sim {
namespace {

std::uint64_t trace_of(World& world) {
  base::Xxh3Stream all;
  const auto add = [&all](const std::string& text) { all.add(text + "\n"); };
  for (const auto& [topic, logs] : world.kafka.topics()) {
    for (const fakes::FakeLog& log : logs) {
      add(topic + " " + std::to_string(log.start()) + " " + std::to_string(log.end()));
      for (std::int64_t offset = 0; offset < log.end(); ++offset) {
        const fakes::Entry& entry = log.at(offset);
        add(std::to_string(entry.time.value) + (entry.marker ? " marker" : "") +
            (entry.gone ? " gone " : " ") + entry.message.key.value_or("-") + " " +
            entry.message.value.value_or("-"));
      }
    }
  }
  for (const std::string& point : world.crashed) add(point);
  for (const auto& [what, count] : world.kafka.seen) add(what + " " + std::to_string(count));
  add(std::to_string(world.clock.tick().count()));
  return all.digest_64();
}

}  // namespace

const std::vector<std::string>& things_to_see() {
  static const std::vector<std::string> kAll = {
      // Faults.
      "late EndTxn in the next transaction", "late EndTxn in its own epoch",
      "produce of an old epoch", "put out of the group",
      "put out of the group, commits before it polls", "generation moved before the offsets",
      "concurrent transactions", "transaction timed out", "oversize record", "refused record",
      "restore over an open transaction", "restore over an aborted transaction",
      "restore over a marker tail", "restore over compacted gaps", "restore over an empty log",
      "restore before the markers came", "log start past the position", "tombstone gone",
      "topic made again", "revoked in the middle of a restore", "partitions added",
      "offsets expired", "clock stepped", "offsets were not stable", "offsets lost", "EndTxn lost",
      "EndTxn late", "EndTxn unseen", "EndTxn doubled", "EndTxn refused", "request lost",
      "pod joined", "pod left", "pod killed", "pod frozen", "turns in the middle of a turn",
      "store damaged", "disk full", "disk lost",
      // Why stores were wiped.
      "wiped: aged", "wiped: corrupt", "wiped: incarnation", "wiped: log_start", "wiped: position",
      // Named places to die.
      "died at polled", "died at handled", "died at begun", "died at half-sent", "died at sent",
      "died at offsets", "died at end-sent", "died at end-lost", "died at committed",
      "died at half-applied", "died at applied", "died at flushing", "died at rebuilt",
      "died at asked", "died at placed", "died at slice", "died at wiped", "died at restored",
      "died at revoke-committed", "died at revoke-closed", "died at stop-1", "died at stop-2",
      "died at stop-3", "died at stop-4", "died at founded"};
  return kAll;
}

Report run_chaos(const ChaosOptions& options) {
  ChaosRun run(options);
  Report report{.seed = options.seed, .failure = run.run(), .seen = {}, .trace = 0};
  for (const std::string& point : run.world().crashed) ++report.seen["died at " + point];
  report.trace = trace_of(run.world());
  for (const auto& [what, count] : run.world().kafka.seen) report.seen[what] += count;
  return report;
}

}  // namespace sim
