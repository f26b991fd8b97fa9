#include "adapters/config/load.h"

#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "adapters/config/document.h"
#include "adapters/config/interpolate.h"
#include "adapters/config/rules.h"
#include "adapters/config/typed.h"
#include "base/check.h"

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
      loaded_.effective.push_back({.key = &key, .value = default_of(key)});
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
    append(problems, loaded_.problems);
    append(warnings_, loaded_.warnings);
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
      Node node = make_node(NodeKind::Map, place);
      Node entry = to_node(*map, "k=" + value, place).entries.front().value;
      node.entries.push_back({path.substr(map->path.size() + 1), place, std::move(entry)});
      return take(*map, node, loaded_.problems);
    }
    loaded_.problems.push_back({place, unknown(path)});
  }

 private:
  // The map in which "kafka.properties.linger.ms" is an entry.
  static const Key* map_of(const std::string& path) {
    for (const Key& key : keys()) {
      if (is_map(key.kind) && path.starts_with(std::string(key.path) + ".")) return &key;
    }
    return nullptr;
  }

  void walk(const Node& node, const std::string& prefix, std::vector<Problem>& problems) {
    for (const Entry& entry : node.entries) {
      const std::string path = prefix.empty() ? entry.key : prefix + "." + entry.key;
      if (const Key* key = find_key(path)) {
        Node value = entry.value;
        const std::size_t before = problems.size();
        interpolate(value, sources_.environment, problems);
        if (problems.size() == before) take(*key, value, problems);
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
    take(key, to_node(key, text, place), loaded_.problems);
  }

  void take(const Key& key, const Node& node, std::vector<Problem>& problems) {
    std::optional<Value> value = read_value(key, node, problems);
    if (!value) return;
    Effective& effective = loaded_.effective[static_cast<std::size_t>(&key - keys().data())];
    effective.origin = {node.place, filling_of(node)};
    if (!is_map(key.kind)) {
      effective.value = *std::move(value);
      return;
    }
    for (const Entry& entry : node.entries) {
      effective.entries[entry.key] = {entry.place, filling_of(entry.value)};
      warn_of_plain_secret(key, entry);
    }
    join(effective.value, *std::move(value));
  }

  static Filling filling_of(const Node& node) {
    Filling filling = node.filling;
    for (const Node& item : node.items) filling = std::max(filling, filling_of(item));
    return filling;
  }

  // Files are copied, mailed and committed. Flags and variables are not files.
  void warn_of_plain_secret(const Key& key, const Entry& entry) {
    const bool in_file = entry.place.line > 0 && entry.value.filling == Filling::None;
    if (!in_file || key.kind != Kind::Properties || !is_never_plain(entry.key)) return;
    warnings_.push_back(
        {entry.place, std::string(key.path) + "." + entry.key +
                          ": a secret in plain text, write ${file:/run/secrets/...} "
                          "or ${env:NAME}"});
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

  static void append(std::vector<Problem>& problems, std::vector<Problem>& to) {
    sort_by_place(problems);
    std::move(problems.begin(), problems.end(), std::back_inserter(to));
    problems.clear();
  }

  const Sources& sources_;
  Loaded& loaded_;
  std::vector<Problem> warnings_;  // of the file that is being read
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
    loaded.problems.push_back({find(loaded.effective, path).origin.place, path + ": " + text});
  }
  return loaded;
}

std::string to_string(const Origin& origin) {
  const Place& place = origin.place;
  return place.line > 0 ? place.source + ":" + std::to_string(place.line) : place.source;
}

const Effective& find(const std::vector<Effective>& effective, std::string_view path) {
  const auto found = std::find_if(effective.begin(), effective.end(),
                                  [path](const Effective& one) { return one.key->path == path; });
  CHECK(found != effective.end());
  return *found;
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
