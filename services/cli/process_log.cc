#include "cli/process_log.h"

#include <unistd.h>

#include <ostream>
#include <utility>

namespace cli {
namespace {

using adapters::log::Level;
using adapters::log::NoteField;

constexpr std::string_view kComponent = "cli";

Level to_level(std::string_view text) {
  if (text == "debug") return Level::Debug;
  if (text == "warning") return Level::Warning;
  return text == "error" ? Level::Error : Level::Info;
}

}  // namespace

adapters::log::Levels levels_of(const adapters::config::Live& live) {
  adapters::log::Levels levels{.level = to_level(live.log_level)};
  for (const auto& [component, level] : live.log_levels) {
    levels.by_component[component] = to_level(level);
  }
  return levels;
}

adapters::log::LogOptions log_options(const adapters::config::Settings& settings, const Io& io) {
  adapters::log::LogOptions options;
  options.levels = levels_of(adapters::config::live_of(settings));
  const bool text =
      settings.log.format == "text" || (settings.log.format == "auto" && io.err_is_terminal);
  options.format = text ? adapters::log::Format::Text : adapters::log::Format::Json;
  options.color = text && io.err_colors() ? adapters::log::Color::Yes : adapters::log::Color::No;
  return options;
}

adapters::log::Shown shown_of(const Io& io) {
  using adapters::log::Shown;
  if (!io.progress) return Shown::Never;
  return io.err_is_terminal ? Shown::AsBar : Shown::AsLines;
}

void log_warnings(adapters::log::Log& log, const adapters::config::Loaded& loaded) {
  for (const adapters::config::Problem& warning : loaded.warnings) {
    const NoteField fields[] = {{"detail", to_string(warning)}};
    log.write(Level::Warning, kComponent, "the configuration has a weak spot", fields);
  }
}

void log_fault(adapters::log::Log& log, std::string_view message, const base::Fault& fault) {
  const NoteField fields[] = {{"code", std::string(fault.code)}, {"detail", fault.detail}};
  log.write(Level::Error, kComponent, message, fields);
}

void log_stopped(adapters::log::Log& log, const stream::Ended& ended) {
  const base::Fault& fault = ended.result.fault();
  const NoteField fields[] = {
      {"worker", ended.thread}, {"code", std::string(fault.code)}, {"detail", fault.detail}};
  log.write(Level::Error, kComponent, "a worker stopped", fields);
}

void log_status(adapters::log::Log& log, std::string json) {
  if (json.ends_with('\n')) json.pop_back();
  const NoteField fields[] = {{"status", std::move(json)}};
  log.write(Level::Info, kComponent, "status", fields);
}

void leave(adapters::log::Log& log, Io& io, int code) {
  log.close();
  io.out.flush();
  io.err.flush();
  ::_exit(code);
}

}  // namespace cli
