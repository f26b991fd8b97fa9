// stream/loop.h
//
// The inside of a Worker, for its own source files only: worker.cc (the loop and the recovery),
// handle.cc (one record), finish.cc (the commit), settle.cc (partitions on their way to live),
// rebalance.cc (partitions that come and go).
#pragma once

#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "stream/batch.h"
#include "stream/partitions.h"
#include "stream/restore.h"
#include "stream/worker.h"

namespace stream {

// A record that the broker refused so often, each time alone in its batch.
struct Refused {
  InputOffset offset;
  std::uint32_t times = 0;
};

// Why and how often we have started over, and what it means for the next batch.
struct Recovering {
  std::uint32_t in_row = 0;           // rebuilds since the last commit
  std::size_t batch_records_max = 0;  // 0: no limit but the configured one
  std::size_t suspects = 0;           // records of the failed batch not yet cleared
  // Records that the broker refuses: two partitions may have one each, and come by turns.
  std::map<Partition, Refused> refused;
};

class Worker::Loop final : public Rebalance {
 public:
  Loop(const WorkerPorts& ports, WorkerOptions options);

  Result<Done> run(const std::stop_token& stop);
  Result<Done> turn();
  Result<Done> drain();
  const Meter& meter() const { return meter_; }

  // rebalance.cc: called inside poll() and close().
  void assigned(std::span<const Partition> partitions) override;
  void revoked(std::span<const Partition> partitions) override;
  void lost(std::span<const Partition> partitions) override;

 private:
  // worker.cc
  Result<Done> answer(const Fault& fault, const Record* record);
  void note_retry(const Fault& fault);
  void start_over(const Fault& fault);
  void suspect(const Fault& fault);
  void drop_batch();
  void ask_all();
  Result<Done> rebuild_producer();
  Result<Done> fill();
  Millis poll_wait(Tick now) const;
  bool is_full() const;
  bool is_due(Tick now) const;
  Result<Done> finish_if_due();
  Result<Done> stop_with(const Fault& fault);

  // handle.cc
  Result<Done> handle(const Record& record);
  std::optional<Fault> find_oversize(const Effects& effects) const;
  std::uint32_t refusals_of(const Record& record) const;
  std::optional<Fault> find_refused(const Record& record) const;
  void take(OwnedPartition& partition, Effects& effects);
  Result<Done> bury(const Record& record, const Fault& fault);
  void advance(OwnedPartition& partition, const Record& record);

  // finish.cc
  Result<Done> finish();
  Result<Done> send_all(Tick deadline);
  Result<Done> send_rows(Tick deadline, std::size_t& left);
  Result<Done> apply_all(const std::vector<ChangelogEnd>& ends);
  Result<Done> apply(OwnedPartition& partition, const ChangelogEnd& end);
  void count_committed(Tick started);
  void clear_suspicion();
  std::vector<Position> next_positions() const;

  // settle.cc
  Result<Done> settle();
  std::vector<Partition> next_asking() const;
  Result<Done> begin(OwnedPartition& partition, const Committed& committed);
  Result<std::optional<InputOffset>> start_of(OwnedPartition& partition,
                                              const Committed& committed);
  Result<Done> end_restore(OwnedPartition& partition);
  Result<std::optional<std::vector<StateWrite>>> ask_foundation(const OwnedPartition& partition);
  void found(OwnedPartition& partition, std::vector<StateWrite> rows);
  Result<Done> go_live(OwnedPartition& partition);
  Result<Done> restore_slice();
  Result<Done> keep_house();
  Result<Done> keep_store(OwnedPartition& partition, Tick now);
  Result<Done> confirm_whole(Tick now);
  Result<Done> listen();
  Result<Done> measure(OwnedPartition& partition);
  void show_phases();

  // rebalance.cc
  void release(std::span<const Partition> partitions, bool flush);
  Result<Done> release_all();

  void reach(std::string_view crash_point) { ports_.crash.reach(crash_point); }
  void note_burial(const Record& record, const Fault& fault);
  void note(Severity severity, std::string_view message, std::span<const NoteField> fields) {
    ports_.journal.note(severity, message, fields);
  }
  Tick tick() const { return ports_.clock.tick(); }
  void busy(BusyPhase phase, Tick since) { meter_.busy(phase).add((tick() - since).count()); }

  // Borrowed.
  const WorkerPorts ports_;
  const WorkerOptions options_;
  const StageSpec& spec_;
  Meter meter_;
  // The worker's thread.
  std::optional<Restorer> restorer_;  // with state
  Batch batch_;
  std::size_t overlay_bytes_ = 0;  // of all live partitions
  Recovering recovering_;
  bool producer_ready_ = false;
  Tick rebuild_at_{0};
  Tick ask_at_{0};
  Partition begun_last_{-1};  // of those that asked
  std::optional<Tick> retried_at_;
  Tick note_retry_at_{0};
  Tick keep_at_{0};
  std::size_t phases_[3] = {};  // owned partitions by PartitionPhase
  bool idle_ = false;           // the last poll waited in vain
  bool closing_ = false;
  std::uint32_t reads_ = 0;       // one state read in kReadsSampled is timed
  std::optional<Fault> pending_;  // found inside a rebalance, answered after the poll
  // Dies first: the stores.
  Partitions partitions_;
};

}  // namespace stream
