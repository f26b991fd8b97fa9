#include "cli/run_controls.h"

namespace cli {
namespace {

base::Result<std::string> reload(Reloader& reloader) {
  const auto done = reloader.reload();
  if (!done) return done.fault();
  std::string text = "the configuration was read again\n";
  for (const std::string& key : reloader.figures().restart_required) {
    text += "waits for a restart: " + key + "\n";
  }
  return text;
}

}  // namespace

adapters::status::Controls make_controls(Reloader& reloader, LogLevels& levels) {
  return {
      .show_levels = [&levels] { return levels.show(); },
      .set_level = [&levels](const adapters::status::LevelWish& wish) { return levels.wish(wish); },
      .reload = [&reloader] { return reload(reloader); },
      .show_config = [&reloader] { return reloader.show(); }};
}

}  // namespace cli
