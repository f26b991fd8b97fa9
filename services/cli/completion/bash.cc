#include "cli/completion/tree.h"

namespace cli::completion {
namespace {

constexpr std::string_view kHead =
    R"(# Bash completion of dateline, written by `dateline completion bash`.
_dateline() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb=dateline word i
  # Bash parts words at "=": "--format=json" is three of them.
  [[ $prev == "=" ]] && prev=${COMP_WORDS[COMP_CWORD-2]}
  [[ $cur == "=" ]] && cur=
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
)";

constexpr std::string_view kTail = R"(  esac
  if [[ $cur == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$cur")
  elif [[ -n $verbs ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$verbs" -- "$cur")
  elif [[ -n $files ]]; then
    mapfile -t COMPREPLY < <(compgen -f -- "$cur")
    compopt -o filenames 2>/dev/null
  fi
}
complete -F _dateline dateline
)";

std::string names_of(const std::vector<Flag>& flags) {
  std::vector<std::string> names;
  for (const Flag& flag : flags) names.insert(names.end(), flag.names.begin(), flag.names.end());
  return join(names, " ");
}

// What follows a flag with a value, as the body of a case.
std::string answer(const Flag& flag, const Words& words) {
  if (flag.takes_file()) {
    return "mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"
           "      compopt -o filenames 2>/dev/null";
  }
  if (flag.takes_key()) {
    return "mapfile -t COMPREPLY < <(compgen -S = -W " + quote(join(words.keys, " ")) +
           " -- \"$cur\")\n      compopt -o nospace 2>/dev/null";
  }
  if (flag.choices.empty()) return "COMPREPLY=()";
  return "mapfile -t COMPREPLY < <(compgen -W " + quote(join(flag.choices, " ")) + " -- \"$cur\")";
}

std::string answers(const Spot& spot, const Words& words) {
  std::string out;
  for (const Flag& flag : spot.flags) {
    if (!flag.takes_value()) continue;
    out += "    " + flag_pattern(spot, flag) + ")\n      " + answer(flag, words) +
           "\n      return ;;\n";
  }
  return out;
}

}  // namespace

std::string to_bash(const Verb& root, const Words& words) {
  const std::vector<Spot> spots = list_spots(root);
  std::string out(kHead);
  out += "    case $word in\n      " + join(list_value_flags(spots), "|") +
         ")\n        ((i++))\n        [[ ${COMP_WORDS[i]} == \"=\" ]] && ((i++))\n"
         "        continue ;;\n    esac\n    case \"$verb $word\" in\n      ";
  out += path_pattern(spots) + ") verb=\"$verb $word\" ;;\n    esac\n  done\n";
  out += "  COMPREPLY=()\n  case \"$verb:$prev\" in\n";
  for (const Spot& spot : spots) out += answers(spot, words);
  out += "  esac\n  local verbs= flags= files=\n  case $verb in\n";
  for (const Spot& spot : spots) {
    std::vector<std::string> verbs;
    for (const Verb& below : spot.verb->verbs) verbs.push_back(below.name);
    out += "    " + quote(spot.path) + ")\n      flags=" + quote(names_of(spot.flags)) +
           " verbs=" + quote(join(verbs, " ")) +
           " files=" + (takes_files(*spot.verb) ? "yes" : "") + " ;;\n";
  }
  return out + std::string(kTail);
}

}  // namespace cli::completion
