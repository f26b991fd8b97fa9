#include "cli/generation_list.h"

#include <algorithm>

#include "cli/generation.h"
#include "cli/service.h"

namespace cli {
namespace {

using adapters::config::Settings;

using Names = std::vector<std::string>;

bool has(const Names& names, const std::string& name) {
  return std::binary_search(names.begin(), names.end(), name);
}

// Of another generation than the configuration's; the first of all may have a name without its own
// behind it, and some share.
std::string find_topic(const Names& there, const Settings& own, const std::string& topic,
                       const std::string& generation) {
  const std::string name = name_beside(topic, own.generation, generation);
  if (has(there, name)) return name;
  const std::string bare =
      name.substr(0, name.size() - std::min(name.size(), generation.size() + 1));
  return has(there, bare) ? bare : std::string();
}

}  // namespace

base::Result<std::vector<KnownGeneration>> list_generations(const Settings& settings,
                                                            adapters::kafka::Admin& admin,
                                                            base::Millis timeout) {
  const auto there = admin.names("", timeout);
  if (!there) return there.fault();
  std::vector<KnownGeneration> all{{settings.generation, settings.topics.candidates,
                                    settings.topics.clean, settings.topics.versions}};
  const std::string prefix = settings.app + ".version.", suffix = ".changelog";
  for (const std::string& name : *there) {
    if (!name.starts_with(prefix) || !name.ends_with(suffix)) continue;
    if (name.size() <= prefix.size() + suffix.size()) continue;
    const std::string generation =
        name.substr(prefix.size(), name.size() - prefix.size() - suffix.size());
    if (generation == settings.generation) continue;
    const auto topic = [&](const std::string& own) {
      return own.empty() ? own : find_topic(*there, settings, own, generation);
    };
    all.push_back({generation, topic(settings.topics.candidates), topic(settings.topics.clean),
                   topic(settings.topics.versions)});
  }
  return all;
}

}  // namespace cli
