// cli/completion/tree.h
//
// The verbs with their flags, as plain values; and from them what shells complete and the manual
// page says. Pure, the same bytes each time.
// Must not know: how flags are read, what verbs do.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cli::completion {

// A flag, or an operand: then its name stands alone.
struct Flag {
  std::vector<std::string> names{};  // "-c", "--config"
  std::string help{};
  std::string value{};                 // "FILE"; empty: it takes none
  std::vector<std::string> choices{};  // of the value
  bool many = false;

  bool takes_value() const { return !value.empty(); }
  bool takes_file() const { return value == "FILE" || value == "DIR"; }
  bool takes_key() const { return value == "PATH=VALUE"; }
};

struct Verb {
  std::string name{}, help{};
  std::vector<Flag> flags{}, operands{};
  std::vector<Verb> verbs{};
};

// What a shell and a reader need beside the tree.
struct Words {
  std::vector<std::string> keys;                   // of the configuration, for --set
  std::vector<std::pair<int, std::string>> exits;  // code and meaning
  std::string version, date;
};

// One verb, and what counts there: its own flags and those of the verbs above it, of two with one
// name the nearer.
struct Spot {
  std::string path;  // "dateline config show"
  const Verb* verb;
  std::vector<Flag> flags;
};

// The root first, each verb before those below it. Borrows the tree.
std::vector<Spot> list_spots(const Verb& root);

// Patterns of a case in bash and zsh: "path:name" for every name of a flag; the paths of all spots
// but the root's.
std::string flag_pattern(const Spot& spot, const Flag& flag);
std::string path_pattern(const std::vector<Spot>& spots);

bool takes_files(const Verb& verb);

// Names of flags that take a value, at any spot.
std::vector<std::string> list_value_flags(const std::vector<Spot>& spots);

std::string join(const std::vector<std::string>& words, std::string_view separator);

// Between quotes that keep everything from the shell.
std::string quote(std::string_view text);

std::string to_bash(const Verb& root, const Words& words);
std::string to_zsh(const Verb& root, const Words& words);
std::string to_fish(const Verb& root, const Words& words);
std::string to_man(const Verb& root, const Words& words);

}  // namespace cli::completion
