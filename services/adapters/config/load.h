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

#include "adapters/config/document.h"
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

// Where a value, or one entry of a map, comes from.
struct Origin {
  Place place{.source = "default"};  // a file, a variable, "--set"
  Filling filling = Filling::None;   // File: a secret, never shown
};

struct Effective {
  const Key* key = nullptr;
  Value value{};
  Origin origin{};
  std::map<std::string, Origin> entries{};  // of a map, by name

  bool is_default() const { return origin.place.source == "default"; }
};

// "default", "dateline.yaml:14", "DATELINE_APP", "--set".
std::string to_string(const Origin& origin);

// The effective value of a key that exists.
const Effective& find(const std::vector<Effective>& effective, std::string_view path);

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
