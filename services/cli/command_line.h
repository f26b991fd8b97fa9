// cli/command_line.h
//
// The flags of all verbs, and how an argument list becomes one of them. CLI11 is known here only.
// No verb runs here.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cli/completion/tree.h"
#include "cli/dead_flags.h"
#include "cli/io.h"
#include "cli/replay_flags.h"

namespace cli {

enum class Format { Table, Json };

struct Globals {
  std::vector<std::string> configs{};  // -c, later ones win
  std::vector<std::string> sets{};     // --set, and --log-level and the like as such
  Format format = Format::Table;       // of lists
  Color color = Color::Auto;
  bool progress = true;  // on stderr
};

struct RunFlags {};

struct CleanFlags {
  std::vector<std::string> files;  // "-" = stdin
  std::string url, fetched_at;     // of a bare page or dump
  std::string dead;                // file for dead letters; empty: stderr
  bool versions = false;           // --stages clean,version
  std::string state;               // folder of their state; empty: in memory
  std::string expect;              // file with the lines that should come out
  bool score = false;
  enum class Explain { No, Text, Html } explain = Explain::No;
};

struct ValidateFlags {
  bool connect = true, create_topics = false, deny_warnings = false;
};

struct DemoFlags {
  int stories = 120;
  bool keep = false;  // goes on, and can be watched
};

struct ConfigFlags {
  enum class What { Example, Schema, Show } what = What::Example;
  bool changed = false;
};

struct CompletionFlags {
  enum class For { Bash, Zsh, Fish, Man } shell = For::Bash;
};

struct HistoryFlags {
  std::string what;         // an article's urn or an address
  std::string from;         // RFC 3339; empty: from the beginning
  std::size_t limit = 100;  // the newest so many
  bool why = false, diff = false, json = false;
};

struct VersionFlags {
  bool json = false;
};

struct HealthcheckFlags {
  bool ready = false;
  std::string url;  // empty: this host, the port of http.listen
};

struct TopFlags {
  std::vector<std::string> urls;  // empty: this host, the port of http.listen
  bool once = false;
};

struct TakedownFlags {
  std::vector<std::string> targets;  // URNs and addresses
  std::string reason;
  bool execute = false;  // else only the plan is printed
};

using Verb = std::variant<RunFlags, CleanFlags, ValidateFlags, DemoFlags, ConfigFlags,
                          CompletionFlags, HistoryFlags, VersionFlags, HealthcheckFlags,
                          TakedownFlags, TopFlags, ReplayFlags, DeadFlags>;

struct Command {
  Globals globals;
  Verb verb;
};

// All verbs with their flags, for completions and the manual.
completion::Verb flag_tree();

// A command, or the exit code after help or a complaint was printed.
std::variant<Command, int> read_command_line(const std::vector<std::string>& arguments, Io& io);

}  // namespace cli
