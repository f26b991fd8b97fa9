// adapters/kafka/reader.h
//
// A plain reader for commands: topics from their beginning or a time, all partitions or the one of
// a key, committed records only, to the ends that they have when it is asked to. It joins no group
// and commits nothing; should a log be cut while it is read, it goes on where the log begins. One
// thread. Must not know: what the records mean.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/kafka/client.h"
#include "stream/stage.h"

namespace adapters::kafka {

struct ReadRange {
  std::int32_t partition = 0;
  std::int64_t from = 0, to = 0;
};

struct ReaderOptions {
  std::vector<std::string> topics;
  std::string group_id, client_id;  // the group is a name for the broker's permissions only
  std::string key = {};             // only the partitions where its records are; empty: all
  // From the first record on that came at or after it; in a log in which time runs back, some
  // before it are given too.
  std::optional<stream::Timestamp> since = {};
  // Only these pieces of the first topic, in place of all that; is_at_goal() means their ends.
  std::vector<ReadRange> ranges = {};
};

// A view: valid until the next call.
struct ReadRecord {
  std::size_t topic = 0;  // index into ReaderOptions::topics
  stream::Partition partition;
  std::int64_t offset = 0;
  stream::Timestamp appended_at;
  std::string_view key;
  std::optional<std::string_view> value;  // absent = tombstone
  std::span<const stream::Header> headers;

  // Of equal names the first; empty: there is none.
  std::string_view header(std::string_view name) const;
};

class Reader final {
 public:
  // Asks how many partitions the topics have. Faults: Retry kafka_away; Stop unknown_topic,
  // kafka_setting, kafka_not_authorized. `events` outlives it.
  static stream::Result<std::unique_ptr<Reader>> make(const Connection& connection,
                                                      const ReaderOptions& options, Events& events,
                                                      stream::Millis timeout);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // The next record of any of the topics, in order within a partition; nothing within `wait`, or
  // because an end was reached. Faults: Retry (go on); Stop.
  stream::Result<std::optional<ReadRecord>> next(stream::Millis wait);

  // The committed end of each partition of any topic as it is now: last + 1, markers counted.
  stream::Result<std::vector<std::int64_t>> ask_ends(const std::string& topic,
                                                     stream::Millis timeout);

  // From now on is_at_goal() means the ends that the topics have now.
  stream::Result<stream::Done> aim_at_ends(stream::Millis timeout);
  bool is_at_goal() const;
  // Records that are left up to there, markers counted.
  std::uint64_t left() const;

 private:
  struct Log {
    std::int64_t next = 0, goal = 0;
    bool is_read = false;
  };

  Reader(const ReaderOptions& options, Events& events)
      : topics_(options.topics), told_{&events, options.client_id, this} {}
  stream::Result<stream::Done> assign(const ReaderOptions& options, stream::Millis timeout);
  stream::Result<stream::Done> assign_ranges(const std::vector<ReadRange>& ranges,
                                             stream::Millis timeout);
  stream::Result<stream::Done> assign(rd_kafka_topic_partition_list_t* list);
  stream::Result<std::optional<ReadRecord>> read(Message message);
  std::size_t topic_of(const rd_kafka_message_t& message) const;

  const std::vector<std::string> topics_;
  std::vector<std::vector<Log>> logs_;  // by topic and partition
  Told told_;
  Handle handle_;
  Message current_;  // dies before the handle
  std::vector<stream::Header> headers_;
};

}  // namespace adapters::kafka
