// tests/process/process.h
//
// A program under test: started, killed, awaited, by its own id. Its streams are files. It dies
// with the test program, whatever becomes of that. One thread.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace process {

struct Ended {
  int code = 0;    // if it left by itself
  int signal = 0;  // if it was killed
};

// Files: read from, or written to behind what they have.
struct Streams {
  std::string in{};  // empty: the test's own
  std::string out;
  std::string err{};  // empty: with out
};

class Process final {
 public:
  // `arguments` begin with the program; `environment` is added to the test's own.
  Process(const std::vector<std::string>& arguments,
          const std::map<std::string, std::string>& environment, const Streams& streams);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  void send(int signal);
  // Nothing: it still runs after `wait`.
  std::optional<Ended> await(std::chrono::milliseconds wait);

 private:
  pid_t pid_ = -1;
  int fd_ = -1;  // readable when it has ended
  std::optional<Ended> ended_;
};

// Looks again and again until the condition holds; false: it did not in time.
bool await(std::chrono::seconds time, const std::function<bool()>& condition);

// What a variable says, for tests that can be made longer or other ones.
std::uint64_t number_from(const char* variable, std::uint64_t otherwise);

// The whole file, or what of it is there.
std::string read_file(const std::string& path);

}  // namespace process
