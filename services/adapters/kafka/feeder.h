// adapters/kafka/feeder.h
//
// A plain producer for commands: it feeds records to topics and can say that all of them have
// arrived. The partition follows from the key, as Java's clients choose it. No transaction: what a
// worker sends goes through the outbox. One thread.
// Must not know: stages.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/kafka/client.h"
#include "stream/stage.h"

namespace adapters::kafka {

struct Feed {
  std::string_view topic, key;
  bool has_key = true;
  std::optional<std::string_view> value;
};

class Feeder final {
 public:
  // Fault (Stop): kafka_setting. `events` outlives it.
  static stream::Result<std::unique_ptr<Feeder>> make(const Connection& connection,
                                                      const std::string& client_id, Events& events);
  ~Feeder();
  Feeder(const Feeder&) = delete;
  Feeder& operator=(const Feeder&) = delete;

  // Queues a copy; waits while the queue is full. Faults: Stop.
  stream::Result<stream::Done> send(const Feed& feed, stream::Millis timeout);

  // Done: the brokers have everything sent so far. Faults: Retry deadline; Stop.
  stream::Result<stream::Done> flush(stream::Millis timeout);

 private:
  Feeder(const std::string& client_id, Events& events) : told_{&events, client_id, this} {}
  static void on_report(rd_kafka_t* handle, const rd_kafka_message_t* report, void* opaque);
  stream::Result<rd_kafka_topic_t*> topic(std::string_view name, stream::Millis timeout);

  struct Target {
    Topic topic;
    std::int32_t partitions = 0;
  };

  Told told_;
  std::optional<stream::Fault> refused_;  // the first bad report
  std::uint32_t keyless_ = 0;
  Handle handle_;
  std::map<std::string, Target, std::less<>> targets_;  // die before the handle
};

}  // namespace adapters::kafka
