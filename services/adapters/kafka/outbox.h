// adapters/kafka/outbox.h
//
// The engine's Outbox: a transactional producer that is thrown away whenever a transaction does not
// end cleanly. It is never aborted and its commit never retried: the next producer under the same
// id ends or awaits what this one left, and the committed offsets tell what happened.
// One worker's thread. Must not know: stages, stores.
#pragma once

#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/kafka/client.h"
#include "adapters/kafka/offset_owner.h"
#include "stream/ports.h"

namespace adapters::kafka {

struct OutboxOptions {
  std::string client_id;
  std::string transactional_id;      // kept over rebuilds and restarts
  std::vector<std::string> outputs;  // topics; stream::Output is an index into these
  std::string changelog;             // topic; empty: a stage without state
  std::string dead;                  // topic
  stream::Millis transaction_timeout{10'000};
  stream::Millis linger{5};
  // Fenced so often within a minute, and two processes fight over one id: one of them stops.
  std::size_t fenced_max = 3;
};

class KafkaOutbox final : public stream::Outbox {
 public:
  // All borrowed; they outlive the outbox. Nothing is asked or checked before rebuild().
  KafkaOutbox(Connection connection, OutboxOptions options, const OffsetOwner& source,
              Events& events, const stream::Clock& clock, stream::CrashPoints& crash);
  ~KafkaOutbox() override;
  KafkaOutbox(const KafkaOutbox&) = delete;
  KafkaOutbox& operator=(const KafkaOutbox&) = delete;

  stream::Result<stream::Done> rebuild(stream::Millis timeout) override;
  stream::Result<stream::Done> send(const stream::Outgoing& record, stream::Tick deadline) override;
  stream::Result<std::vector<stream::ChangelogEnd>> commit(std::span<const stream::Position> next,
                                                           stream::Tick deadline) override;
  void listen() override;
  std::size_t record_bytes_max() const override { return kRecordBytesMax; }

 private:
  enum class Phase { None, Starting, Finding, Ready };

  struct Target {
    std::string name;
    std::int32_t partitions = 0;
    Topic topic;
  };

  static void on_report(rd_kafka_t* handle, const rd_kafka_message_t* report, void* opaque);
  static int on_close(int socket, void* opaque);
  stream::Result<stream::Done> start();
  stream::Result<stream::Done> initialize(stream::Millis timeout);
  stream::Result<stream::Done> find_targets(stream::Millis timeout);
  stream::Result<stream::Done> begin();
  stream::Result<stream::Done> flush(stream::Tick deadline);
  stream::Result<stream::Done> send_offsets(std::span<const stream::Position> next,
                                            stream::Tick deadline);
  rd_kafka_resp_err_t produce(const Target& target, std::int32_t partition,
                              const stream::Outgoing& record, void* mark);
  const Target& target_of(const stream::Outgoing& record) const;
  std::int32_t partition_of(const Target& target, const stream::Outgoing& record);
  stream::Fault find_cause(stream::Fault fault) const;
  stream::Fault watch_fencing(stream::Fault raw);
  void drop();
  int left_ms(stream::Tick deadline) const;

  const Connection connection_;
  const OutboxOptions options_;
  const OffsetOwner& source_;
  const stream::Clock& clock_;
  stream::CrashPoints& crash_;
  Told told_;
  Phase phase_ = Phase::None;
  bool begun_ = false;
  std::uint32_t sent_ = 0;                // since the producer was made
  std::uint32_t keyless_ = 0;             // sent in turn to all partitions
  std::optional<stream::Fault> refused_;  // the first bad report of this transaction
  std::map<std::int32_t, stream::ChangelogEnd> ends_;
  std::deque<stream::Tick> fenced_at_;
  std::uint32_t broken_before_ = 0;  // `broken_` when the transaction began
  // Connections over which something was answered and that are closed; the client's threads.
  std::atomic<std::uint32_t> broken_{0};
  Handle handle_;
  // Die before the handle: topics of outputs in their order, then dead letters, then changelog.
  std::vector<Target> targets_;
};

}  // namespace adapters::kafka
