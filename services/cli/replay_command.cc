#include "cli/replay_command.h"

#include <ostream>

#include "cli/crash_points.h"
#include "cli/exits.h"
#include "cli/log_levels.h"
#include "cli/process_log.h"
#include "cli/reloader.h"
#include "cli/service.h"

namespace cli {
namespace {

using adapters::config::Settings;

constexpr base::Millis kTimeout{10'000};

replay::Readers readers_of(const Settings& settings) {
  return {.live = {{group_of(settings, "clean"), settings.topics.raw},
                   {group_of(settings, "version"), settings.topics.candidates}},
          .lane = {group_of(settings, kBackfill), settings.topics.backfill}};
}

adapters::log::Shown shown_of(const Io& io, bool no_progress) {
  if (no_progress) return adapters::log::Shown::Never;
  return io.err_is_terminal ? adapters::log::Shown::AsBar : adapters::log::Shown::AsLines;
}

}  // namespace

ReplayCommand::ReplayCommand(const Globals& its_globals, const Setup& its_setup,
                             const clean::Inputs& its_inputs, Signals& its_signals, Io& its_io)
    : globals(its_globals),
      setup(its_setup),
      settings(its_setup.settings()),
      inputs(its_inputs),
      signals(its_signals),
      io(its_io),
      log(log_options(settings, io), clock),
      events(log, clock),
      cluster{connection_of(settings), Names::of(settings).instance + "-replay",
              replay::reading_group(settings), events, kTimeout},
      readers(readers_of(settings)) {}

void ReplayCommand::run(ReplayJob job, std::unique_ptr<ReplayFeed> feed, bool no_progress) {
  replay::Control control({settings.replay.rate, settings.replay.bytes});
  LogLevels levels(log, log.levels(), clock);
  Reloader reloader(globals, io.environment, setup, log, clock,
                    [&](const adapters::config::Live& live) {
                      levels.configure(levels_of(live));
                      control.set_rates({live.replay_rate, live.replay_bytes});
                    });
  const ProcessParts process{settings, log, events, clock, reloader, config_hash(setup)};
  const auto crash = make_crash_points(io.environment);
  const std::string id = job.id;
  ReplayRun run({process, cluster, readers, inputs, *crash, signals, reloader, levels, control,
                 shown_of(io, no_progress)},
                std::move(job), std::move(feed));
  const int code = run.go();
  io.out << (code == kDone ? "done: " : "stopped: ") << run.copied() << " copied, "
         << run.filtered() << " left out, as " << id << '\n';
  if (const std::string skipped = spell(run.skipped()); !skipped.empty()) {
    io.out << "no events: " << skipped << '\n';
  }
  if (code == kResume) io.out << "run it again with --id " << id << " to go on\n";
  io.out.flush();
  leave(log, io, code);
}

int end_plan(const std::vector<std::string>& refusals, bool as_json, Io& io) {
  const bool may_be = refusals.empty();
  if (!as_json) io.out << "Nothing was sent" << (may_be ? "; do it with --execute" : "") << ".\n";
  return may_be ? kDone : kFound;
}

int refuse(const std::string& what, Io& io) {
  io.err << "dateline: refused: " << what << '\n';
  return kFound;
}

std::string spell(const replay::SkipCounts& counts) {
  std::string text;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    text += (text.empty() ? "" : ", ") + std::string(replay::kSkipTexts[i]) + " " +
            std::to_string(counts[i]);
  }
  return text;
}

void try_event(clean::CleanStage& stage, std::optional<std::string_view> value,
               base::Timestamp came_at, ReplaySample& sample) {
  if (!value) {
    ++sample.dead["no_value"];
    return;
  }
  const auto cleaned = stage.clean(*value, {came_at, std::nullopt});
  if (cleaned) {
    ++sample.cleaned;
  } else {
    ++sample.dead[std::string(cleaned.fault().code)];
  }
}

}  // namespace cli
