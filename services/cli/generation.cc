#include "cli/generation.h"

#include <algorithm>

#include "cli/service.h"

namespace cli {
namespace {

using adapters::config::Settings;

constexpr std::size_t kNameBytesMax = 30;    // of `generation`
constexpr std::size_t kTopicBytesMax = 249;  // Kafka's own limit

bool is_name(const std::string& text) {
  return !text.empty() && text != "." && text != ".." &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '_' || c == '-';
         });
}

}  // namespace

std::string name_beside(const std::string& topic, const std::string& own,
                        const std::string& other) {
  if (topic.empty()) return topic;
  const std::string suffix = "." + own;
  const bool has_suffix = topic.size() > suffix.size() && topic.ends_with(suffix);
  return topic.substr(0, topic.size() - (has_suffix ? suffix.size() : 0)) + "." + other;
}

Settings beside(const Settings& running, const std::string& generation, Origin origin) {
  Settings settings = running;
  settings.generation = generation;
  const auto rename = [&](std::string& topic) {
    topic = name_beside(topic, running.generation, generation);
  };
  rename(settings.topics.clean);
  rename(settings.topics.versions);
  if (origin == Origin::Raw) {
    rename(settings.topics.candidates);
    settings.stages = {"clean", "version"};
  } else {
    settings.stages = {"version"};
  }
  return settings;
}

std::optional<std::string> find_complaint(const Settings& running, const std::string& generation) {
  if (!is_name(generation) || generation.size() > kNameBytesMax) {
    return "'" + generation + "' is not a name of at most " + std::to_string(kNameBytesMax) +
           " letters, digits, '.', '_' and '-'";
  }
  const Settings settings = beside(running, generation, Origin::Raw);
  for (const std::string& name : {settings.topics.candidates, settings.topics.clean,
                                  settings.topics.versions, changelog_of(settings, "version")}) {
    if (name.size() > kTopicBytesMax) {
      return name + " has more than the " + std::to_string(kTopicBytesMax) +
             " bytes that Kafka allows";
    }
  }
  return std::nullopt;
}

std::vector<std::pair<std::string, std::string>> differences_of(const Settings& running,
                                                                const Settings& other) {
  std::vector<std::pair<std::string, std::string>> all{{"generation", other.generation}};
  if (other.stages != running.stages) {
    std::string stages;
    for (const std::string& stage : other.stages) stages += (stages.empty() ? "" : ",") + stage;
    all.emplace_back("stages", stages);
  }
  const auto add = [&](const char* path, const std::string& was, const std::string& is) {
    if (was != is) all.emplace_back(path, is);
  };
  add("topics.candidates", running.topics.candidates, other.topics.candidates);
  add("topics.clean", running.topics.clean, other.topics.clean);
  add("topics.versions", running.topics.versions, other.topics.versions);
  return all;
}

}  // namespace cli
