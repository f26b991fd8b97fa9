// cli/reloader.h
//
// The configuration of a running process, read again: whole, checked whole, and only then taken
// over, as one immutable value. A configuration with a problem changes nothing and is told with
// its places. What needs a restart (the publishers file too, for it chooses partitions) is told by
// its keys, and stays as it was. Any thread; a reload that meets another waits for it.
// Must not know: signals, HTTP, who reads the live values.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "adapters/config/load.h"
#include "adapters/log/log.h"
#include "base/result.h"
#include "cli/setup.h"
#include "stream/threads.h"

namespace cli {

inline constexpr stream::Tick kWatchInterval = std::chrono::seconds(10);

struct ReloadFigures {
  bool last_successful = true;
  base::Timestamp last_success{};             // the start counts as one
  std::vector<std::string> restart_required;  // keys that differ from those of the start
};

class Reloader final {
 public:
  using Apply = std::function<void(const adapters::config::Live&)>;

  // `apply` is told each new value, by the thread that reloads. All but `started` is borrowed.
  Reloader(const Globals& globals, const adapters::config::Environment& environment,
           const Setup& started, adapters::log::Log& log, const stream::Clock& clock, Apply apply);
  Reloader(const Reloader&) = delete;
  Reloader& operator=(const Reloader&) = delete;

  // Fault (Stop): bad_configuration, with every problem in its detail.
  base::Result<base::Done> reload();

  // config.watch: reloads if the content of a file has changed, looked at each kWatchInterval.
  // Content counts, for a ConfigMap moves by a symlink. One thread.
  void look();

  // The effective values of this process as they are now, and the keys that wait for a restart.
  std::string show() const;

  adapters::config::Live live() const;
  ReloadFigures figures() const;

 private:
  // What the last configuration that was good has brought, and what became of later ones.
  struct Taken {
    adapters::config::Live live;
    std::vector<adapters::config::Effective> effective;
    ReloadFigures figures;
  };

  base::Result<base::Done> refuse(const Setup& setup);
  void take_over(const Setup& setup);
  void tell_restart(const std::vector<std::string>& keys);
  std::vector<std::string> list_changed(const Setup& setup) const;

  const Globals& globals_;
  const adapters::config::Environment& environment_;
  adapters::log::Log& log_;
  const stream::Clock& clock_;
  const Apply apply_;
  // What the process runs with.
  const std::vector<adapters::config::Effective> started_;
  const std::string started_publishers_;
  const bool watch_;
  // Whoever reloads: the flag is held meanwhile.
  std::atomic_flag busy_;
  std::string content_;
  stream::Tick looked_;
  // Written by whoever reloads, read by any thread.
  stream::Guarded<Taken> taken_;
};

}  // namespace cli
