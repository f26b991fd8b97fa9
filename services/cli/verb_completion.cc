#include <ostream>

#include "adapters/config/keys.h"
#include "cli/build_info.h"
#include "cli/exits.h"
#include "cli/verbs.h"

namespace cli {
namespace {

completion::Words words() {
  completion::Words words{
      .keys = {}, .exits = {}, .version = build_info().version, .date = std::string(commit_date())};
  for (const adapters::config::Key& key : adapters::config::keys()) {
    words.keys.emplace_back(key.path);
  }
  for (const auto& [code, meaning] : kExitMeanings) words.exits.emplace_back(code, meaning);
  return words;
}

}  // namespace

int verb_completion(const CompletionFlags& flags, Io& io) {
  using For = CompletionFlags::For;
  const auto print = flags.shell == For::Bash   ? completion::to_bash
                     : flags.shell == For::Zsh  ? completion::to_zsh
                     : flags.shell == For::Fish ? completion::to_fish
                                                : completion::to_man;
  io.out << print(flag_tree(), words());
  return kDone;
}

}  // namespace cli
