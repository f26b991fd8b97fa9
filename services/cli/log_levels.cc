#include "cli/log_levels.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "adapters/config/keys.h"
#include "adapters/config/values.h"

namespace cli {
namespace {

using adapters::log::Level;
using adapters::log::Levels;

constexpr std::string_view kConfigured = "configured";

std::optional<Level> read_level(std::string_view text) {
  for (const Level level : {Level::Debug, Level::Info, Level::Warning, Level::Error}) {
    if (text == adapters::log::to_text(level)) return level;
  }
  return std::nullopt;
}

// Those of the configuration; nothing stands for all others.
base::Result<base::Done> check_room(const std::string& room) {
  const std::string_view names = adapters::config::find_key("log.levels")->names;
  const auto rooms = adapters::config::split(names, '|');
  if (room.empty() || std::find(rooms.begin(), rooms.end(), room) != rooms.end()) {
    return base::Done{};
  }
  const std::string near(adapters::config::find_nearest(room, rooms));
  return base::stop("bad_room", "'" + room + "' is none of " + adapters::config::list_words(names) +
                                    (near.empty() ? "" : ", did you mean " + near + "?"));
}

// Nothing: no time was named.
base::Result<std::optional<base::Millis>> read_time(const std::string& text) {
  if (text.empty()) return std::optional<base::Millis>();
  const auto read = adapters::config::read_duration(text);
  if (const auto* const complaint = std::get_if<std::string>(&read)) {
    return base::stop("bad_time", "for: " + *complaint);
  }
  const base::Millis time(std::get<std::int64_t>(read));
  if (time <= base::Millis(0) || time > LogLevels::kTimeMax) {
    return base::stop("bad_time", "for=" + text + ": more than nothing, at most 24h");
  }
  return std::optional(time);
}

}  // namespace

LogLevels::LogLevels(adapters::log::Log& log, Levels configured, const stream::Clock& clock)
    : log_(log), clock_(clock), state_(State{std::move(configured), {}}) {}

void LogLevels::configure(Levels configured) {
  update([&configured](State& state) {
    state.configured = std::move(configured);
    std::erase_if(state.wishes, [](const auto& one) { return !one.second.until; });
  });
}

base::Result<std::string> LogLevels::wish(const adapters::status::LevelWish& wish) {
  if (const auto room = check_room(wish.room); !room) return room.fault();
  if (wish.level == kConfigured) {
    update([&wish](State& state) { state.wishes.erase(wish.room); });
    return show();
  }
  const auto level = read_level(wish.level);
  if (!level) {
    return base::stop("bad_level", wish.level + " is none of debug, info, warning, error, " +
                                       std::string(kConfigured));
  }
  const auto time = read_time(wish.time);
  if (!time) return time.fault();
  Wish wanted{.level = *level, .until = std::nullopt};
  if (*time) wanted.until = clock_.tick() + **time;
  update([&](State& state) { state.wishes.insert_or_assign(wish.room, wanted); });
  return show();
}

void LogLevels::look() {
  const stream::Tick now = clock_.tick();
  const auto is_over = [now](const auto& one) {
    return one.second.until && *one.second.until <= now;
  };
  const bool none = state_.with([&is_over](const State& state) {
    return std::none_of(state.wishes.begin(), state.wishes.end(), is_over);
  });
  if (!none) update([&is_over](State& state) { std::erase_if(state.wishes, is_over); });
}

std::string LogLevels::show() const {
  const State state = state_.with([](const State& now) { return now; });
  const Levels levels = sum_of(state);
  std::map<std::string, Level> all(levels.by_component.begin(), levels.by_component.end());
  all[""] = levels.level;
  std::string text;
  for (const auto& [room, level] : all) {
    text += (room.empty() ? "*" : room) + " " + std::string(adapters::log::to_text(level));
    const auto wish = state.wishes.find(room);
    if (wish != state.wishes.end() && wish->second.until) {
      const auto left = std::chrono::ceil<base::Millis>(*wish->second.until - clock_.tick());
      text += " until " + base::to_rfc3339({clock_.now().value + left.count()});
    }
    text += '\n';
  }
  return text;
}

Levels LogLevels::sum_of(const State& state) {
  Levels levels = state.configured;
  for (const auto& [room, wish] : state.wishes) {
    (room.empty() ? levels.level : levels.by_component[room]) = wish.level;
  }
  return levels;
}

// The log hears of it inside, so that whoever comes last has the last word there too.
void LogLevels::update(const std::function<void(State&)>& change) {
  state_.with([&](State& state) {
    change(state);
    log_.set_levels(sum_of(state));
  });
}

}  // namespace cli
