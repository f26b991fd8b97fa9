// One worker of the engine as a process of its own, on the real adapters, so that it can be killed
// or frozen at a named point: it counts the records of each key (tests/fakes/fake_stage.h).
//
// usage: fault_worker <name>=<value> ...
//   bootstrap= name= instance= state=    the topics are <name>-in, -out, -dead and -changelog, the
//                                        group is <name>
//   at=<point>:<n>:kill|stop             what it does to itself there, the n-th time
//   watch=<text>                         says when librdkafka's log contains it
//   consumer.<property>= producer.<property>= kafka.<property>=
//   on_cut=, and the numbers of struct Numbers
// It tells on stderr: the journal, "fired <point>", "assigned <n>" when it knows their offsets,
// "live <n>" whenever one more is, "revoked restoring=<n>" with what was not live yet, and at its
// end each count that is not 0. SIGTERM drains it, exit 0. A Stop fault: exit 1, the fault on
// stderr.
#include "stream/worker.h"

#include <signal.h>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <thread>

#include "adapters/clock/clock.h"
#include "adapters/kafka/changelog.h"
#include "adapters/kafka/outbox.h"
#include "adapters/kafka/source.h"
#include "adapters/rocks/stores.h"
#include "fakes/fake_stage.h"

namespace {

using adapters::kafka::KafkaChangelog;
using adapters::kafka::KafkaOutbox;
using adapters::kafka::KafkaSource;
using adapters::kafka::Properties;
using stream::Millis;

class Arguments final {
 public:
  Arguments(int count, char** words) {
    for (int i = 1; i < count; ++i) {
      const std::string word = words[i];
      const std::size_t equals = word.find('=');
      if (equals == std::string::npos) std::exit(64);
      all_[word.substr(0, equals)] = word.substr(equals + 1);
    }
  }
  std::string text(const std::string& name, const std::string& otherwise = "") const {
    const auto found = all_.find(name);
    return found == all_.end() ? otherwise : found->second;
  }
  long number(const std::string& name, long otherwise) const {
    return std::atol(text(name, std::to_string(otherwise)).c_str());
  }
  Properties below(const std::string& prefix) const {
    Properties found;
    for (const auto& [name, value] : all_) {
      if (name.starts_with(prefix)) found[name.substr(prefix.size())] = value;
    }
    return found;
  }

 private:
  std::map<std::string, std::string> all_;
};

class Events final : public adapters::kafka::Events {
 public:
  explicit Events(std::string watched) : watched_(std::move(watched)) {}
  void log(std::string_view, int, std::string_view, std::string_view text) override {
    if (!watched_.empty() && text.find(watched_) != std::string_view::npos) {
      std::fprintf(stderr, "saw %s\n", watched_.c_str());
    }
  }
  void error(std::string_view, std::string_view error, std::string_view) override {
    std::fprintf(stderr, "error %s\n", std::string(error).c_str());
  }
  void statistics(std::string_view, std::string_view) override {}

 private:
  const std::string watched_;
};

class Killer final : public stream::CrashPoints {
 public:
  explicit Killer(const std::string& spec) : point_(spec.substr(0, spec.find(':'))) {
    if (spec.empty()) return;
    const std::size_t first = spec.find(':'), second = spec.find(':', first + 1);
    left_ = std::atoi(spec.substr(first + 1, second - first - 1).c_str());
    signal_ = spec.substr(second + 1) == "stop" ? SIGSTOP : SIGKILL;
  }
  void reach(std::string_view name) override {
    if (on_reach) on_reach(name);
    if (name != point_ || --left_ != 0) return;
    std::fprintf(stderr, "fired %s\n", point_.c_str());
    raise(signal_);
  }
  std::function<void(std::string_view)> on_reach;

 private:
  const std::string point_;
  int left_ = 0, signal_ = SIGKILL;
};

class Printed final : public stream::Journal {
 public:
  bool hears(stream::Severity severity) const override {
    return severity != stream::Severity::Debug;
  }
  void note(stream::Severity, std::string_view message,
            std::span<const stream::NoteField> fields) override {
    std::string line(message);
    for (const auto& field : fields) line += " " + std::string(field.key) + "=" + field.value;
    std::fprintf(stderr, "%s\n", line.c_str());
  }
};

// The machine's, or one that is so far ahead of it.
class ShiftedClock final : public stream::Clock {
 public:
  explicit ShiftedClock(Millis ahead) : ahead_(ahead) {}
  stream::Timestamp now() const override { return {real_.now().value + ahead_.count()}; }
  stream::Tick tick() const override { return real_.tick(); }

