// cli/run_status.h
//
// Puts the status server's view together from the parts of a running process, and remembers what
// the last minutes were like. Any thread.
// Must not know: HTTP.
#pragma once

#include <atomic>
#include <string>

#include "adapters/log/log.h"
#include "adapters/rocks/memory.h"
#include "adapters/status/history.h"
#include "adapters/status/view.h"
#include "cli/kafka_events.h"
#include "cli/reloader.h"
#include "cli/service.h"

namespace cli {

// What a process has one of, whatever runs in it. Borrowed; outlives whoever has this.
struct ProcessParts {
  const adapters::config::Settings& settings;
  adapters::log::Log& log;
  KafkaEvents& events;
  const stream::Clock& clock;
  const Reloader& reloader;
  std::string config_hash;
};

// All but the stages and their state.
adapters::status::View process_view(const ProcessParts& parts);

class RunStatus final {
 public:
  RunStatus(const Shared& shared, const Reloader& reloader, std::string config_hash);
  RunStatus(const RunStatus&) = delete;
  RunStatus& operator=(const RunStatus&) = delete;

  // Until then there are no stages to show: the process waits for brokers.
  void show(const Service& service) { service_ = &service; }

  adapters::status::View view() const;
  // The same for a log line: without history and articles.
  adapters::status::View short_view() const;
  // Now and then: keeps a step of the history once it is due.
  void remember();
  void set_draining() { draining_ = true; }

 private:
  const Shared shared_;
  const Reloader& reloader_;
  const std::string config_hash_;
  std::atomic<const Service*> service_{nullptr};
  std::atomic<bool> draining_{false};
  stream::Guarded<adapters::status::History> history_;
};

}  // namespace cli
