// stream/restore.h
//
// Brings a partition's store to the end of its changelog, in slices between polls. What is read is
// committed, so it goes straight into the store. Wipes a store only for what makes its tail
// unreadable, and says why.
// Must not know: the input topic, the outbox, the stage.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stream/options.h"
#include "stream/partitions.h"
#include "stream/ports.h"
#include "stream/row_buffer.h"

namespace stream {

// Why this store cannot be used with this log, or nothing. Stable words: format, cluster, topic,
// log_start, position, aged.
struct StoreCheck {
  std::uint32_t format;
  std::string_view cluster_id, topic;
  ChangelogRange log;
  Timestamp now;
  Millis as_of_age_max;
};
std::optional<std::string_view> reason_to_wipe(const StoreMeta& meta, const StoreCheck& check);

class Restorer final {
 public:
  struct Ports {
    Changelog& changelog;
    Stores& stores;
    const Clock& clock;
    Journal& journal;
    CrashPoints& crash;
    Meter& meter;
  };
  Restorer(const Ports& ports, const WorkerOptions& options) : ports_(ports), options_(options) {}
  Restorer(const Restorer&) = delete;
  Restorer& operator=(const Restorer&) = delete;

  // Opens and checks the store, and takes the target: committed offsets must be stable by now. The
  // partition is restoring afterwards. Called again after each Rebuild.
  Result<Done> begin(OwnedPartition& partition);
  // Reads for a while. Partitions that have arrived keep their phase until the caller places them:
  // is_done() says so.
  Result<Done> slice(Partitions& partitions, Millis time_max);
  static bool is_done(const OwnedPartition& partition);
  // Ends a restore that is_done(): flushes, counts.
  Result<Done> end(OwnedPartition& partition);
  // Closes the reader of a partition in mid-restore; else nothing.
  void abandon(OwnedPartition& partition);
  // Between slices: the rate in the meter, and a log line now and then.
  void show_progress(const Partitions& partitions);

 private:
  Result<Done> open_store(OwnedPartition& partition, const ChangelogRange& log);
  Result<Done> wipe(OwnedPartition& partition, std::string_view reason);
  Result<Done> begin_reading(OwnedPartition& partition, ChangelogPosition from);
  void find_aged(OwnedPartition& partition);
  Result<Done> read(Partitions& partitions, Tick until);
  Result<Done> take(OwnedPartition& partition, const ChangelogRecord& record);
  Result<Done> verify(OwnedPartition& partition, const ChangelogRecord& record);
  Result<Done> write(OwnedPartition& partition);
  Result<Done> name_log(OwnedPartition& partition);
  void measure(Tick now);

  const Ports ports_;
  const WorkerOptions& options_;
  std::string cluster_id_;
  std::optional<Tick> noted_at_;
  // One slice: who has read something, and its rows. Empty between two slices.
  std::vector<OwnedPartition*> touched_;
  RowBuffer rows_;
  // The rate: how far positions have moved since then.
  std::optional<Tick> measured_at_;
  std::int64_t advanced_ = 0;
};

// Makes the store's writes durable.
Result<Done> flush_store(OwnedPartition& partition, CrashPoints& crash);
// Remembers what is not durable yet.
void count_unflushed(OwnedPartition& partition, std::size_t bytes, Tick now);
// A corrupt store is wiped when its partition is asked again.
void mark_corrupt(OwnedPartition& partition, const Fault& fault);

}  // namespace stream
