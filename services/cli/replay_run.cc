#include "cli/replay_run.h"

#include <algorithm>
#include <utility>

#include "adapters/status/routes.h"
#include "adapters/status/status_page.h"
#include "cli/exits.h"
#include "cli/process_log.h"
#include "cli/run_controls.h"

namespace cli {
namespace {

namespace kafka = adapters::kafka;
using adapters::log::Level;
using adapters::log::NoteField;

constexpr std::string_view kComponent = "cli";
constexpr base::Millis kTurn{100};
// Not a multiple of commit intervals, or it would always see the same moment of them.
constexpr stream::Tick kLookInterval = std::chrono::milliseconds(130);
constexpr stream::Tick kHoldInterval = std::chrono::seconds(1);
constexpr base::Millis kLookTimeout{1'000};
// The second fence within a minute: the first may be a broker that gave up on a slow transaction,
// and what a fenced worker does about it fences the other one back.
constexpr std::size_t kFencedMax = 2;
constexpr int kEndTries = 5;
constexpr stream::Millis kLinger{20};
constexpr int kAdminThreads = 1;

void add_controls(adapters::status::Controls& controls, replay::Control& control) {
  controls.set_replay_rate = [&control](const adapters::status::RateWish& wish) {
    replay::Rates rates = control.rates();
    rates.records = wish.records.value_or(rates.records);
    rates.bytes = wish.bytes.value_or(rates.bytes);
    control.set_rates(rates);
    return "records " + std::to_string(rates.records) + ", bytes " + std::to_string(rates.bytes) +
           " a second at most; 0: no limit\n";
  };
  controls.pause_replay = [&control](bool paused) {
    control.set_paused(replay::Cause::Operator, paused);
    return std::string(paused ? "the replay stands still\n" : "the replay goes on\n");
  };
}

}  // namespace

ReplayRun::ReplayRun(const ReplayParts& parts, ReplayJob job, std::unique_ptr<ReplayFeed> feed)
    : parts_(parts),
      job_(std::move(job)),
      settings_(parts.process.settings),
      group_(replay::group_of(settings_, job_.id)),
      control_(parts.control),
      done_before_(feed->figures({}).done),
      feed_(std::move(feed)) {}

ReplayRun::~ReplayRun() = default;

// In the thread of the signals.
void ReplayRun::look() {
  parts_.reloader.look();
  parts_.levels.look();
}

// In the thread of the signals.
void ReplayRun::log_status() const {
  cli::log_status(parts_.process.log,
                  is_made_.load() ? adapters::status::to_status_json(view()) : "{}");
}

base::Result<base::Done> ReplayRun::make_worker() {
  const std::string client = parts_.cluster.client_id;
  stage_ = replay::make_stage(job_.request, job_.id,
                              clean::stage_options(settings_, news::Lane::Live).decode,
                              {parts_.inputs.suffixes(), parts_.inputs.publishers()});
  source_ = std::make_unique<replay::PacedSource>(
      replay::PacedSource::Ports{feed_->source(), control_, parts_.process.clock,
                                 [this](stream::Millis time) { feed_->rest(time); }},
      job_.pace);
  outbox_ = std::make_unique<kafka::KafkaOutbox>(
      parts_.cluster.connection,
      kafka::OutboxOptions{.client_id = client + "-outbox",
                           .transactional_id = group_,
                           .outputs = stage_->spec().outputs,
                           .changelog = {},
                           .dead = settings_.topics.dead,
                           .linger = kLinger,
                           .fenced_max = kFencedMax},
      feed_->offsets(), parts_.process.events, parts_.process.clock, parts_.crash);
  journal_ = std::make_unique<adapters::log::LogJournal>(
      parts_.process.log, "stream", std::vector<NoteField>{{"stage", "replay"}, {"id", job_.id}});
  stream::WorkerOptions options = worker_options(settings_, group_, client);
  // The end is told by what each of them has committed.
  options.partitions_shown = std::max(options.partitions_shown, feed_->partitions());
  worker_ = std::make_unique<stream::Worker>(stream::WorkerPorts{.stage = *stage_,
                                                                 .source = *source_,
                                                                 .outbox = *outbox_,
                                                                 .clock = parts_.process.clock,
                                                                 .journal = *journal_,
                                                                 .crash = parts_.crash},
                                             std::move(options));
  auto watch = LiveWatch::make(parts_.cluster, parts_.readers);
  if (!watch) return watch.fault();
  watch_ = std::move(*watch);
  began_ = parts_.process.clock.tick();
  is_made_ = true;
  return base::Done{};
}

// Beside a running service its port may be taken: a replay can do without.
std::unique_ptr<adapters::status::Server> ReplayRun::listen(
    const adapters::status::ServerOptions& options, adapters::status::Server::Answer answer) {
  if (options.listen.empty()) return nullptr;
  auto server = adapters::status::Server::start(options, answers_, std::move(answer));
  if (server) return std::move(*server);
  const NoteField fields[] = {{"detail", server.fault().detail}};
  parts_.process.log.write(Level::Warning, kComponent, "a port is not served", fields);
  return nullptr;
}

void ReplayRun::listen() {
  server_ =
      listen({.listen = settings_.http.listen}, [this](const adapters::status::Request& request) {
        adapters::status::View shown = view();
        shown.http = answers_.read();
        return adapters::status::handle(request, shown);
      });
  adapters::status::Controls controls = make_controls(parts_.reloader, parts_.levels);
  add_controls(controls, control_);
  admin_ = listen({.listen = settings_.http.admin_listen, .threads = kAdminThreads},
                  [controls](const adapters::status::Request& request) {
                    return adapters::status::handle(request, controls);
                  });
}

int ReplayRun::go() {
  parts_.signals.watch({.stop = [this](int) { threads_.wake(); },
                        .status = [this] { log_status(); },
                        .reload = [this] { (void)parts_.reloader.reload(); },
                        .idle = [this] { look(); }});
  if (auto made = make_worker(); !made) {
    log_fault(parts_.process.log, "cannot start", made.fault());
    return kStopped;
  }
  listen();
  log_started();
  // Slowly, until it is known how live traffic does without it.
  if (settings_.replay.give_way) control_.set_pace(pace_);
  watch_live();
  threads_.start("replay-w0",
                 [this](std::stop_token stop) { return worker_->run(std::move(stop)); });
  progress_.emplace(parts_.process.log, parts_.process.clock, parts_.shown,
                    std::string(feed_->steps_name()), feed_->figures(meter()).steps_all);
  const int code = drain(copy());
  progress_.reset();
  const stream::MeterSnapshot last = meter();
  copied_ = last.tallies[0];
  filtered_ = last.tallies[1];
  skipped_ = feed_->figures(last).skipped;
  if (code != kDone) return code;
  const auto ended = commit_ends();
  if (ended) return kDone;
  log_fault(parts_.process.log, "all is copied, but that is not noted down", ended.fault());
  return kResume;
}

// Until all is committed, or there is a reason to stop before.
int ReplayRun::copy() {
  for (;;) {
    if (parts_.signals.received() != 0) return kResume;
    const stream::Tick now = parts_.process.clock.tick();
    if (job_.deadline && now - began_ >= *job_.deadline) return kResume;
    if (now >= look_at_) watch_live();
    const stream::MeterSnapshot now_shown = meter();
    progress_->update(feed_->figures(now_shown).steps);
    if (feed_->is_done(now_shown)) return kDone;
    if (const auto ended = threads_.await_ended(kTurn)) return judge(*ended);
  }
}

int ReplayRun::judge(const stream::Ended& ended) {
  if (ended.result) return kResume;
  log_stopped(parts_.process.log, ended);
  return kStopped;
}

int ReplayRun::drain(int code) {
  draining_ = true;
  threads_.request_stop();
  if (!threads_.await_all(settings_.shutdown_timeout)) {
    parts_.process.log.write(Level::Error, kComponent,
                             "the drain took longer than shutdown_timeout");
    return kStopped;
  }
  while (const auto ended = threads_.await_ended(base::Millis{0})) {
    if (!ended->result) code = judge(*ended);
  }
  return code;
}

void ReplayRun::watch_live() {
  const stream::Tick now = parts_.process.clock.tick();
  look_at_ = now + kLookInterval;
  const auto look = watch_->look(kLookTimeout);
  if (!look) {
    look_at_ = now + kHoldInterval;
    const NoteField fields[] = {{"detail", look.fault().detail}};
    return parts_.process.log.write(Level::Warning, kComponent, "live traffic cannot be seen",
                                    fields);
  }
  if (settings_.replay.give_way) give_way(*look);
  if (now < hold_at_) return;
  hold_at_ = now + kHoldInterval;
  hold(lags_of(*look));
}

void ReplayRun::give_way(const replay::Look& look) {
  give_way_.look(look, parts_.process.clock.tick());
  const std::uint64_t pace = give_way_.pace();
  if (std::exchange(pace_, pace) == pace) return;
  control_.set_pace(pace);
  const NoteField fields[] = {{"records_per_second", std::to_string(pace)},
                              {"live_wait_s", std::to_string(give_way_.wait())},
                              {"quiet_wait_s", std::to_string(give_way_.quiet())}};
  parts_.process.log.write(Level::Debug, kComponent, "another pace beside live traffic", fields);
}

void ReplayRun::hold(const LiveLags& lags) {
  const bool was_paused = control_.is_paused();
  hold_back(control_, lags,
            {.backlog_max = static_cast<std::int64_t>(settings_.replay.backlog_max),
             .live_lag_max = static_cast<std::int64_t>(settings_.replay.live_lag_max)});
  if (control_.is_paused() == was_paused) return;
  const NoteField fields[] = {{"live_lag", std::to_string(lags.live)},
                              {"backlog", std::to_string(lags.backlog)}};
  parts_.process.log.write(Level::Info, kComponent,
                           was_paused ? "the replay goes on" : "the replay stands still", fields);
}

// So that whoever asks sees that all was done.
base::Result<base::Done> ReplayRun::commit_ends() {
  const std::vector<kafka::NotedOffset> ends = feed_->ends();
  base::Result<base::Done> committed = base::Done{};
  for (int tries = 0; tries < kEndTries; ++tries) {
    const auto takeover = replay::take_over(parts_.cluster, group_, feed_->offsets().topic());
    committed = takeover ? (*takeover)->commit(ends) : base::Result<base::Done>(takeover.fault());
    if (committed || committed.fault().recovery == base::Recovery::Stop) break;
  }
  return committed;
}

stream::MeterSnapshot ReplayRun::meter() const {
  return worker_->meter().snapshot(parts_.process.clock.now());
}

adapters::status::ReplayView ReplayRun::replay_view(const stream::MeterSnapshot& meter) const {
  const FeedFigures figures = feed_->figures(meter);
  adapters::status::ReplayView shown{.id = job_.id,
                                     .state = figures.is_complete ? "done" : "running",
                                     .planned = figures.planned,
                                     .copied = figures.done};
  const double seconds =
      std::chrono::duration<double>(parts_.process.clock.tick() - began_).count();
  if (seconds > 0) {
    shown.records_per_second = static_cast<double>(shown.copied - done_before_) / seconds;
  }
  const auto left = static_cast<double>(shown.planned - shown.copied);
  if (figures.is_complete) {
    shown.eta_seconds = 0;
  } else if (shown.records_per_second > 0) {
    shown.eta_seconds = left / shown.records_per_second;
  }
  for (std::size_t i = 0; i < figures.skipped.size(); ++i) {
    shown.skipped.push_back({std::string(replay::kSkipTexts[i]), figures.skipped[i]});
  }
  const replay::Rates rates = control_.allowed();
  shown.rate_records = rates.records;
  shown.rate_bytes = rates.bytes;
  for (const replay::Cause cause : replay::kCauses) {
    shown.paused.emplace_back(to_text(cause), control_.is_paused(cause));
    if (control_.is_paused(cause) && !figures.is_complete)
      shown.state = "paused: " + shown.paused.back().first;
  }
  return shown;
}

adapters::status::View ReplayRun::view() const {
  adapters::status::View view = process_view(parts_.process);
  view.draining = draining_;
  const stream::MeterSnapshot shown = worker_->meter().snapshot(view.now);
  view.replay = replay_view(shown);
  view.stages.push_back({.spec = stage_->spec(), .workers = {shown}});
  return view;
}

void ReplayRun::log_started() const {
  const NoteField fields[] = {{"id", job_.id},
                              {"topic", job_.request.topic},
                              {"target", job_.request.target},
                              {"planned", std::to_string(feed_->figures({}).planned)},
                              {"done", std::to_string(done_before_)},
                              {"http_port", server_ ? std::to_string(server_->port()) : "none"},
                              {"admin_port", admin_ ? std::to_string(admin_->port()) : "none"}};
  parts_.process.log.write(Level::Info, kComponent, "replaying", fields);
}

}  // namespace cli