 private:
  const adapters::clock::SystemClock real_;
  const Millis ahead_;
};

int fail(const stream::Fault& fault) {
  std::fprintf(stderr, "%s: %s\n", std::string(fault.code).c_str(), fault.detail.c_str());
  return 1;
}

stream::WorkerOptions worker_options(const Arguments& arguments) {
  stream::WorkerOptions options;
  options.instance = arguments.text("instance");
  options.commit_interval = Millis(arguments.number("commit_ms", 30));
  options.commit_records = arguments.number("commit_records", 200);
  options.transaction_timeout = Millis(arguments.number("transaction_ms", 10'000));
  options.restore_slice_bytes = arguments.number("slice_bytes", 4096);
  options.flush_after = arguments.number("flush_after", 16 << 10);
  if (arguments.text("on_cut") == "continue") options.on_cut = stream::OnCut::Continue;
  return options;
}

void tell_phases(std::string_view point, const stream::MeterSnapshot& meter) {
  int live = 0;
  for (const auto& partition : meter.partitions) {
    if (partition.phase == stream::PartitionPhase::Live) ++live;
  }
  const auto assigned = static_cast<int>(meter.partitions.size());
  if (point == "asked") std::fprintf(stderr, "assigned %d\n", assigned);
  if (point == "placed") std::fprintf(stderr, "live %d\n", live);
  if (point == "revoke-committed") std::fprintf(stderr, "revoked restoring=%d\n", assigned - live);
}

void tell(const char* name, const std::string& label, std::uint64_t count) {
  if (count == 0) return;
  std::fprintf(stderr, "count %s%s%s=%llu\n", name, label.empty() ? "" : ".", label.c_str(),
               static_cast<unsigned long long>(count));
}

void tell_counts(const stream::MeterSnapshot& meter) {
  for (const auto& each : meter.rebuilds) tell("rebuilds", each.name, each.count);
  for (const auto& each : meter.limits) tell("limits", each.name, each.count);
  for (const auto& each : meter.dead_letters) tell("dead", each.name, each.count);
  tell("lost", "", meter.rebalances_lost);
  tell("revoked", "", meter.rebalances_revoked);
  tell("retries", "", meter.retries);
  tell("commits_unknown", "", meter.commits_unknown);
  tell("restores_full", "", meter.restores_full);
  tell("restores_tail", "", meter.restores_tail);
}

}  // namespace

int main(int argc, char** argv) {
  const Arguments arguments(argc, argv);
  const std::string name = arguments.text("name"), instance = arguments.text("instance");
  sigset_t term;
  sigemptyset(&term);
  sigaddset(&term, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &term, nullptr);

  adapters::kafka::Connection connection{
      .brokers = arguments.text("bootstrap"),
      .properties = arguments.below("kafka."),
      .consumer_properties = {{"session.timeout.ms", "2000"}, {"heartbeat.interval.ms", "200"}},
      .producer_properties = arguments.below("producer.")};
  for (const auto& [property, value] : arguments.below("consumer.")) {
    connection.consumer_properties[property] = value;
  }
  Events events(arguments.text("watch"));
  const ShiftedClock clock(Millis(arguments.number("clock_ahead_ms", 0)));
  Printed journal;
  Killer killer(arguments.text("at"));
  fakes::FoldStage stage;
  const stream::WorkerOptions options = worker_options(arguments);

  auto source = KafkaSource::make(
      connection, {.topic = name + "-in", .group_id = name, .client_id = instance}, events, clock);
  if (!source) return fail(source.fault());
  const std::string changelog_topic = arguments.text("changelog", name + "-changelog");
  auto changelog = KafkaChangelog::make(
      connection, {.topic = changelog_topic, .group_id = name, .client_id = instance}, events,
      clock);
  if (!changelog) return fail(changelog.fault());
  KafkaOutbox outbox(connection,
                     {.client_id = instance,
                      .transactional_id = name + "." + instance,
                      .outputs = {name + "-out"},
                      .changelog = changelog_topic,
                      .dead = name + "-dead",
                      .transaction_timeout = options.transaction_timeout,
                      .linger = Millis(5)},
                     **source, events, clock, killer);
  const adapters::rocks::Memory memory{{}};
  adapters::rocks::RocksStores stores(memory, arguments.text("state"));
  stream::Worker worker({.stage = stage,
                         .source = **source,
                         .outbox = outbox,
                         .changelog = changelog->get(),
                         .stores = &stores,
                         .clock = clock,
                         .journal = journal,
                         .crash = killer},
                        options);
  killer.on_reach = [&](std::string_view point) {
    if (point == "asked" || point == "placed" || point == "revoke-committed") {
      tell_phases(point, worker.meter().snapshot(clock.now()));
    }
  };
  std::stop_source stop;
  std::thread waiter([&] {
    int signal = 0;
    sigwait(&term, &signal);
    stop.request_stop();
  });
  waiter.detach();
  const auto done = worker.run(stop.get_token());
  const int code = done ? 0 : fail(done.fault());
  tell_counts(worker.meter().snapshot(clock.now()));
  std::fflush(nullptr);
  _exit(code);
}
