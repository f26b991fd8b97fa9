// cli/kafka_events.h
//
// Where librdkafka's own words go: its log into ours, its errors into counters. Any thread; never
// blocks. Must not know: which client belongs to whom.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>
#include <vector>

#include "adapters/kafka/events.h"
#include "adapters/log/log.h"
#include "adapters/status/view.h"

namespace cli {

class KafkaEvents final : public adapters::kafka::Events {
 public:
  explicit KafkaEvents(adapters::log::Log& log) : log_(log) {}
  KafkaEvents(const KafkaEvents&) = delete;
  KafkaEvents& operator=(const KafkaEvents&) = delete;

  void log(std::string_view client, int level, std::string_view facility,
           std::string_view text) override;
  void error(std::string_view client, std::string_view error, std::string_view reason) override;
  void statistics(std::string_view, std::string_view) override {}

  // Every known error of every kind of client, 0 too.
  std::vector<adapters::status::KafkaError> errors() const;

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
  std::array<std::array<std::atomic<std::uint64_t>, kErrors.size()>, kClients.size()> counts_{};
};

}  // namespace cli
