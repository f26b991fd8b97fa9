// cli/kafka_events.h
//
// Where librdkafka's own words go: its log into ours, its errors into counters, its statistics into
// gauges. Any thread; never blocks.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>
#include <vector>

#include "adapters/kafka/events.h"
#include "adapters/log/log.h"
#include "adapters/status/view.h"
#include "cli/kafka_figures.h"

namespace cli {

class KafkaEvents final : public adapters::kafka::Events {
 public:
  KafkaEvents(adapters::log::Log& log, const stream::Clock& clock) : log_(log), clock_(clock) {}
  KafkaEvents(const KafkaEvents&) = delete;
  KafkaEvents& operator=(const KafkaEvents&) = delete;

  void log(std::string_view client, int level, std::string_view facility,
           std::string_view text) override;
  void error(std::string_view client, std::string_view error, std::string_view reason) override;
  void statistics(std::string_view client, std::string_view json) override;

  // Every known error of every kind of client, 0 too.
  std::vector<adapters::status::KafkaError> errors() const;

  std::vector<adapters::status::Broker> brokers() const { return brokers_.read(clock_.tick()); }
  bool is_uncompressed() const { return uncompressed_.load(std::memory_order_relaxed); }
  void take(const std::vector<adapters::kafka::BrokerFigures>& told) {
    brokers_.take(told, clock_.tick());
  }

  static constexpr std::array<std::string_view, 4> kClients{"source", "outbox", "changelog",
                                                            "admin"};
  static constexpr std::array<std::string_view, 13> kErrors{"_TRANSPORT",
                                                            "_ALL_BROKERS_DOWN",
                                                            "_RESOLVE",
                                                            "_TIMED_OUT",
                                                            "_AUTHENTICATION",
                                                            "_SSL",
                                                            "_MAX_POLL_EXCEEDED",
                                                            "_AUTO_OFFSET_RESET",
                                                            "_FENCED",
                                                            "_FATAL",
                                                            "_BAD_MSG",
                                                            "UNKNOWN_TOPIC_OR_PART",
                                                            "other"};

 private:
  adapters::log::Log& log_;
  const stream::Clock& clock_;
  Brokers brokers_;
  std::atomic<bool> uncompressed_{false};
  std::array<std::array<std::atomic<std::uint64_t>, kErrors.size()>, kClients.size()> counts_{};
};

// The clients of one worker: all they tell goes on to the others' place, but their queues are kept
// apart, for they are the worker's stage's.
class WorkerEvents final : public adapters::kafka::Events {
 public:
  explicit WorkerEvents(KafkaEvents& all) : all_(all) {}
  WorkerEvents(const WorkerEvents&) = delete;
  WorkerEvents& operator=(const WorkerEvents&) = delete;

  void log(std::string_view client, int level, std::string_view facility,
           std::string_view text) override {
    all_.log(client, level, facility, text);
  }
  void error(std::string_view client, std::string_view error, std::string_view reason) override {
    all_.error(client, error, reason);
  }
  void statistics(std::string_view client, std::string_view json) override;

  // Adds to `queues`: one a kind of client, in the order of KafkaEvents::kClients.
  void add_queues(std::vector<adapters::status::KafkaQueue>& queues) const;

 private:
  static constexpr std::size_t kKinds = 3;  // a worker has no admin

  KafkaEvents& all_;
  std::array<std::atomic<std::uint64_t>, kKinds> queue_bytes_{};
};

}  // namespace cli
