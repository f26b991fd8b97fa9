// cli/replay_run.h
//
// A replay that runs: the worker that copies, the watch over live traffic, the figures for whoever
// asks, and the end: when every partition's end is committed, at a signal, at the deadline.
// Must not know: flags, how a plan comes about.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "adapters/kafka/outbox.h"
#include "adapters/log/progress.h"
#include "adapters/status/answers.h"
#include "adapters/status/server.h"
#include "adapters/status/view.h"
#include "cli/live_watch.h"
#include "cli/log_levels.h"
#include "cli/replay_feed.h"
#include "cli/run_status.h"
#include "cli/service.h"
#include "cli/signals.h"
#include "replay/give_way.h"
#include "replay/paced_source.h"
#include "replay/stage.h"
#include "stream/worker.h"

namespace cli {

struct ReplayJob {
  std::string id;
  replay::Request request;
  double pace = 0;
  std::optional<base::Millis> deadline;
};

// All borrowed; they outlive the run.
struct ReplayParts {
  const ProcessParts& process;
  const replay::Cluster& cluster;
  const replay::Readers& readers;
  const clean::Inputs& inputs;
  stream::CrashPoints& crash;
  Signals& signals;
  Reloader& reloader;
  LogLevels& levels;
  replay::Control& control;  // begins with the configured rates
  adapters::log::Shown shown;
};

class ReplayRun final {
 public:
  ReplayRun(const ReplayParts& parts, ReplayJob job, std::unique_ptr<ReplayFeed> feed);
  ~ReplayRun();
  ReplayRun(const ReplayRun&) = delete;
  ReplayRun& operator=(const ReplayRun&) = delete;

  // The exit code. Called once.
  int go();

  // What came of it; after go().
  std::uint64_t copied() const { return copied_; }
  std::uint64_t filtered() const { return filtered_; }
  const replay::SkipCounts& skipped() const { return skipped_; }

 private:
  base::Result<base::Done> make_worker();
  void listen();
  std::unique_ptr<adapters::status::Server> listen(const adapters::status::ServerOptions& options,
                                                   adapters::status::Server::Answer answer);
  int copy();
  int drain(int code);
  int judge(const stream::Ended& ended);
  void watch_live();
  void give_way(const replay::Look& look);
  void hold(const LiveLags& lags);
  void show_progress();
  base::Result<base::Done> commit_ends();
  stream::MeterSnapshot meter() const;
  adapters::status::View view() const;
  adapters::status::ReplayView replay_view(const stream::MeterSnapshot& meter) const;
  void log_started() const;
  void log_status() const;
  void look();

  const ReplayParts parts_;
  const ReplayJob job_;
  const adapters::config::Settings& settings_;
  const std::string group_;  // and transactional id
  replay::Control& control_;
  std::uint64_t done_before_ = 0, copied_ = 0, filtered_ = 0;
  replay::SkipCounts skipped_{};
  stream::Tick began_{0}, look_at_{0}, hold_at_{0};
  replay::GiveWay give_way_;
  std::uint64_t pace_ = replay::GiveWay::kPaceMin;
  // In the order of life: the worker dies first, the stage last.
  std::unique_ptr<replay::CopyStage> stage_;
  const std::unique_ptr<ReplayFeed> feed_;
  std::unique_ptr<replay::PacedSource> source_;
  std::unique_ptr<adapters::kafka::KafkaOutbox> outbox_;
  std::unique_ptr<adapters::log::LogJournal> journal_;
  std::unique_ptr<stream::Worker> worker_;
  std::unique_ptr<LiveWatch> watch_;
  std::optional<adapters::log::Progress> progress_;
  adapters::status::Answers answers_;
  std::unique_ptr<adapters::status::Server> server_, admin_;
  std::atomic<bool> is_made_{false};  // all of the above
  std::atomic<bool> draining_{false};
  stream::Threads threads_;
};

}  // namespace cli
