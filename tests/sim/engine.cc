#include "sim/engine.h"

namespace sim {
namespace {

stream::WorkerOptions named(stream::WorkerOptions options, const fakes::ClientNames& names) {
  options.instance = names.member;
  options.dead_topic = names.dead;
  options.connector = names.group;
  return options;
}

stream::WorkerPorts ports_of(Engine& engine, fakes::FakeCrash& crash, stream::Stage& stage,
                             const Wrap& wrap) {
  Ports ports{&engine.source, &engine.outbox, &engine.changelog, &engine.disk, &engine.foundation};
  if (wrap) wrap(engine, ports);
  const bool has_state = stage.spec().has_state;
  return {.stage = stage,
          .source = *ports.source,
          .outbox = *ports.outbox,
          .changelog = has_state ? ports.changelog : nullptr,
          .stores = has_state ? ports.stores : nullptr,
          .foundation = has_state ? ports.foundation : nullptr,
          .clock = engine.clock,
          .journal = engine.journal,
          .crash = crash};
}

}  // namespace

Engine::Engine(fakes::FakeKafka& its_kafka, fakes::FakeClock& its_clock, fakes::FakeDisk& its_disk,
               fakes::FakeCrash& its_crash, const fakes::ClientNames& its_names,
               stream::Stage& stage, const EngineOptions& options)
    : kafka(its_kafka),
      disk(its_disk),
      names(its_names),
      clock(its_clock),
      source(its_kafka, its_clock, names),
      outbox(its_kafka, its_clock, names, &its_crash),
      changelog(its_kafka, its_clock, names),
      foundation(options.founding),
      worker(ports_of(*this, its_crash, stage, options.wrap), named(options.worker, names)) {
  outbox.bytes_max = options.bytes_max;
  source.on_revoke = [this](const std::vector<int>& partitions) {
    for (const int p : partitions) {
      if (changelog.is_open(p)) kafka.see("revoked in the middle of a restore");
    }
  };
}

}  // namespace sim
