#include "cli/completion/tree.h"

namespace cli::completion {
namespace {

constexpr std::string_view kHead = R"(#compdef dateline
# Zsh completion of dateline, written by `dateline completion zsh`.
_dateline() {
  local verb=dateline prev=$words[CURRENT-1] word i
  local -a verbs flags
  local files=
  if [[ $words[CURRENT] == --*=* ]]; then
    prev=${words[CURRENT]%%=*}
    compset -P '*='
  fi
  for ((i = 2; i < CURRENT; i++)); do
    word=$words[i]
)";

constexpr std::string_view kTail = R"(  esac
  if [[ $words[CURRENT] == -* ]]; then
    _describe -o flag flags
  elif (( $#verbs )); then
    _describe verb verbs
  elif [[ -n $files ]]; then
    _files
  fi
}
if [[ $funcstack[1] == _dateline ]]; then
  _dateline "$@"
else
  compdef _dateline dateline
fi
)";

// "name:help" as _describe reads it.
std::string described(const std::string& name, const std::string& help) {
  std::string line;
  for (const char c : help) line += c == '\n' ? ' ' : c;
  return quote(name + ":" + line);
}

std::string answer(const Flag& flag, const Words& words) {
  if (flag.takes_file()) return "_files";
  if (flag.takes_key()) return "compadd -S = -- " + join(words.keys, " ");
  if (flag.choices.empty()) return "_message " + quote(flag.value);
  return "compadd -- " + join(flag.choices, " ");
}

std::string answers(const Spot& spot, const Words& words) {
  std::string out;
  for (const Flag& flag : spot.flags) {
    if (!flag.takes_value()) continue;
    out += "    " + flag_pattern(spot, flag) + ") " + answer(flag, words) + "; return ;;\n";
  }
  return out;
}

std::string lists(const Spot& spot) {
  std::string out = "    " + quote(spot.path) + ")\n      verbs=(";
  for (const Verb& below : spot.verb->verbs) {
    out += "\n        " + described(below.name, below.help);
  }
  out += ")\n      flags=(";
  for (const Flag& flag : spot.flags) {
    for (const std::string& name : flag.names) out += "\n        " + described(name, flag.help);
  }
  out += ")\n";
  if (takes_files(*spot.verb)) out += "      files=yes\n";
  return out + "      ;;\n";
}

}  // namespace

std::string to_zsh(const Verb& root, const Words& words) {
  const std::vector<Spot> spots = list_spots(root);
  std::string out(kHead);
  out += "    case $word in\n      " + join(list_value_flags(spots), "|") +
         ") ((i++)); continue ;;\n    esac\n    case \"$verb $word\" in\n      ";
  out += path_pattern(spots) + ") verb=\"$verb $word\" ;;\n    esac\n  done\n";
  out += "  case \"$verb:$prev\" in\n";
  for (const Spot& spot : spots) out += answers(spot, words);
  out += "  esac\n  case $verb in\n";
  for (const Spot& spot : spots) out += lists(spot);
  return out + std::string(kTail);
}

}  // namespace cli::completion
