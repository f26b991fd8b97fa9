#include "cli/binary.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "process/process.h"

namespace cli_tests {
namespace {

constexpr std::chrono::minutes kPatience{2};

// Made at the first use, gone at the end of the program.
class Folder final {
 public:
  Folder()
      : path_(std::filesystem::temp_directory_path() /
              ("dateline-cli-test-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  const std::filesystem::path path_;
};

const Folder& folder() {
  static const Folder one;
  return one;
}

Answer await(const std::vector<std::string>& arguments,
             const std::map<std::string, std::string>& environment, const std::string& in) {
  static int calls = 0;
  const std::string number = std::to_string(++calls);
  const process::Streams streams{.in = write_file(number + ".in", in),
                                 .out = path_of(number + ".out"),
                                 .err = path_of(number + ".err")};
  process::Process child(arguments, environment, streams);
  const auto ended = child.await(kPatience);
  EXPECT_TRUE(ended) << "it still runs";
  Answer answer{.code = -1, .out = read_file(streams.out), .err = read_file(streams.err)};
  if (ended) answer.code = ended->signal == 0 ? ended->code : 128 + ended->signal;
  return answer;
}

}  // namespace

Answer run(const Call& call) {
  std::vector<std::string> arguments{DATELINE_BINARY};
  arguments.insert(arguments.end(), call.arguments.begin(), call.arguments.end());
  return await(arguments, call.environment, call.in);
}

Answer run_shell(const std::string& command,
                 const std::map<std::string, std::string>& environment) {
  std::map<std::string, std::string> all = environment;
  all["DATELINE"] = DATELINE_BINARY;
  return await({"/bin/sh", "-c", command}, all, "");
}

std::string write_file(const std::string& name, const std::string& bytes) {
  const std::string path = path_of(name);
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  return path;
}

std::string read_file(const std::string& path) { return process::read_file(path); }

std::string path_of(const std::string& name) { return folder().file(name); }

}  // namespace cli_tests
