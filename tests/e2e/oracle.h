// tests/e2e/oracle.h
//
// Whether a service that was killed again and again has lost, doubled or reordered anything. Fed
// with every record of every topic as a read-committed reader gets them, and with every store's
// rows, it computes in memory what should be there and names each difference:
//   1  candidates, and the dead letters of `clean` = `clean` of every raw record, as a multiset
//   2  per site, published records and the dead letters of `version` = the fold of the candidates
//      log, values and order
//   3  every store = the fold of its changelog = the state of that fold of the candidates
//   4  committed offsets = ends, and nothing hangs in an open transaction
// Keeps digests, no texts. One thread. Must not know: Kafka's client, news.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "stream/stage.h"

namespace e2e {

struct LogRecord {
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t offset = 0;
  std::int64_t timestamp_ms = 0;
  std::string key;
  std::optional<std::string> value;
  std::vector<stream::OwnedHeader> headers;

  std::string place() const;  // "topic/partition/offset"
  std::string_view header(std::string_view name) const;
};

using Rows = std::map<std::string, std::string, std::less<>>;

// A stage on a state in memory, as the engine would run it if nothing ever went wrong.
class Fold final {
 public:
  struct Answer {
    std::vector<stream::OutRecord> out;
    std::optional<stream::Fault> dead;
  };

  explicit Fold(stream::Stage& stage) : stage_(stage) {}
  Fold(const Fold&) = delete;
  Fold& operator=(const Fold&) = delete;

  // Faults but dead letters are the test's end: they come back as they are.
  stream::Result<Answer> handle(const LogRecord& record);
  const stream::StageSpec& spec() const { return stage_.spec(); }
  const std::map<std::int32_t, Rows>& state() const { return state_; }

 private:
  stream::Stage& stage_;
  std::map<std::int32_t, Rows> state_;
};

// What two sides hold, order aside.
class Bag final {
 public:
  explicit Bag(std::string name) : name_(std::move(name)) {}
  void expect(const base::Hash128& digest, const LogRecord& cause);
  void observe(const base::Hash128& digest, const LogRecord& record);
  void differences(std::vector<std::string>& all) const;
  std::size_t expected() const { return expected_; }

 private:
  struct Count {
    int balance = 0;  // expected less observed
    std::string place;
  };
  const std::string name_;
  std::map<base::Hash128, Count> counts_;
  std::size_t expected_ = 0;
};

// What two sides hold, in order within each group.
class Sequences final {
 public:
  explicit Sequences(std::string name) : name_(std::move(name)) {}
  void expect(const std::string& group, const base::Hash128& digest, const LogRecord& cause);
  void observe(const std::string& group, const base::Hash128& digest, const LogRecord& record);
  void differences(std::vector<std::string>& all) const;
  std::size_t expected() const { return expected_; }

 private:
  struct Item {
    base::Hash128 digest;
    std::string place;
  };
  struct Sides {
    std::vector<Item> expected, observed;
  };
  const std::string name_;
  std::map<std::string, Sides> groups_;
  std::size_t expected_ = 0;
};

// What a topic's partition looks like when everything has stopped.
struct PartitionEnd {
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t last_stable = 0, end = 0;  // as read-committed and read-uncommitted readers see it
  // Of input topics: what their group has committed, and how many records still follow it.
  std::optional<std::int64_t> committed{};
  std::int64_t unread = 0;
};

class Oracle final {
 public:
  struct Setup {
    stream::Stage& clean;
    stream::Stage& version;
    std::string dead_topic;
    std::string site_header;  // of published records
    std::map<std::string, std::int32_t>
        partitions;  // of the topics that `version` writes, and dead
  };
  explicit Oracle(Setup setup);
  Oracle(const Oracle&) = delete;
  Oracle& operator=(const Oracle&) = delete;

  // Of each partition in order; topics and partitions in any.
  void raw(const LogRecord& record);
  void candidate(const LogRecord& record);
  void published(const LogRecord& record);
  void dead(const LogRecord& record);
  // The engine's own rows (their keys begin with a zero byte) do not count.
  void changelog(const LogRecord& record);
  void store(std::int32_t partition, Rows rows, std::string_view name);
  void end(const PartitionEnd& end);

  std::vector<std::string> differences() const;
  std::string summary() const;  // how much was compared

 private:
  std::int32_t partition_of(const std::string& topic, std::string_view key) const;
  void compare_rows(const Rows& found, const Rows& wanted, const std::string& what,
                    std::vector<std::string>& all) const;

  const Setup setup_;
  Fold clean_, version_;
  Bag candidates_{"candidates"};
  Bag clean_dead_{"dead letters of clean"};
  Sequences published_{"published"};
  Sequences version_dead_{"dead letters of version"};
  std::map<std::int32_t, Rows> changelog_;
  std::vector<std::string> broken_;  // found at once
  std::size_t raw_records_ = 0, stores_ = 0, ends_ = 0;
};

// Key, value and headers of a record to be, and of one that was read.
base::Hash128 digest_of(std::string_view key, const std::optional<std::string>& value,
                        std::span<const stream::OwnedHeader> headers);

}  // namespace e2e
