// One worker of the engine as a process of its own, on the real adapters, so that it can be killed:
// it counts the records of each key (tests/fakes/fake_stage.h).
//
// usage: engine_worker <bootstrap> <name> <instance> <state folder> [<crash point> <count>]
// The topics are <name>-in, -out, -dead and -changelog, the group is <name>.
// SIGTERM drains it, exit 0. A Stop fault: exit 1, the fault on stderr.
#include <signal.h>

#include <cstdio>
#include <cstdlib>
#include <stop_token>
#include <string>
#include <thread>

#include "adapters/clock/clock.h"
#include "adapters/kafka/changelog.h"
#include "adapters/kafka/outbox.h"
#include "adapters/kafka/source.h"
#include "adapters/rocks/stores.h"
#include "fakes/fake_stage.h"
#include "stream/worker.h"

namespace {

using adapters::kafka::KafkaChangelog;
using adapters::kafka::KafkaOutbox;
using adapters::kafka::KafkaSource;
using stream::Millis;

class Silent final : public adapters::kafka::Events {
 public:
  void log(std::string_view, int, std::string_view, std::string_view) override {}
  void error(std::string_view, std::string_view, std::string_view) override {}
  void statistics(std::string_view, std::string_view) override {}
};

class Killer final : public stream::CrashPoints {
 public:
  Killer(std::string name, int count) : name_(std::move(name)), left_(count) {}
  void reach(std::string_view name) override {
    if (name == name_ && --left_ == 0) raise(SIGKILL);
  }

 private:
  const std::string name_;
  int left_;
};

class Printed final : public stream::Journal {
 public:
  void note(stream::Severity, std::string_view message,
            std::span<const stream::NoteField> fields) override {
    std::string line(message);
    for (const auto& field : fields) line += " " + std::string(field.key) + "=" + field.value;
    std::fprintf(stderr, "%s\n", line.c_str());
  }
};

int fail(const stream::Fault& fault) {
  std::fprintf(stderr, "%s: %s\n", std::string(fault.code).c_str(), fault.detail.c_str());
  return 1;
}

stream::WorkerOptions worker_options(const std::string& instance) {
  stream::WorkerOptions options;
  options.instance = instance;
  options.commit_interval = Millis(30);
  options.commit_records = 200;
  options.restore_slice_bytes = 4096;
  options.flush_after = 16 << 10;
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5 && argc != 7) return 64;
  const std::string bootstrap = argv[1], name = argv[2], instance = argv[3], folder = argv[4];
  sigset_t term;
  sigemptyset(&term);
  sigaddset(&term, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &term, nullptr);

  const adapters::kafka::Connection connection{
      .brokers = bootstrap,
      .properties = {},
      .consumer_properties = {{"session.timeout.ms", "2000"}, {"heartbeat.interval.ms", "200"}},
      .producer_properties = {}};
  Silent events;
  const adapters::clock::SystemClock clock;
  Printed journal;
  Killer killer(argc == 7 ? argv[5] : "", argc == 7 ? std::atoi(argv[6]) : 0);
  fakes::FoldStage stage;

  auto source = KafkaSource::make(
      connection, {.topic = name + "-in", .group_id = name, .client_id = instance}, events, clock);
  if (!source) return fail(source.fault());
  auto changelog = KafkaChangelog::make(
      connection, {.topic = name + "-changelog", .group_id = name, .client_id = instance}, events,
      clock);
  if (!changelog) return fail(changelog.fault());
  KafkaOutbox outbox(connection,
                     {.client_id = instance,
                      .transactional_id = name + "." + instance,
                      .outputs = {name + "-out"},
                      .changelog = name + "-changelog",
                      .dead = name + "-dead",
                      .transaction_timeout = Millis(10'000),
                      .linger = Millis(5)},
                     **source, events, clock, killer);
  const adapters::rocks::Memory memory{{}};
  adapters::rocks::RocksStores stores(memory, folder);
  stream::Worker worker({.stage = stage,
                         .source = **source,
                         .outbox = outbox,
                         .changelog = changelog->get(),
                         .stores = &stores,
                         .clock = clock,
                         .journal = journal,
                         .crash = killer},
                        worker_options(instance));
  std::stop_source stop;
  std::thread waiter([&] {
    int signal = 0;
    sigwait(&term, &signal);
    stop.request_stop();
  });
  waiter.detach();
  const auto done = worker.run(stop.get_token());
  const int code = done ? 0 : fail(done.fault());
  std::fflush(nullptr);
  _exit(code);
}
