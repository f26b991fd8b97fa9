#include "adapters/config/load.h"

#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "adapters/config/document.h"
#include "adapters/config/interpolate.h"
#include "adapters/config/rules.h"
#include "adapters/config/typed.h"

namespace adapters::config {
namespace {

constexpr std::string_view kPrefix = "DATELINE_";

// Variables that are not keys but are ours all the same.
constexpr std::string_view kOtherVariables[] = {"DATELINE_CONFIG", "DATELINE_CRASH_AT",
                                                "DATELINE_HANG_AT", "DATELINE_TEST_BOOTSTRAP"};

std::string unknown(const std::string& path) {
  const std::string near = suggest(path);
  return path + ": unknown key" + (near.empty() ? "" : ", did you mean " + near + "?");
}

// Takes values from source after source into the list of effective ones.
class Loader final {
 public:
  Loader(const Sources& sources, Loaded& loaded) : sources_(sources), loaded_(loaded) {
    for (const Key& key : keys()) {
      loaded_.effective.push_back({.key = &key, .value = default_of(key), .origin = "default"});
    }
  }

  void take_file(const File& file) {
    Document document = read_document(file.yaml, file.name);
    std::vector<Problem> problems = std::move(document.problems);
    if (document.root.kind == NodeKind::Map) {
      walk(document.root, "", problems);
    } else if (document.root.kind != NodeKind::Nothing) {
      problems.push_back({document.root.place, "a configuration is a map, key: value"});
    }
    sort_by_place(problems);
    append(problems);
  }

  void take_environment() {
    for (const auto& [name, text] : sources_.environment) {
      if (!std::string_view(name).starts_with(kPrefix)) continue;
      const auto key = std::find_if(keys().begin(), keys().end(), [&name = name](const Key& k) {
        return variable_of(k) == name;
      });
      if (key != keys().end()) {
        take_text(*key, text, Place{name});
      } else if (std::find(std::begin(kOtherVariables), std::end(kOtherVariables), name) ==
                 std::end(kOtherVariables)) {
        // Only a warning: Kubernetes puts DATELINE_PORT and the like into every pod that stands
        // beside a Service named dateline.
        loaded_.warnings.push_back({{name}, "no key has this variable"});
      }
    }
  }

  void take_set(const std::string& text) {
    const Place place{"--set"};
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) {
      loaded_.problems.push_back({place, text + ": write path=value"});
      return;
    }
    const std::string path = text.substr(0, equals), value = text.substr(equals + 1);
    if (const Key* key = find_key(path)) return take_text(*key, value, place);
    if (const Key* map = map_of(path)) {
      Node node{.kind = NodeKind::Map, .place = place};
      Node entry = to_node(*map, "k=" + value, place).entries.front().value;
      node.entries.push_back({path.substr(map->path.size() + 1), place, std::move(entry)});
      return take(*map, node, loaded_.problems, "--set");
    }
    loaded_.problems.push_back({place, unknown(path)});
  }

 private:
  // The map in which "kafka.properties.linger.ms" is an entry.
  static const Key* map_of(const std::string& path) {
    for (const Key& key : keys()) {
      const bool is_map = key.kind == Kind::Map || key.kind == Kind::ListMap;
      if (is_map && path.starts_with(std::string(key.path) + ".")) return &key;
    }
    return nullptr;
  }

  void walk(const Node& node, const std::string& prefix, std::vector<Problem>& problems) {
    for (const Entry& entry : node.entries) {
      const std::string path = prefix.empty() ? entry.key : prefix + "." + entry.key;
      if (const Key* key = find_key(path)) {
        Node value = entry.value;
        const std::size_t before = problems.size();
        const bool secret = interpolate(value, sources_.environment, problems);
        if (problems.size() == before) take(*key, value, problems, entry.place.source, secret);
      } else if (!is_section(path)) {
        problems.push_back({entry.place, unknown(path)});
      } else if (entry.value.kind == NodeKind::Map) {
        walk(entry.value, path, problems);
      } else if (entry.value.kind != NodeKind::Nothing) {
        problems.push_back({entry.value.place, path + ": holds further keys, not a value"});
      }
    }
  }

  void take_text(const Key& key, const std::string& text, const Place& place) {
    take(key, to_node(key, text, place), loaded_.problems, place.source);
  }

  void take(const Key& key, const Node& node, std::vector<Problem>& problems,
            const std::string& origin, bool secret = false) {
    std::optional<Value> value = read_value(key, node, problems);
    if (!value) return;
    Effective& effective = loaded_.effective[static_cast<std::size_t>(&key - keys().data())];
    effective.origin = origin;
    effective.secret |= secret;
    if (key.kind == Kind::Map || key.kind == Kind::ListMap) {
      join(effective.value, *std::move(value));
    } else {
      effective.value = *std::move(value);
    }
  }

  static void join(Value& into, Value from) {
    for (auto& entry : from.map) {
      const auto same = std::find_if(into.map.begin(), into.map.end(), [&entry](const auto& old) {
        return old.first == entry.first;
      });
      if (same == into.map.end())
        into.map.push_back(std::move(entry));
      else
        same->second = std::move(entry.second);
    }
  }

  void append(std::vector<Problem>& problems) {
    std::move(problems.begin(), problems.end(), std::back_inserter(loaded_.problems));
  }

  const Sources& sources_;
  Loaded& loaded_;
};

}  // namespace

Loaded load(const Sources& sources) {
  Loaded loaded;
  Loader loader(sources, loaded);
  for (const File& file : sources.files) loader.take_file(file);
  loader.take_environment();
  for (const std::string& text : sources.sets) loader.take_set(text);
  // Rules between keys would only confuse while single keys are wrong.
  if (!loaded.problems.empty()) return loaded;
  for (const Effective& effective : loaded.effective) {
    effective.key->set(loaded.settings, effective.value);
  }
  for (auto& [path, text] : broken_rules(loaded.settings)) {
    const Key* key = find_key(path);
    const Effective& effective = loaded.effective[static_cast<std::size_t>(key - keys().data())];
    loaded.problems.push_back({{effective.origin}, path + ": " + text});
  }
  return loaded;
}

Environment read_environment() {
  Environment environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text(*entry);
    const std::size_t equals = text.find('=');
    if (equals != std::string::npos) environment[text.substr(0, equals)] = text.substr(equals + 1);
  }
  return environment;
}

}  // namespace adapters::config
