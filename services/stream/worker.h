// stream/worker.h
//
// Runs one stage on the partitions that the group gives it, exactly once: poll, handle, commit,
// apply, and one way back from whatever goes wrong. One thread runs it; only meter() may be read by
// others. All ports are borrowed and outlive it.
// Must not know: Kafka's client, RocksDB, news, HTTP.
#pragma once

#include <memory>
#include <stop_token>

#include "stream/meter.h"
#include "stream/options.h"
#include "stream/ports.h"
#include "stream/stage.h"

namespace stream {

struct WorkerPorts {
  Stage& stage;
  Source& source;
  Outbox& outbox;
  Changelog* changelog = nullptr;  // both, if the stage has state; else neither
  Stores* stores = nullptr;
  Foundation* foundation = nullptr;  // none: a new state is empty
  const Clock& clock;
  Journal& journal;
  CrashPoints& crash;
};

class Worker final {
 public:
  Worker(const WorkerPorts& ports, WorkerOptions options);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // turn() until the token asks to stop, then drain(); or until a Stop fault. Called once.
  Result<Done> run(std::stop_token stop);

  // The two halves of run(), for a caller that lets several workers take turns on one thread.
  // One turn: looks after producer, partitions and restores, polls for at most a commit interval,
  // commits when due. Faults but Stop are dealt with inside.
  Result<Done> turn();
  // Commits what is handled, makes the stores durable, leaves the group. Nothing after it.
  Result<Done> drain();

  // Any thread, as long as the worker lives.
  const Meter& meter() const;

 private:
  class Loop;
  const std::unique_ptr<Loop> loop_;
};

}  // namespace stream
