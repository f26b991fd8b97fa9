// adapters/kafka/source.h
//
// The engine's Source: one member of a consumer group, cooperative. Partitions are assigned at a
// placeholder and paused inside the callback, without asking the network; place() moves them by a
// seek and lets them run. One worker's thread; `rebalance` is called in poll() and close() only.
// Must not know: stages, producers, stores.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/kafka/client.h"
#include "adapters/kafka/fetch_wake.h"
#include "adapters/kafka/offset_owner.h"
#include "stream/ports.h"

namespace adapters::kafka {

struct SourceOptions {
  std::string topic;
  std::string group_id;
  std::string client_id;       // unique in the group
  std::string static_id = {};  // of a static member, the same after a restart; empty: dynamic
};

class KafkaSource final : public stream::Source, public OffsetOwner {
 public:
  // Joins the group with the first poll. Faults (Stop): kafka_setting. `events` and `clock`
  // outlive the source.
  static stream::Result<std::unique_ptr<KafkaSource>> make(const Connection& connection,
                                                           const SourceOptions& options,
                                                           Events& events,
                                                           const stream::Clock& clock);
  ~KafkaSource() override;
  KafkaSource(const KafkaSource&) = delete;
  KafkaSource& operator=(const KafkaSource&) = delete;

  stream::Result<std::optional<stream::Record>> poll(stream::Millis wait,
                                                     stream::Rebalance& rebalance) override;
  stream::Result<std::vector<stream::Committed>> committed(
      std::span<const stream::Partition> partitions, stream::Millis timeout) override;
  stream::Result<stream::Done> place(stream::Partition partition,
                                     stream::InputOffset offset) override;
  stream::Result<stream::Done> pause(std::span<const stream::Partition> partitions) override;
  stream::Result<stream::InputRange> range(stream::Partition partition,
                                           stream::Millis timeout) override;
  stream::Result<stream::Done> close(stream::Rebalance& rebalance) override;

  const std::string& topic() const override { return topic_; }

  // Fault (Rebuild) "lost": this member was put out of its group. Its metadata would then pass the
  // broker's fencing (KIP-447 has none for an empty member id), so it must not be used.
  stream::Result<GroupMetadata> group_metadata() const override;
  // Where its group began, if that was noted down when it was made: kept with each commit.
  std::string note_at(const stream::Position& next) const override;

 private:
  struct Owned {
    bool paused = true;
    std::int64_t low = -1, high = -1;  // of the log, as last heard
  };

  KafkaSource(const SourceOptions& options, Events& events, const stream::Clock& clock);
  static void on_rebalance(rd_kafka_t* handle, rd_kafka_resp_err_t what,
                           rd_kafka_topic_partition_list_t* list, void* opaque);
  void assign(rd_kafka_topic_partition_list_t* list);
  void pause_new(rd_kafka_topic_partition_list_t* list);
  void unassign(rd_kafka_topic_partition_list_t* list);
  void keep(const char* what, rd_kafka_error_t* error);
  Message receive(stream::Millis wait);
  stream::Result<std::optional<stream::Record>> read(Message message);
  stream::Result<std::optional<stream::Record>> answer(const rd_kafka_message_t& event);
  stream::Result<stream::Done> subscribe();

  const std::string topic_;
  const stream::Clock& clock_;
  std::unique_ptr<Told> told_;  // stays behind with a handle that cannot be destroyed
  std::map<std::int32_t, Owned> owned_;
  std::map<std::int32_t, std::string> start_notes_;
  FetchWake wake_;
  std::vector<stream::Header> headers_;
  bool was_assigned_ = false;
  bool rejoin_ = false;  // a partition can only be read again after a new start
  bool closed_ = false;
  stream::Rebalance* rebalance_ = nullptr;  // only inside poll() and close()
  std::optional<stream::Fault> pending_;    // found inside the callback
  Handle handle_;
  // Die before the handle.
  Topic known_;
  Message current_;  // what the last poll gave
};

}  // namespace adapters::kafka
