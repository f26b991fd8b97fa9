// adapters/kafka/changelog.h
//
// The engine's Changelog: reads a compacted topic partition by partition, committed records only,
// and tells where it ends. It belongs to no group. The end is asked by a second handle that reads
// uncommitted: under transactions the last offset is a marker that no reader is ever given, and
// what "end" means is a property of the handle. One worker's thread.
// Must not know: stages, stores.
#pragma once

#include <memory>
#include <set>
#include <string>

#include "adapters/kafka/client.h"
#include "adapters/kafka/fetch_wake.h"
#include "stream/ports.h"

namespace adapters::kafka {

struct ChangelogOptions {
  std::string topic;
  std::string group_id;  // the stage's; never joined
  std::string client_id;
};

class KafkaChangelog final : public stream::Changelog {
 public:
  // Fault (Stop): kafka_setting. `events` and `clock` outlive it.
  static stream::Result<std::unique_ptr<KafkaChangelog>> make(const Connection& connection,
                                                              const ChangelogOptions& options,
                                                              Events& events,
                                                              const stream::Clock& clock);
  ~KafkaChangelog() override;
  KafkaChangelog(const KafkaChangelog&) = delete;
  KafkaChangelog& operator=(const KafkaChangelog&) = delete;

  stream::Result<stream::ChangelogRange> range(stream::Partition partition,
                                               stream::Millis timeout) override;
  // Of a partition that is open already: moves it there.
  stream::Result<stream::Done> open(stream::Partition partition,
                                    stream::ChangelogPosition from) override;
  stream::Result<std::optional<stream::ChangelogRecord>> next(stream::Millis wait) override;
  void close(stream::Partition partition) override;
  stream::Result<std::string> cluster_id(stream::Millis timeout) override;
  const std::string& topic() const override { return topic_; }

 private:
  KafkaChangelog(const ChangelogOptions& options, Events& events, const stream::Clock& clock);
  Message receive(stream::Millis wait);
  stream::Result<std::optional<stream::ChangelogRecord>> read(Message message);

  const std::string topic_;
  const stream::Clock& clock_;
  Told reader_told_, end_told_;
  std::set<std::int32_t> open_;
  FetchWake wake_;
  Handle reader_, end_;
  Message current_;  // what the last next() gave; dies before the reader
};

}  // namespace adapters::kafka
