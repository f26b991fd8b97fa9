// cli/setup.h
//
// Everything a verb needs before it can begin: the configuration from all its sources and the
// publishers file, checked, with every problem of all of them at once.
// Must not know: what is done about the problems.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/config/load.h"
#include "adapters/config/publishers.h"
#include "cli/command_line.h"
#include "cli/io.h"

namespace cli {

struct Setup {
  adapters::config::Loaded loaded{};
  std::vector<adapters::config::Publisher> publishers{};
  std::string publishers_yaml{};
  std::string content{};                              // of all files, to tell whether one changed
  std::vector<adapters::config::Problem> problems{};  // any: the rest must not be used

  const adapters::config::Settings& settings() const { return loaded.settings; }
};

Setup read_all(const Globals& globals, const adapters::config::Environment& environment);

// Nothing: problems were printed to stderr, the exit code is 78. Warnings are printed too.
std::optional<Setup> read_setup(const Globals& globals, Io& io);
// The same for a verb with a log: warnings are left to it (process_log.h), for all its lines are of
// one form.
std::optional<Setup> read_setup_for_log(const Globals& globals, Io& io);

// A whole file; nothing if it cannot be read.
std::optional<std::string> read_file(const std::string& path);

// A hash of the effective configuration, to tell whether two processes run the same one.
std::string config_hash(const Setup& setup);

}  // namespace cli
