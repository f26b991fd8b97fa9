// adapters/kafka/asker.h
//
// Questions about topics and about one group's offsets: how many partitions, where logs begin and
// end, which offset a time has, what the group has committed with which note, whether it has
// members. For commands and for whoever watches a lag; joins no group. One thread.
// Must not know: why it is asked.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "adapters/kafka/client.h"
#include "stream/stage.h"

namespace adapters::kafka {

struct LogRange {
  std::int64_t start = 0, end = 0;  // end: behind the last committed record, markers counted

  bool operator==(const LogRange&) const = default;
};

// A group on a topic, over all partitions.
struct GroupProgress {
  std::int64_t unread = 0;  // records that it has still to read, markers counted
  std::int64_t end = 0;     // of the logs

  bool operator==(const GroupProgress&) const = default;
};

struct NotedOffset {
  std::int32_t partition = 0;
  std::int64_t offset = -1;  // -1: none
  std::string note;

  bool operator==(const NotedOffset&) const = default;
};

// Stable: what is committed, once no transaction is open that may change it. Latest: as it is now,
// records of open transactions counted.
enum class Seen : std::uint8_t { Stable, Latest };

class Asker final {
 public:
  // Fault (Stop): kafka_setting. `events` outlives it.
  static stream::Result<std::unique_ptr<Asker>> make(const Connection& connection,
                                                     const std::string& group_id,
                                                     const std::string& client_id, Events& events,
                                                     Seen seen = Seen::Stable);
  ~Asker();
  Asker(const Asker&) = delete;
  Asker& operator=(const Asker&) = delete;

  // Faults of all: Retry kafka_away, offsets_unstable; Stop unknown_topic, kafka_not_authorized.
  stream::Result<std::int32_t> partitions(const std::string& topic, stream::Millis timeout);
  // By partition, in their order.
  stream::Result<std::vector<LogRange>> ranges(const std::string& topic, stream::Millis timeout);
  // Of each partition the first record that came at or after `when`; -1: there is none.
  stream::Result<std::vector<std::int64_t>> offsets_at(const std::string& topic,
                                                       stream::Timestamp when,
                                                       stream::Millis timeout);
  // What the group has committed, once no transaction is open that may change it.
  stream::Result<std::vector<NotedOffset>> committed(const std::string& topic,
                                                     stream::Millis timeout);
  stream::Result<GroupProgress> progress(const std::string& topic, stream::Millis timeout);
  // Records that the group has still to read, markers counted.
  stream::Result<std::int64_t> lag(const std::string& topic, stream::Millis timeout);
  // Of the group. 0 too if nobody knows it.
  stream::Result<int> members(stream::Millis timeout);
  // Names of groups that begin like this.
  stream::Result<std::vector<std::string>> groups(const std::string& prefix,
                                                  stream::Millis timeout);
  // Topics for which the group has committed anything.
  stream::Result<std::vector<std::string>> topics(stream::Millis timeout);

 private:
  Asker(const std::string& group_id, const std::string& client_id, Events& events)
      : group_id_(group_id), told_{&events, client_id, this} {}
  stream::Result<std::vector<std::int64_t>> look_up(const std::string& topic, std::int64_t what,
                                                    stream::Millis timeout);

  stream::Result<std::vector<std::int64_t>> look_up_once(const std::string& topic,
                                                         std::int64_t what, stream::Millis timeout);

  const std::string group_id_;
  Told told_;
  Handle handle_;
};

// Commits offsets with notes in one transaction under an id. Made, it has fenced whoever used the
// id before and ended his transaction: what is committed by then stays until we commit.
class Takeover final {
 public:
  struct Options {
    std::string group_id, topic, client_id, transactional_id;
    stream::Millis timeout{10'000};
  };

  // Faults: Retry (nothing was done); Stop.
  static stream::Result<std::unique_ptr<Takeover>> make(const Connection& connection,
                                                        Options options, Events& events);
  Takeover(const Takeover&) = delete;
  Takeover& operator=(const Takeover&) = delete;

  // Faults: Rebuild (nobody knows whether it happened: ask), Stop.
  stream::Result<stream::Done> commit(const std::vector<NotedOffset>& offsets);

 private:
  Takeover(Options options, Events& events)
      : options_(std::move(options)), told_{&events, options_.client_id, this} {}

  const Options options_;
  Told told_;
  Handle handle_;
};

}  // namespace adapters::kafka
