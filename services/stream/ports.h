// stream/ports.h
//
// What the engine wishes of the world: Source, Outbox, Changelog, Stores and Store, Foundation,
// Clock, Journal. Each port is used by one worker thread only, Clock and Journal by any. Nobody
// throws. A Fault says what the worker must do (base/result.h). Adapters implement them;
// tests/fakes too, with real logic. Must not know: librdkafka, RocksDB, news.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stream/stage.h"

namespace stream {

// A moment of the steady clock: time since some fixed instant. Only differences mean anything.
using Tick = std::chrono::nanoseconds;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
  virtual Tick tick() const = 0;
};

// Partitions come and go inside Source::poll and Source::close, through this.
class Rebalance {
 public:
  virtual ~Rebalance() = default;
  // Paused at a placeholder: nothing is delivered until place(). May be empty: the group has no
  // partition for this member, but its assignment is known.
  virtual void assigned(std::span<const Partition> partitions) = 0;
  // Still ours: commit, then close what belongs to them. After the return they are given up.
  virtual void revoked(std::span<const Partition> partitions) = 0;
  // Already another's: drop what is not committed, send nothing.
  virtual void lost(std::span<const Partition> partitions) = 0;
};

struct Position {
  Partition partition;
  InputOffset offset;

  bool operator==(const Position&) const = default;
};

// What Kafka has committed for a partition. Absent = nothing yet.
struct Committed {
  Partition partition;
  std::optional<InputOffset> offset;
  // Put there by whoever made the group, and nothing was handled since.
  bool is_start = false;

  bool operator==(const Committed&) const = default;
};

struct InputRange {
  InputOffset start, end;
};

// The stage's input topic, as a member of its group.
class Source {
 public:
  virtual ~Source() = default;
  // The next record, or nothing within `wait`. Rebalances are handed to `rebalance` in here.
  // The record is valid until the next call. Faults: Retry (count, go on), Rebuild, Stop. A live
  // partition whose log no longer has the wanted offset is Rebuild "input_cut": asking again finds
  // committed() outside of range(), and the worker decides what that means.
  virtual Result<std::optional<Record>> poll(Millis wait, Rebalance& rebalance) = 0;
  // Stable committed offsets. Retry while a transaction of some predecessor is still open.
  virtual Result<std::vector<Committed>> committed(std::span<const Partition> partitions,
                                                   Millis timeout) = 0;
  // Seeks and resumes a paused partition. Records before `offset` may still come: drop them.
  virtual Result<Done> place(Partition partition, InputOffset offset) = 0;
  virtual Result<Done> pause(std::span<const Partition> partitions) = 0;
  // First and last + 1 offset as the client last heard; no network is asked for a live partition.
  virtual Result<InputRange> range(Partition partition, Millis timeout) = 0;
  // Leaves the group; `rebalance` hears of every partition that goes.
  virtual Result<Done> close(Rebalance& rebalance) = 0;
};

// Where a record of a transaction goes. Exactly one kind.
enum class Destination : std::uint8_t { Output, Changelog, DeadLetter };

// One record to send. Views: valid until send() returns.
struct Outgoing {
  Destination destination = Destination::Output;
  Output output;        // Destination::Output only
  Partition partition;  // Changelog only: the input's. Others: chosen by the key
  std::string_view key;
  bool has_key = true;
  std::optional<std::string_view> value;
  std::span<const Header> headers;
};

struct ChangelogEnd {
  Partition partition;
  std::optional<ChangelogPosition> next;  // highest reported offset + 1; absent: none was reported
  ChangelogPosition first{-1};            // lowest reported offset; -1: none was reported

  bool operator==(const ChangelogEnd&) const = default;
};

// The stage's transactional producer. One transaction at a time, begun by the first send(), or by
// commit() if nothing was sent.
class Outbox {
 public:
  virtual ~Outbox() = default;
  // Makes a new producer under the same transactional id, which ends or awaits whatever
  // transaction the old one left. Retry: call again, it goes on where it was. Then Stop or Done.
  virtual Result<Done> rebuild(Millis timeout) = 0;
  // Queues one record of the transaction. Retry (the queue is full) is handled inside until
  // `deadline`. DeadLetter: the broker refuses a record of this transaction for its own sake.
  virtual Result<Done> send(const Outgoing& record, Tick deadline) = 0;
  // Sends the offsets with the source's fresh group metadata, and commits. A Fault means that the
  // outcome is unknown: Rebuild, Stop, or DeadLetter (as in send: the worker looks for the record
  // in ever smaller batches). Done means Kafka has it, all or nothing. The code of a Rebuild is its
  // cause, a metric label: fenced, fatal, deadline, lost (out of the group) or unknown.
  virtual Result<std::vector<ChangelogEnd>> commit(std::span<const Position> next,
                                                   Tick deadline) = 0;
  // Hears what the client tells of itself, which piles up until somebody listens. Between two
  // transactions, now and then, however long nothing is sent.
  virtual void listen() = 0;
  // Largest record that send() takes, key, value and headers counted, in bytes.
  virtual std::size_t record_bytes_max() const = 0;
};

