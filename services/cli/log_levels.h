// cli/log_levels.h
//
// What the log writes at least: the levels of the configuration, and above them what people wish
// while the process runs, for a time or until the configuration is read again. Any thread.
// Must not know: HTTP, files.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "adapters/log/log.h"
#include "adapters/status/admin.h"
#include "base/result.h"
#include "stream/threads.h"

namespace cli {

class LogLevels final {
 public:
  static constexpr base::Millis kTimeMax = std::chrono::hours(24);

  // Both are borrowed. The log has the levels of the configuration already.
  LogLevels(adapters::log::Log& log, adapters::log::Levels configured, const stream::Clock& clock);
  LogLevels(const LogLevels&) = delete;
  LogLevels& operator=(const LogLevels&) = delete;

  // Wishes without a time end here, the others stay.
  void configure(adapters::log::Levels configured);

  // Level "configured" takes a wish back. Answers what is written from now on. Fault (Stop):
  // bad_level, bad_room, bad_time.
  base::Result<std::string> wish(const adapters::status::LevelWish& wish);

  // Ends the wishes whose time is over.
  void look();

  // "* info", "stream debug until 2026-03-02T08:00:00Z": one line a level; * is all other rooms.
  std::string show() const;

 private:
  struct Wish {
    adapters::log::Level level;
    std::optional<stream::Tick> until;
  };
  struct State {
    adapters::log::Levels configured;
    std::map<std::string, Wish> wishes;  // by room; "" = all others
  };

  static adapters::log::Levels sum_of(const State& state);
  void update(const std::function<void(State&)>& change);

  adapters::log::Log& log_;
  const stream::Clock& clock_;
  stream::Guarded<State> state_;
};

}  // namespace cli
