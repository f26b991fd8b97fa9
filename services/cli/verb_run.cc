#include <unistd.h>

#include <filesystem>
#include <ostream>

#include "adapters/clock/clock.h"
#include "adapters/status/server.h"
#include "cli/build_info.h"
#include "cli/crash_points.h"
#include "cli/exits.h"
#include "cli/process_log.h"
#include "cli/run_status.h"
#include "cli/service.h"
#include "cli/setup.h"
#include "cli/signals.h"
#include "cli/topic_check.h"
#include "cli/verbs.h"

namespace cli {
namespace {

using adapters::log::Level;
using adapters::log::Log;
using adapters::log::NoteField;
using base::Fault;

constexpr base::Millis kAskTimeout{5'000};
constexpr base::Millis kAskAgain{2'000};
constexpr std::string_view kComponent = "cli";

void log_fault(Log& log, std::string_view message, const Fault& fault) {
  const NoteField fields[] = {{"code", std::string(fault.code)}, {"detail", fault.detail}};
  log.write(Level::Error, kComponent, message, fields);
}

// The end of `run`: whatever still hangs in a client's destructor is not worth waiting for, for
// all that is committed is committed.
[[noreturn]] void leave(Log& log, Io& io, int code) {
  log.close();
  io.out.flush();
  ::_exit(code);
}

// One running process, from the checks at its start to the drain.
class Run final {
 public:
  Run(const Setup& setup, const clean::Inputs& inputs, Log& log, const stream::Clock& clock,
      stream::CrashPoints& crash, Signals& signals)
      : setup_(setup),
        settings_(setup.settings()),
        log_(log),
        signals_(signals),
        events_(log),
        memory_({.cache_bytes = settings_.state.cache,
                 .write_buffer_bytes = settings_.state.write_buffer}),
        shared_{settings_, inputs, log, events_, clock, crash, memory_} {}
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  int go() {
    signals_.watch([this](int) { threads_.wake(); });
    if (const int code = make_state_dir(); code != kDone) return code;
    if (const int code = await_topics(); code != kDone || signals_.received() != 0) return code;
    auto service = Service::make(
        shared_, [this](const std::string& topic) { return topics_.partitions_of(topic); });
    if (!service) {
      log_fault(log_, "cannot start", service.fault());
      return kConfiguration;
    }
    service_ = std::move(*service);
    status_ = std::make_unique<RunStatus>(shared_, *service_, config_hash(setup_));
    if (const int code = listen(); code != kDone) return code;
    service_->start(threads_);
    log_started();
    return drain(await_end());
  }

 private:
  int make_state_dir() {
    std::error_code error;
    std::filesystem::create_directories(settings_.state.dir, error);
    if (!error && ::access(settings_.state.dir.c_str(), W_OK) == 0) return kDone;
    log_fault(log_, "cannot write to the state folder",
              base::stop("state_dir", settings_.state.dir));
    return kConfiguration;
  }

  // Waits for brokers, for an outage must not restart a fleet; topics that are wrong end the
  // process, for only a person can mend them.
  int await_topics() {
    while (signals_.received() == 0) {
      auto check = check_topics(settings_, Missing::Report, events_, kAskTimeout);
      if (check) {
        topics_ = *std::move(check);
        return judge_topics();
      }
      if (check.fault().recovery != base::Recovery::Retry) {
        log_fault(log_, "cannot check the topics", check.fault());
        return kConfiguration;
      }
      const NoteField fields[] = {{"detail", check.fault().detail}};
      log_.write(Level::Warning, kComponent, "waiting for brokers", fields);
      (void)threads_.await_ended(kAskAgain);  // a signal wakes it
    }
    return kDone;
  }

  int judge_topics() {
    for (const adapters::kafka::TopicProblem& problem : topics_.problems) {
      const NoteField fields[] = {{"topic", problem.topic}, {"detail", problem.text}};
      log_.write(
          problem.is_error ? Level::Error : Level::Warning, kComponent,
          problem.is_error ? "a topic is not as it must be" : "a topic is not as it should be",
          fields);
    }
    return topics_.has_errors() ? kConfiguration : kDone;
  }

  int listen() {
    if (settings_.http.listen.empty()) return kDone;
    auto server =
        adapters::status::Server::start(settings_.http.listen, [this] { return status_->view(); });
    if (!server) {
      log_fault(log_, "cannot serve the status", server.fault());
      return kConfiguration;
    }
    server_ = std::move(*server);
    return kDone;
  }

  void log_started() {
    std::string stages;
    for (const auto& stage : service_->view()) {
      stages += (stages.empty() ? "" : ",") + stage.spec.name + ":" +
                std::to_string(stage.workers.size());
    }
    const NoteField fields[] = {{"version", build_info().version},
                                {"workers", stages},
                                {"generation", settings_.generation},
                                {"instance", Names::of(settings_).instance},
                                {"http_port", server_ ? std::to_string(server_->port()) : "none"}};
    log_.write(Level::Info, kComponent, "started", fields);
  }

  // Until a signal, or until a worker ends by itself, which only a Stop fault makes it do.
  int await_end() {
    for (;;) {
      if (signals_.received() != 0) return kDone;
      const auto ended = threads_.await_ended(base::Millis{60'000});
      if (ended) return judge(*ended);
    }
  }

  int judge(const stream::Ended& ended) {
    if (ended.result) return kDone;
    const Fault& fault = ended.result.fault();
    const NoteField fields[] = {
        {"worker", ended.thread}, {"code", std::string(fault.code)}, {"detail", fault.detail}};
    log_.write(Level::Error, kComponent, "a worker stopped", fields);
    return kStopped;
  }

  int drain(int code) {
    log_.write(Level::Info, kComponent, "draining");
    status_->set_draining();
    threads_.request_stop();
    if (!threads_.await_all(settings_.shutdown_timeout)) {
      log_.write(Level::Error, kComponent, "the drain took longer than shutdown_timeout");
      return kStopped;
    }
    while (const auto ended = threads_.await_ended(base::Millis{0})) {
      if (judge(*ended) != kDone) code = kStopped;
    }
    log_.write(Level::Info, kComponent, "drained");
    return code;
  }

  const Setup& setup_;
  const adapters::config::Settings& settings_;
  Log& log_;
  Signals& signals_;
  KafkaEvents events_;
  adapters::rocks::Memory memory_;
  const Shared shared_;
  TopicCheck topics_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<RunStatus> status_;
  std::unique_ptr<adapters::status::Server> server_;
  stream::Threads threads_;
};

}  // namespace

int verb_run(const Globals& globals, const RunFlags&, Io& io) {
  Signals signals;
  const std::optional<Setup> setup = read_setup(globals, io);
  if (!setup) return kConfiguration;
  adapters::clock::SystemClock clock;
  Log log(log_options(setup->settings(), io), clock);
  for (const std::string& problem :
       adapters::kafka::find_problems(connection_of(setup->settings()))) {
    io.err << problem << '\n';
    return kConfiguration;
  }
  const auto inputs = clean::Inputs::load(setup->settings(), setup->publishers,
                                          {build_info().version, setup->publishers_yaml});
  if (!inputs) {
    log_fault(log, "cannot start", inputs.fault());
    return kConfiguration;
  }
  const auto crash = make_crash_points(io.environment);
  Run run(*setup, **inputs, log, clock, *crash, signals);
  leave(log, io, run.go());
}

}  // namespace cli
