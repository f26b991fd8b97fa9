#include "cli/completion/tree.h"

namespace cli::completion {
namespace {

constexpr std::string_view kHead =
    R"(# Fish completion of dateline, written by `dateline completion fish`.
function __dateline_at
    set -l verb dateline
    set -l skip no
    set -l words (commandline -opc)
    set -e words[1]
    for word in $words
        if test $skip = yes
            set skip no
            continue
        end
        switch $word
            case )";

constexpr std::string_view kMiddle = R"(
                set skip yes
                continue
        end
        switch "$verb $word"
            case )";

constexpr std::string_view kTail = R"(
                set verb "$verb $word"
        end
    end
    test "$verb" = "$argv[1]"
end
complete -c dateline -f
)";

std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) line += c == '\n' ? ' ' : c;
  return line;
}

// Fish takes \' and \\ inside single quotes, and nothing else.
std::string quote_fish(std::string_view text) {
  std::string out = "'";
  for (const char c : one_line(text)) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string at(const Spot& spot) {
  return "complete -c dateline -n " + quote_fish("__dateline_at \"" + spot.path + "\"");
}

std::string flag_line(const Spot& spot, const Flag& flag, const Words& words) {
  std::string out = at(spot);
  for (const std::string& name : flag.names) {
    out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  if (flag.takes_file()) {
    out += " -r -F";
  } else if (flag.takes_value()) {
    std::vector<std::string> choices = flag.choices;
    if (flag.takes_key()) {
      for (const std::string& key : words.keys) choices.push_back(key + "=");
    }
    out += " -x";
    if (!choices.empty()) out += " -a " + quote_fish(join(choices, " "));
  }
  return out + " -d " + quote_fish(flag.help) + "\n";
}

}  // namespace

std::string to_fish(const Verb& root, const Words& words) {
  const std::vector<Spot> spots = list_spots(root);
  std::vector<std::string> paths;
  for (const Spot& spot : spots) {
    if (spot.verb != &root) paths.push_back(quote_fish(spot.path));
  }
  std::string out(kHead);
  out += join(list_value_flags(spots), " ") + std::string(kMiddle) + join(paths, " ") +
         std::string(kTail);
  for (const Spot& spot : spots) {
    for (const Verb& below : spot.verb->verbs) {
      out += at(spot) + " -a " + below.name + " -d " + quote_fish(below.help) + "\n";
    }
    for (const Flag& flag : spot.flags) out += flag_line(spot, flag, words);
    for (const Flag& operand : spot.verb->operands) {
      if (operand.takes_file()) out += at(spot) + " -F\n";
    }
  }
  return out;
}

}  // namespace cli::completion
