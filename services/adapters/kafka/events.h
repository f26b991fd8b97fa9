// adapters/kafka/events.h
//
// What librdkafka tells besides answers: log lines, errors of connections, statistics. Implemented
// by whoever owns the log and the metrics. Called from librdkafka's threads and from ours, several
// at once; must not block and must not call back.
// Must not know: spdlog, Prometheus.
#pragma once

#include <string_view>

namespace adapters::kafka {

class Events {
 public:
  virtual ~Events() = default;
  // `level` as syslog counts: 0 emergency to 7 debug. `facility` is librdkafka's own word.
  virtual void log(std::string_view client, int level, std::string_view facility,
                   std::string_view text) = 0;
  // `error` is the constant's name: "_TRANSPORT", "_ALL_BROKERS_DOWN".
  virtual void error(std::string_view client, std::string_view error, std::string_view reason) = 0;
  // librdkafka's statistics document, each statistics.interval.ms.
  virtual void statistics(std::string_view client, std::string_view json) = 0;
};

}  // namespace adapters::kafka
