#include "cli/setup.h"

#include <filesystem>
#include <fstream>
#include <ostream>
#include <sstream>

#include "adapters/config/show.h"
#include "adapters/kafka/settings.h"
#include "base/hash.h"
#include "cli/service.h"

namespace cli {
namespace {

namespace config = adapters::config;

constexpr const char* kUsualFile = "/etc/dateline/dateline.yaml";

// The files to read. Only the usual one may be missing.
std::vector<std::string> list_paths(const Globals& globals,
                                    const config::Environment& environment) {
  if (!globals.configs.empty()) return globals.configs;
  const auto named = environment.find("DATELINE_CONFIG");
  if (named != environment.end() && !named->second.empty()) return {named->second};
  std::error_code ignored;
  if (std::filesystem::exists(kUsualFile, ignored)) return {kUsualFile};
  return {};
}

std::vector<config::File> read_files(const std::vector<std::string>& paths, Setup& setup) {
  std::vector<config::File> files;
  for (const std::string& path : paths) {
    auto text = read_file(path);
    if (!text) {
      setup.problems.push_back({{path}, "cannot be read"});
      continue;
    }
    setup.content += path + '\0' + *text + '\0';
    files.push_back({path, *std::move(text)});
  }
  return files;
}

void append(std::vector<config::Problem>& to, std::vector<config::Problem> from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

// What librdkafka says to its properties, each at the place where it was set.
void check_properties(Setup& setup) {
  for (const auto& problem : adapters::kafka::find_problems(connection_of(setup.settings()))) {
    const config::Effective& key = config::find(setup.loaded.effective, problem.map);
    const auto entry = key.entries.find(problem.name);
    const config::Origin& origin = entry == key.entries.end() ? key.origin : entry->second;
    // Its words may quote the value.
    const bool secret = origin.filling == config::Filling::File;
    setup.problems.push_back(
        {origin.place, problem.map + "." + problem.name + ": " +
                           (secret ? "what the file holds does not fit" : problem.text)});
  }
}

void read_publishers(Setup& setup) {
  const std::string& path = setup.settings().publishers;
  if (path.empty()) {
    setup.publishers_yaml = config::built_in_publishers();
  } else if (auto text = read_file(path)) {
    setup.publishers_yaml = *std::move(text);
    setup.content += path + '\0' + setup.publishers_yaml + '\0';
  } else {
    const config::Effective& key = config::find(setup.loaded.effective, "publishers");
    setup.problems.push_back({key.origin.place, "publishers: " + path + " cannot be read"});
    return;
  }
  config::Publishers read =
      config::read_publishers(setup.publishers_yaml, path.empty() ? "publishers.yaml" : path);
  setup.publishers = std::move(read.all);
  append(setup.problems, std::move(read.problems));
}

void print_warnings(const Setup& setup, Io& io) {
  for (const config::Problem& warning : setup.loaded.warnings) {
    io.err << "warning: " << to_string(warning) << '\n';
  }
}

}  // namespace

Setup read_all(const Globals& globals, const config::Environment& environment) {
  Setup setup;
  config::Sources sources{.environment = environment, .sets = globals.sets};
  sources.files = read_files(list_paths(globals, environment), setup);
  setup.loaded = config::load(sources);
  append(setup.problems, setup.loaded.problems);
  if (!setup.problems.empty()) return setup;
  check_properties(setup);
  read_publishers(setup);
  return setup;
}

std::optional<Setup> read_setup(const Globals& globals, Io& io) {
  std::optional<Setup> setup = read_setup_for_log(globals, io);
  if (setup) print_warnings(*setup, io);
  return setup;
}

std::optional<Setup> read_setup_for_log(const Globals& globals, Io& io) {
  Setup setup = read_all(globals, io.environment);
  if (setup.problems.empty()) return setup;
  print_warnings(setup, io);
  for (const config::Problem& problem : setup.problems) io.err << to_string(problem) << '\n';
  return std::nullopt;
}

std::optional<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  if (file.bad() || text.bad() || (text.fail() && file.peek() != std::ifstream::traits_type::eof()))
    return std::nullopt;
  return std::move(text).str();
}

std::string config_hash(const Setup& setup) {
  std::string all = setup.publishers_yaml;
  for (const config::Effective& one : setup.loaded.effective) {
    all += std::string(one.key->path) + ": " + config::spell_masked(one) + "\n";
  }
  return base::to_hex(base::xxh3_128(all)).substr(0, 16);
}

}  // namespace cli
