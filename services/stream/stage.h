// stream/stage.h
//
// A stage: a pure function from (record, state, now) to effects. The engine runs any stage exactly
// once. One stage object a worker: a stage may reuse its own scratch memory, and nothing else may
// outlive a call. It never throws, logs, reads a clock or touches a metric.
// Must not know: Kafka's client, RocksDB, news.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/strong.h"
#include "base/time.h"

namespace stream {

using base::Done;
using base::Fault;
using base::Millis;
using base::Recovery;
using base::Result;
using base::Timestamp;

using Partition = base::Strong<struct PartitionTag, std::int32_t>;
using InputOffset = base::Strong<struct InputOffsetTag, std::int64_t>;
using ChangelogPosition = base::Strong<struct ChangelogPositionTag, std::int64_t>;

struct Header {
  std::string_view key, value;
};

// One consumed record. A view: valid until the next poll of its source.
struct Record {
  Partition partition;
  InputOffset offset;
  std::string_view key;
  std::optional<std::string_view> value;  // absent = tombstone
  std::span<const Header> headers;
  Timestamp appended_at;  // the broker's append time
};

// The first of that name; absent: there is none.
inline std::optional<std::string_view> find_header(const Record& record, std::string_view key) {
  for (const Header& header : record.headers) {
    if (header.key == key) return header.value;
  }
  return std::nullopt;
}

struct OwnedHeader {
  std::string key, value;

  bool operator==(const OwnedHeader&) const = default;
};

// Index into StageSpec::outputs.
using Output = base::Strong<struct OutputTag, std::uint32_t>;

// A record to publish; the partition follows from the key, as Java clients would choose it. Without
// a key (empty) it goes to all partitions in turn.
struct OutRecord {
  Output output;
  std::string key;
  std::optional<std::string> value;  // absent = tombstone
  std::vector<OwnedHeader> headers;

  bool operator==(const OutRecord&) const = default;
};

// A row of the stage's state, and the changelog record that says the same. Absent = deleted.
struct StateWrite {
  std::string key;
  std::optional<std::string> value;

  bool operator==(const StateWrite&) const = default;
};

// Index into StageSpec::counters.
using CounterId = base::Strong<struct CounterTag, std::uint32_t>;

struct Tally {
  CounterId counter;
  std::uint64_t count = 1;

  bool operator==(const Tally&) const = default;
};

// For the delay histograms: when the news was fetched, and when its raw event came to Kafka.
struct Delay {
  Timestamp fetched_at, raw_appended_at;
  bool backfill = false;

  bool operator==(const Delay&) const = default;
};

// Everything one record causes. Applied whole or not at all.
struct Effects {
  std::vector<OutRecord> out;
  std::vector<StateWrite> rows;
  std::vector<Tally> tally;   // added to the metrics after the commit they describe
  std::optional<Fault> dead;  // a dead letter beside the other effects: "kill_unresolved"
  std::optional<Delay> delay;

  bool operator==(const Effects&) const = default;
};

// A counter that a stage may tally: metric name without prefix, labels ready to print
// (`verdict="new",published="yes"`). Each starts at 0.
struct CounterSpec {
  std::string metric, labels;
};

// What the engine must know of a stage before it runs. Built once by the stage's wiring.
struct StageSpec {
  std::string name;                  // "clean", "version"
  std::string input;                 // topic
  std::vector<std::string> outputs;  // topics; Output is an index into these
  bool has_state = false;            // true: one store and one changelog partition a partition
  std::vector<CounterSpec> counters;
  // Literals: the codes of its DeadLetter faults, so that each is counted from 0.
  std::vector<std::string_view> dead_reasons = {};
};

// Reads what is committed, and before that what this batch has written so far.
class StateReader {
 public:
  virtual ~StateReader() = default;
  // A Fault here is handed through by the stage as it is.
  virtual Result<std::optional<std::string>> get(std::string_view key) const = 0;
};

class Stage {
 public:
  virtual ~Stage() = default;
  virtual const StageSpec& spec() const = 0;
  // A DeadLetter fault: the engine keeps the record, with code and detail, in the dead letter
  // topic.
  virtual Result<Effects> handle(const Record& record, const StateReader& state, Timestamp now) = 0;
};

}  // namespace stream
