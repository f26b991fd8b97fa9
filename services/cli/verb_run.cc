#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <ostream>

#include "adapters/clock/clock.h"
#include "adapters/status/answers.h"
#include "adapters/status/process.h"
#include "adapters/status/routes.h"
#include "adapters/status/server.h"
#include "adapters/status/status_page.h"
#include "cli/build_info.h"
#include "cli/crash_points.h"
#include "cli/exits.h"
#include "cli/log_levels.h"
#include "cli/memory_budget.h"
#include "cli/process_log.h"
#include "cli/reloader.h"
#include "cli/restore_bar.h"
#include "cli/run_controls.h"
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
using adapters::status::Request;
using adapters::status::Server;
using base::Fault;

constexpr base::Millis kAskTimeout{5'000};
constexpr base::Millis kAskAgain{2'000};
constexpr int kAdminThreads = 2;
constexpr base::Millis kTurn{1'000}, kBarTurn{100};
constexpr std::string_view kComponent = "cli";

// One running process, from the checks at its start to the drain.
class Run final {
 public:
  Run(const Setup& setup, const clean::Inputs& inputs, Reloader& reloader, LogLevels& levels,
      Log& log, const stream::Clock& clock, stream::CrashPoints& crash, Signals& signals, Io& io,
      adapters::log::Shown shown)
      : io_(io),
        settings_(setup.settings()),
        reloader_(reloader),
        levels_(levels),
        log_(log),
        signals_(signals),
        events_(log, clock),
        memory_({.cache_bytes = settings_.state.cache,
                 .write_buffer_bytes = settings_.state.write_buffer}),
        shared_{settings_, inputs, log, events_, clock, crash, memory_},
        status_(shared_, reloader, config_hash(setup)),
        bar_(log, clock, shown) {}
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  int go() {
    signals_.watch(
        {.stop = [this](int) { hear_stop(); },
         .status =
             [this] { log_status(log_, adapters::status::to_status_json(status_.short_view())); },
         .reload = [this] { (void)reloader_.reload(); },
         .idle = [this] { look(); }});
    if (const int code = make_state_dir(); code != kDone) return code;
    if (const int code = listen(); code != kDone) return code;
    if (const int code = await_topics(); code != kDone || signals_.received() != 0) return code;
    if (const int code = make_service(); code != kDone) return code;
    if (started_.exchange(true)) return kDone;  // the signal was first
    service_->start(threads_);
    log_started();
    return drain(await_end());
  }

 private:
  // In the thread of the signals. Before the workers begin there is nothing to drain, and a
  // question to a broker that does not answer is not worth waiting for.
  void hear_stop() {
    if (!started_.exchange(true)) {
      log_.write(Level::Info, kComponent, "stopped before the start");
      leave(log_, io_, kDone);
    }
    threads_.wake();
  }

  void look() {
    reloader_.look();
    levels_.look();
  }

  int make_state_dir() {
    std::error_code error;
    std::filesystem::create_directories(settings_.state.dir, error);
    if (!error && ::access(settings_.state.dir.c_str(), W_OK) == 0) return kDone;
    return refuse("cannot write to the state folder", base::stop("state_dir", settings_.state.dir));
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
        return refuse("cannot check the topics", check.fault());
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

  int make_service() {
    const auto stages =
        plan_stages(settings_, adapters::status::count_cpus(),
                    [this](const std::string& topic) { return topics_.partitions_of(topic); });
    const auto queues = adapters::kafka::queue_bytes(connection_of(settings_));
    if (!queues) return refuse("cannot start", queues.fault());
    const MemoryBudget budget = make_budget(settings_, stages, *queues);
    if (const auto excess = find_excess(budget, adapters::status::read_memory_limit())) {
      return refuse("too little memory", base::stop("memory_limit", *excess));
    }
    auto service = Service::make(shared_, stages);
    if (!service) return refuse("cannot start", service.fault());
    service_ = std::move(*service);
    status_.show(*service_);
    return kDone;
  }

  int refuse(std::string_view message, const Fault& fault) {
    log_fault(log_, message, fault);
    return kConfiguration;
  }

  // Before the brokers answer: a kubelet that hears nothing would restart what only waits.
  int listen() {
    const int code = listen({.listen = settings_.http.listen}, server_,
                            [this](const Request& request) { return answer(request); });
    if (code != kDone) return code;
    return listen({.listen = settings_.http.admin_listen, .threads = kAdminThreads}, admin_,
                  [controls = make_controls(reloader_, levels_)](const Request& request) {
                    return adapters::status::handle(request, controls);
                  });
  }

  int listen(const adapters::status::ServerOptions& options, std::unique_ptr<Server>& server,
             Server::Answer answer) {
    if (options.listen.empty()) return kDone;
    auto started = Server::start(options, answers_, std::move(answer));
    if (!started) return refuse("cannot listen", started.fault());
    server = std::move(*started);
    return kDone;
  }

  adapters::status::Response answer(const Request& request) const {
    adapters::status::View view = status_.view();
    view.http = answers_.read();
    return adapters::status::handle(request, view);
  }

  static std::string port_of(const std::unique_ptr<Server>& server) {
    return server ? std::to_string(server->port()) : "none";
  }

  void log_started() {
    std::string stages;
    for (const auto& stage : service_->view()) {
      stages += (stages.empty() ? "" : ",") + stage.spec.name + ":" +
                std::to_string(stage.workers.size());
    }
    const NoteField fields[] = {
        {"version", build_info().version},    {"workers", stages},
        {"generation", settings_.generation}, {"instance", Names::of(settings_).instance},
        {"http_port", port_of(server_)},      {"admin_port", port_of(admin_)}};
    log_.write(Level::Info, kComponent, "started", fields);
  }

  // Until a signal, or until a worker ends by itself, which only a Stop fault makes it do.
  int await_end() {
    for (;;) {
      if (signals_.received() != 0) return kDone;
      status_.remember();
      const bool watched = !bar_.is_over() && bar_.show(service_->view());
      const auto ended = threads_.await_ended(watched ? kBarTurn : kTurn);
      if (ended) return judge(*ended);
    }
  }

  int judge(const stream::Ended& ended) {
    if (ended.result) return kDone;
    log_stopped(log_, ended);
    return kStopped;
  }

  int drain(int code) {
    bar_.end();
    log_.write(Level::Info, kComponent, "draining");
    status_.set_draining();
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

  Io& io_;
  const adapters::config::Settings& settings_;
  Reloader& reloader_;
  LogLevels& levels_;
  Log& log_;
  Signals& signals_;
  KafkaEvents events_;
  adapters::rocks::Memory memory_;
  const Shared shared_;
  TopicCheck topics_;
  std::unique_ptr<Service> service_;
  RunStatus status_;
  adapters::status::Answers answers_;
  std::unique_ptr<Server> server_, admin_;
  RestoreBar bar_;
  std::atomic<bool> started_{false};  // the workers are, or a signal came before
  stream::Threads threads_;
};

}  // namespace

int verb_run(const Globals& globals, const RunFlags&, Io& io) {
  Signals signals;
  const std::optional<Setup> setup = read_setup_for_log(globals, io);
  if (!setup) return kConfiguration;
  adapters::clock::SystemClock clock;
  Log log(log_options(setup->settings(), io), clock);
  log_warnings(log, setup->loaded);
  const auto inputs = clean::Inputs::load(setup->settings(), setup->publishers,
                                          {build_info().version, setup->publishers_yaml});
  if (!inputs) {
    log_fault(log, "cannot start", inputs.fault());
    return kConfiguration;
  }
  const auto crash = make_crash_points(io.environment);
  const bool bar = shown_of(io) == adapters::log::Shown::AsBar;  // else the workers tell
  LogLevels levels(log, log.levels(), clock);
  Reloader reloader(
      globals, io.environment, *setup, log, clock,
      [&levels](const adapters::config::Live& live) { levels.configure(levels_of(live)); });
  Run run(*setup, **inputs, reloader, levels, log, clock, *crash, signals, io,
          bar ? adapters::log::Shown::AsBar : adapters::log::Shown::Never);
  leave(log, io, run.go());
}

}  // namespace cli
