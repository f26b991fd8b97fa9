// tests/sim/engine.h
//
// One worker with the fakes that it runs on. Ports may be wrapped before the worker gets them.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "fakes/fake_client.h"
#include "fakes/fake_crash.h"
#include "fakes/fake_disk.h"
#include "fakes/fake_foundation.h"
#include "stream/worker.h"

namespace sim {

struct Engine;

struct Ports {
  stream::Source* source;
  stream::Outbox* outbox;
  stream::Changelog* changelog;
  stream::Stores* stores;
  stream::Foundation* foundation;
};

// The ports that the worker shall have instead. Whatever must live for it goes into
// Engine::wrappers.
using Wrap = std::function<void(Engine&, Ports&)>;

struct EngineOptions {
  stream::WorkerOptions worker;
  std::size_t bytes_max = 1 << 20;       // of a record
  fakes::FakeFoundation::Rows founding;  // of a stage with state
  Wrap wrap;
};

struct Engine {
  Engine(fakes::FakeKafka& its_kafka, fakes::FakeClock& its_clock, fakes::FakeDisk& its_disk,
         fakes::FakeCrash& its_crash, const fakes::ClientNames& its_names, stream::Stage& stage,
         const EngineOptions& options);

  fakes::FakeKafka& kafka;
  fakes::FakeDisk& disk;
  const fakes::ClientNames names;
  fakes::PodClock clock;
  fakes::FakeJournal journal;
  fakes::FakeSource source;
  fakes::FakeOutbox outbox;
  fakes::FakeChangelog changelog;
  fakes::FakeFoundation foundation;
  std::vector<std::shared_ptr<void>> wrappers;
  stream::Worker worker;
};

}  // namespace sim
