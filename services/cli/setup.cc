#include "cli/setup.h"

#include <fstream>
#include <ostream>
#include <sstream>

#include "adapters/config/show.h"
#include "base/hash.h"

namespace cli {
namespace {

namespace config = adapters::config;

constexpr const char* kUsualFile = "/etc/dateline/dateline.yaml";

// The files to read. Only the usual one may be missing.
bool read_files(const Globals& globals, Io& io, std::vector<config::File>& files) {
  std::vector<std::string> paths = globals.configs;
  const auto named = io.environment.find("DATELINE_CONFIG");
  if (paths.empty() && named != io.environment.end()) paths.push_back(named->second);
  if (paths.empty()) {
    if (auto text = read_file(kUsualFile)) files.push_back({kUsualFile, *std::move(text)});
    return true;
  }
  for (const std::string& path : paths) {
    auto text = read_file(path);
    if (!text) {
      io.err << path << ": cannot be read\n";
      return false;
    }
    files.push_back({path, *std::move(text)});
  }
  return true;
}

bool print(const std::vector<config::Problem>& problems, Io& io) {
  for (const config::Problem& problem : problems) io.err << to_string(problem) << '\n';
  return problems.empty();
}

bool read_publishers(Setup& setup, Io& io) {
  const std::string& path = setup.settings().publishers;
  if (path.empty()) {
    setup.publishers_yaml = config::built_in_publishers();
  } else if (auto text = read_file(path)) {
    setup.publishers_yaml = *std::move(text);
  } else {
    io.err << "publishers: " << path << " cannot be read\n";
    return false;
  }
  config::Publishers read =
      config::read_publishers(setup.publishers_yaml, path.empty() ? "publishers.yaml" : path);
  setup.publishers = std::move(read.all);
  return print(read.problems, io);
}

}  // namespace

std::optional<Setup> read_setup(const Globals& globals, Io& io) {
  config::Sources sources{.environment = io.environment, .sets = globals.sets};
  if (!read_files(globals, io, sources.files)) return std::nullopt;
  Setup setup{.loaded = config::load(sources), .publishers = {}, .publishers_yaml = {}};
  for (const config::Problem& warning : setup.loaded.warnings) {
    io.err << "warning: " << to_string(warning) << '\n';
  }
  if (!print(setup.loaded.problems, io) || !read_publishers(setup, io)) return std::nullopt;
  return setup;
}

std::optional<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  if (file.bad()) return std::nullopt;
  return std::move(text).str();
}

std::string config_hash(const Setup& setup) {
  std::string all = setup.publishers_yaml;
  for (config::Effective one : setup.loaded.effective) {
    one.origin.clear();
    all += config::show({one}, config::Which::All);
  }
  return base::to_hex(base::xxh3_128(all)).substr(0, 16);
}

}  // namespace cli
