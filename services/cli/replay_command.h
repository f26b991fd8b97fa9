// cli/replay_command.h
//
// What every verb of replays needs, built once a call: the log, the cluster, whose progress is
// watched; and how a replay that was prepared is run to its end. One thread.
// Must not know: flags, where records come from.
#pragma once

#include <memory>
#include <string>

#include "adapters/clock/clock.h"
#include "adapters/log/log.h"
#include "clean/wiring.h"
#include "cli/answer.h"
#include "cli/io.h"
#include "cli/kafka_events.h"
#include "cli/replay_feed.h"
#include "cli/replay_run.h"
#include "cli/replay_text.h"
#include "cli/setup.h"
#include "cli/signals.h"

namespace cli {

class ReplayCommand final {
 public:
  // All borrowed; they outlive the command.
  ReplayCommand(const Globals& globals, const Setup& setup, const clean::Inputs& inputs,
                Signals& signals, Io& io);
  ReplayCommand(const ReplayCommand&) = delete;
  ReplayCommand& operator=(const ReplayCommand&) = delete;

  // Copies, says what came of it, and leaves the process.
  [[noreturn]] void run(ReplayJob job, std::unique_ptr<ReplayFeed> feed, bool no_progress);

  FeedParts feed_parts(const std::string& group) { return {cluster, group, clock, log}; }

  const Globals& globals;
  const Setup& setup;
  const adapters::config::Settings& settings;
  const clean::Inputs& inputs;
  Signals& signals;
  Io& io;
  const adapters::clock::SystemClock clock;
  adapters::log::Log log;
  KafkaEvents events;
  const replay::Cluster cluster;
  const replay::Readers readers;
};

// The first question about what a replay has committed. One that died in a commit has left a
// transaction open, and until it is ended nobody can tell: whoever takes over ends it.
inline constexpr base::Millis kFirstLook{3'000};

// The exit code; why is told.
int refuse(const std::string& what, Io& io);

// The exit code of a plan that was shown; that nothing was sent is told to people.
int end_plan(const std::vector<std::string>& refusals, bool as_json, Io& io);

// "request 7, cut_end 1"; empty: nothing was skipped.
std::string spell(const replay::SkipCounts& counts);

// Cleans one event, to see what would become of it.
void try_event(clean::CleanStage& stage, std::optional<std::string_view> value,
               base::Timestamp came_at, ReplaySample& sample);

}  // namespace cli
