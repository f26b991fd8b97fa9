// adapters/config/load.h
//
// From files, environment and flags to settings. Of one key the flag wins over the environment,
// that over the files, those over the default; of several files the later one. Lists replace each
// other, maps are joined. Every problem of every source is told at once. No I/O but for the files
// that ${file:...} names.
// Must not know: where configuration files lie.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "adapters/config/keys.h"
#include "adapters/config/problem.h"
#include "adapters/config/settings.h"

namespace adapters::config {

using Environment = std::map<std::string, std::string>;

struct File {
  std::string name, yaml;
};

struct Sources {
  std::vector<File> files{};
  Environment environment{};        // DATELINE_COMMIT_INTERVAL=200ms
  std::vector<std::string> sets{};  // "commit.interval=200ms"
};

// Where an effective value comes from: "default", a file name, a variable, "--set".
struct Effective {
  const Key* key = nullptr;
  Value value{};
  std::string origin{};
  bool secret = false;  // came from a secret file: never shown
};

struct Loaded {
  Settings settings;                 // only without problems
  std::vector<Effective> effective;  // every key, in the order of the table
  std::vector<Problem> problems;     // any: the configuration is refused
  std::vector<Problem> warnings;
};

Loaded load(const Sources& sources);

// This process's environment, the only place that reads it.
Environment read_environment();

}  // namespace adapters::config
