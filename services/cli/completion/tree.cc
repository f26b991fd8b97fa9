#include "cli/completion/tree.h"

#include <algorithm>

namespace cli::completion {
namespace {

bool shares_name(const Flag& a, const Flag& b) {
  return std::any_of(a.names.begin(), a.names.end(), [&b](const std::string& name) {
    return std::find(b.names.begin(), b.names.end(), name) != b.names.end();
  });
}

void add_spots(const Verb& verb, const Spot* above, std::vector<Spot>& spots) {
  Spot spot{.path = above == nullptr ? verb.name : above->path + " " + verb.name,
            .verb = &verb,
            .flags = verb.flags};
  if (above != nullptr) {
    std::copy_if(above->flags.begin(), above->flags.end(), std::back_inserter(spot.flags),
                 [&verb](const Flag& flag) {
                   return std::none_of(
                       verb.flags.begin(), verb.flags.end(),
                       [&flag](const Flag& nearer) { return shares_name(flag, nearer); });
                 });
  }
  spots.push_back(spot);
  for (const Verb& below : verb.verbs) add_spots(below, &spot, spots);
}

}  // namespace

std::vector<Spot> list_spots(const Verb& root) {
  std::vector<Spot> spots;
  add_spots(root, nullptr, spots);
  return spots;
}

std::string flag_pattern(const Spot& spot, const Flag& flag) {
  std::vector<std::string> patterns;
  for (const std::string& name : flag.names) patterns.push_back(quote(spot.path + ":" + name));
  return join(patterns, "|");
}

std::string path_pattern(const std::vector<Spot>& spots) {
  std::vector<std::string> paths;
  for (const Spot& spot : spots) {
    if (&spot != &spots.front()) paths.push_back(quote(spot.path));
  }
  return join(paths, "|");
}

bool takes_files(const Verb& verb) {
  return std::any_of(verb.operands.begin(), verb.operands.end(),
                     [](const Flag& operand) { return operand.takes_file(); });
}

std::vector<std::string> list_value_flags(const std::vector<Spot>& spots) {
  std::vector<std::string> names;
  for (const Spot& spot : spots) {
    for (const Flag& flag : spot.verb->flags) {
      if (flag.takes_value()) names.insert(names.end(), flag.names.begin(), flag.names.end());
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::string join(const std::vector<std::string>& words, std::string_view separator) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += separator;
    out += word;
  }
  return out;
}

std::string quote(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace cli::completion
