// tests/cli/binary.h
//
// The built `dateline` as a script calls it: arguments, variables and stdin go in, the exit code
// and both streams come out. Each call has a folder of its own under the test's. One thread.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace cli_tests {

struct Call {
  std::vector<std::string> arguments{};
  std::map<std::string, std::string> environment{};
  std::string in{};
};

struct Answer {
  int code = -1;  // 128 + signal, as a shell would say
  std::string out, err;
};

// Fails the test if it runs for longer than two minutes.
Answer run(const Call& call);

// A shell's command line; "$DATELINE" is the binary.
Answer run_shell(const std::string& command,
                 const std::map<std::string, std::string>& environment = {});

// A file in this test's folder; its path.
std::string write_file(const std::string& name, const std::string& bytes);
std::string read_file(const std::string& path);
std::string path_of(const std::string& name);

}  // namespace cli_tests
