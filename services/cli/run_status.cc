#include "cli/run_status.h"

#include <utility>

#include "adapters/status/process.h"
#include "cli/build_info.h"

namespace cli {
namespace {

using adapters::log::Level;

void add_log(adapters::status::View& view, const adapters::log::LogFigures& figures) {
  for (const Level level : {Level::Debug, Level::Info, Level::Warning, Level::Error}) {
    view.log_lines.push_back({std::string(adapters::log::to_text(level)),
                              figures.lines[static_cast<std::size_t>(level)]});
  }
  view.log_lines_lost = figures.lost_overflow;
}

adapters::status::StateFigures read_state(const Shared& shared) {
  const adapters::rocks::Figures figures = shared.memory.figures();
  const adapters::status::Disk disk = adapters::status::read_disk(shared.settings.state.dir);
  return {.cache_hits = figures.cache_hits,
          .cache_misses = figures.cache_misses,
          .cache_used_bytes = figures.cache_used_bytes,
          .stall_seconds = static_cast<double>(figures.stall_micros) / 1e6,
          .disk_free_bytes = disk.free_bytes,
          .disk_size_bytes = disk.size_bytes};
}

}  // namespace

adapters::status::View process_view(const ProcessParts& parts) {
  adapters::status::View view;
  view.build = build_info();
  view.app = parts.settings.app;
  view.generation = parts.settings.generation;
  view.instance = Names::of(parts.settings).instance;
  view.config_hash = parts.config_hash;
  const ReloadFigures reloads = parts.reloader.figures();
  view.config = {.last_successful = reloads.last_successful,
                 .last_success = reloads.last_success,
                 .restart_required = !reloads.restart_required.empty()};
  view.now = parts.clock.now();
  view.tick = parts.clock.tick();
  view.partition_series_max = parts.settings.limits.partition_series_max;
  view.process = adapters::status::read_process();
  add_log(view, parts.log.figures());
  view.kafka_errors = parts.events.errors();
  view.brokers = parts.events.brokers();
  view.kafka_uncompressed = parts.events.is_uncompressed();
  return view;
}

RunStatus::RunStatus(const Shared& shared, const Reloader& reloader, std::string config_hash)
    : shared_(shared), reloader_(reloader), config_hash_(std::move(config_hash)) {}

void RunStatus::remember() {
  const Service* const service = service_.load();
  const stream::Tick now = shared_.clock.tick();
  if (service == nullptr) return;
  if (!history_.with([now](const auto& history) { return history.is_due(now); })) return;
  const std::vector<adapters::status::StageView> stages = service->view();
  history_.with([&](auto& history) { history.add(now, stages); });
}

adapters::status::View RunStatus::view() const {
  adapters::status::View view = short_view();
  view.history = history_.with([](const auto& history) { return history.read(); });
  if (const Service* const service = service_.load()) service->watch().show(view);
  return view;
}

adapters::status::View RunStatus::short_view() const {
  adapters::status::View view = process_view(
      {shared_.settings, shared_.log, shared_.events, shared_.clock, reloader_, config_hash_});
  view.draining = draining_.load();
  if (const Service* const service = service_.load()) {
    view.stages = service->view();
    if (service->has_state()) view.state = read_state(shared_);
  } else {
    view.waits_for = "brokers";
  }
  return view;
}

}  // namespace cli
