// stream/partitions.h
//
// What a worker owns: per input partition its phase, its offsets, its store and its uncommitted
// rows. One thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "stream/meter.h"
#include "stream/overlay.h"
#include "stream/ports.h"
#include "stream/read_memo.h"

namespace stream {

// asking: paused, the committed offset is not known. restoring: paused, the store catches up.
// live: records are handled.
//
//    assigned --> asking --> restoring --> live
//                  ^  |          |          | |
//                  |  +----------|----------+ |   (no state, or nothing to restore)
//                  +-------------+------------+   Rebuild
struct OwnedPartition {
  Partition id;
  PartitionPhase phase = PartitionPhase::Asking;
  PartitionGauges* gauges = nullptr;  // none when the meter is full

  // Input.
  InputOffset next;                  // the last handled + 1
  bool dirty = false;                // next is ahead of what is committed
  Timestamp first_appended{-1};      // of the first uncommitted record
  Timestamp last_appended{-1};       // of the last handled one
  bool has_worked = false;           // the group has committed for it, beyond its start
  std::optional<Tick> beyond_since;  // committed offset lies beyond the log's end since

  // State.
  std::unique_ptr<Store> store;
  Overlay overlay;              // of a live partition
  ReadMemo memo;                // of the store, while live; forgotten with the batch
  std::string new_incarnation;  // to be written by the first transaction; empty: it is there
  std::string_view wipe;        // why the store must go before its next use; empty: stays
  std::size_t unflushed_bytes = 0;
  std::optional<Tick> unflushed_since;

  // Restore.
  bool verified = false;  // the log is the one that the store was filled from
  bool verifying = false;
  bool full = false;
  StoreMeta meta;  // what the next apply writes
  ChangelogPosition log_start, target;
  Timestamp target_at;        // when the target was asked for
  ChangelogPosition log_end;  // as far as we know: nobody else has written since
  Tick whole_asked_at{0};     // when the log's end was last compared with it
  Tick restore_began{0};
  std::size_t restored_since_flush = 0;
};

using Partitions = std::map<Partition, OwnedPartition>;

// The phase, in the meter too.
void set_phase(OwnedPartition& partition, PartitionPhase phase);

}  // namespace stream