struct ChangelogRange {
  ChangelogPosition start, end;  // end as a read_uncommitted reader sees it

  bool operator==(const ChangelogRange&) const = default;
};

// One committed changelog record, or the end of the log as it stands now. A view: valid until
// the next call.
struct ChangelogRecord {
  Partition partition;
  ChangelogPosition position;  // of the record; of an end: the next to be written
  bool end_of_log = false;
  std::string_view key;
  std::optional<std::string_view> value;  // absent = the row was deleted
};

// The stage's changelog topic, read committed, partition by partition.
class Changelog {
 public:
  virtual ~Changelog() = default;
  virtual Result<ChangelogRange> range(Partition partition, Millis timeout) = 0;
  virtual Result<Done> open(Partition partition, ChangelogPosition from) = 0;
  // Fault "changelog_cut" (Rebuild): `from` no longer exists; restore from the start. Called now
  // and then while nothing is open, too: what the clients tell of themselves piles up otherwise.
  virtual Result<std::optional<ChangelogRecord>> next(Millis wait) = 0;
  virtual void close(Partition partition) = 0;
  // Names of this log, to tell it from another of the same name.
  virtual Result<std::string> cluster_id(Millis timeout) = 0;
  virtual const std::string& topic() const = 0;
};

// What a store knows about itself. Kept in the store, in the same WriteBatch as the rows.
struct StoreMeta {
  std::uint32_t format = 0;  // 0 = a new, empty store
  std::string cluster_id, topic;
  std::string incarnation;  // uuid of the changelog's first record; empty: none yet
  ChangelogPosition incarnation_at{-1};
  ChangelogPosition position{0};  // everything before it is in the store
  Timestamp as_of;                // when the store was last known to hold everything

  bool operator==(const StoreMeta&) const = default;
};

struct RowView {
  std::string_view key;
  std::optional<std::string_view> value;  // absent = delete
};

// One partition's state. Writes are not synced one by one: flush() makes them durable, and until
// then rows and meta fall back together.
class Store {
 public:
  virtual ~Store() = default;
  virtual Result<std::optional<std::string>> get(std::string_view key) const = 0;
  // Writes the rows and the meta in one atomic step, or neither.
  virtual Result<Done> apply(std::span<const RowView> rows, const StoreMeta& meta) = 0;
  virtual Result<Done> flush() = 0;
  virtual const StoreMeta& meta() const = 0;  // from memory
};

class Stores {
 public:
  virtual ~Stores() = default;
  // Opens or makes the partition's store. Fault "store_corrupt" (Rebuild): wipe() and open again.
  virtual Result<std::unique_ptr<Store>> open(Partition partition) = 0;
  // Deletes it; it must not be open.
  virtual Result<Done> wipe(Partition partition) = 0;
};

// What a partition's state begins with though no record of its input says so. Asked only where the
// changelog is still empty: the rows go out with the record that names the log, in one transaction
// with the offset at which the input begins.
class Foundation {
 public:
  virtual ~Foundation() = default;
  // All of them, as they stand committed when the call ends. Nothing: not read to the end within
  // `wait`, ask again. Faults: Retry; Stop.
  virtual Result<std::optional<std::vector<StateWrite>>> rows(Partition partition, Millis wait) = 0;
};

enum class Severity : std::uint8_t { Debug, Info, Warning, Error };

struct NoteField {
  std::string_view key;
  std::string value;
};

// The worker's log, for what happens seldom: rebuilds, wipes, restores, stops. What happens to
// single records is for Debug only, and asked about before a line is made.
class Journal {
 public:
  virtual ~Journal() = default;
  virtual bool hears(Severity severity) const = 0;
  // `message` is constant text; what varies stands in the fields.
  virtual void note(Severity severity, std::string_view message,
                    std::span<const NoteField> fields) = 0;
};

// Named places at which a test may kill the process. Does nothing in production.
class CrashPoints {
 public:
  virtual ~CrashPoints() = default;
  virtual void reach(std::string_view name) = 0;
};

}  // namespace stream
