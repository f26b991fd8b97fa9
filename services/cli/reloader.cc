#include "cli/reloader.h"

#include <algorithm>
#include <utility>

#include "adapters/config/show.h"
#include "cli/process_log.h"

namespace cli {
namespace {

namespace config = adapters::config;
using adapters::log::Level;
using adapters::log::NoteField;

constexpr std::string_view kComponent = "cli";

// Holds the flag for as long as it lives.
class Turn final {
 public:
  explicit Turn(std::atomic_flag& busy) : busy_(busy) {
    while (busy_.test_and_set(std::memory_order_acquire)) busy_.wait(true);
  }
  ~Turn() {
    busy_.clear(std::memory_order_release);
    busy_.notify_one();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  std::atomic_flag& busy_;
};

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string all;
  for (const std::string& part : parts) {
    if (!all.empty()) all += separator;
    all += part;
  }
  return all;
}

}  // namespace

Reloader::Reloader(const Globals& globals, const config::Environment& environment,
                   const Setup& started, adapters::log::Log& log, const stream::Clock& clock,
                   Apply apply)
    : globals_(globals),
      environment_(environment),
      log_(log),
      clock_(clock),
      apply_(std::move(apply)),
      started_(started.loaded.effective),
      started_publishers_(started.publishers_yaml),
      watch_(started.settings().config.watch),
      content_(started.content),
      looked_(clock.tick()),
      taken_(Taken{.live = config::live_of(started.settings()),
                   .effective = started_,
                   .figures = {.last_success = clock.now(), .restart_required = {}}}) {}

config::Live Reloader::live() const {
  return taken_.with([](const Taken& taken) { return taken.live; });
}

ReloadFigures Reloader::figures() const {
  return taken_.with([](const Taken& taken) { return taken.figures; });
}

base::Result<base::Done> Reloader::reload() {
  const Turn turn(busy_);
  Setup setup = read_all(globals_, environment_);
  content_ = std::move(setup.content);
  log_warnings(log_, setup.loaded);
  if (!setup.problems.empty()) return refuse(setup);
  take_over(setup);
  return base::Done{};
}

void Reloader::look() {
  if (!watch_ || clock_.tick() - looked_ < kWatchInterval) return;
  looked_ = clock_.tick();
  {
    const Turn turn(busy_);
    if (read_all(globals_, environment_).content == content_) return;
  }
  (void)reload();  // whatever it says stands in the log
}

std::string Reloader::show() const {
  std::vector<config::Effective> running = started_;
  const std::vector<config::Effective> taken =
      taken_.with([](const Taken& now) { return now.effective; });
  for (std::size_t i = 0; i < running.size(); ++i) {
    if (running[i].key->reload == config::Reload::Live) running[i] = taken[i];
  }
  std::string text = config::show_table(running, config::Which::All);
  for (const std::string& key : figures().restart_required) {
    text += "# changed, and waits for a restart: " + key + "\n";
  }
  return text;
}

base::Result<base::Done> Reloader::refuse(const Setup& setup) {
  std::vector<std::string> texts;
  for (const config::Problem& problem : setup.problems) texts.push_back(to_string(problem));
  std::string detail = join(texts, "; ");
  const NoteField fields[] = {{"code", "bad_configuration"}, {"detail", detail}};
  log_.write(Level::Error, kComponent, "a new configuration was refused, the old one stays",
             fields);
  taken_.with([](Taken& taken) { taken.figures.last_successful = false; });
  return base::stop("bad_configuration", std::move(detail));
}

void Reloader::take_over(const Setup& setup) {
  const Taken next{
      .live = config::live_of(setup.settings()),
      .effective = setup.loaded.effective,
      .figures = {.last_success = clock_.now(), .restart_required = list_changed(setup)}};
  apply_(next.live);
  log_.write(Level::Info, kComponent, "the configuration was read again");
  tell_restart(next.figures.restart_required);
  taken_.with([&next](Taken& taken) { taken = next; });
}

void Reloader::tell_restart(const std::vector<std::string>& keys) {
  if (keys.empty()) return;
  const NoteField fields[] = {{"keys", join(keys, " ")}};
  log_.write(Level::Warning, kComponent, "keys changed that count only after a restart", fields);
}

std::vector<std::string> Reloader::list_changed(const Setup& setup) const {
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < started_.size(); ++i) {
    const config::Effective &old = started_[i], &now = setup.loaded.effective[i];
    if (old.key->reload == config::Reload::Restart && old.value != now.value) {
      keys.emplace_back(old.key->path);
    }
  }
  const bool named =
      !keys.empty() && std::find(keys.begin(), keys.end(), "publishers") != keys.end();
  if (!named && setup.publishers_yaml != started_publishers_) keys.emplace_back("publishers");
  return keys;
}

}  // namespace cli
