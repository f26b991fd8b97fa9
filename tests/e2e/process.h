// tests/e2e/process.h
//
// A program under test: started, killed, awaited, by its own id. Its output goes to a file. It
// dies with the test program, whatever becomes of that. One thread.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace e2e {

struct Ended {
  int code = 0;    // if it left by itself
  int signal = 0;  // if it was killed
};

class Process final {
 public:
  // `arguments` begin with the program; `environment` is added to the test's own.
  Process(const std::vector<std::string>& arguments,
          const std::map<std::string, std::string>& environment, const std::string& output);
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

// The whole file, or what of it is there.
std::string read_file(const std::string& path);

// A loopback port that was free a moment ago.
int find_free_port();

// The body of an answer 200 to GET from loopback; nothing on any other answer or none.
std::optional<std::string> http_get(int port, const std::string& path);

// Sum over all series of a metric whose labels contain `labels`.
double read_metric(const std::string& metrics, const std::string& name, const std::string& labels);

}  // namespace e2e
