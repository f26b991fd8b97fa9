#include "process/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

namespace process {
namespace {

void append_to(const std::string& path, int descriptor) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  dup2(file, descriptor);
}

[[noreturn]] void run_child(const std::vector<std::string>& arguments,
                            const std::map<std::string, std::string>& environment,
                            const Streams& streams) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (!streams.in.empty()) dup2(open(streams.in.c_str(), O_RDONLY | O_CLOEXEC), STDIN_FILENO);
  append_to(streams.out, STDOUT_FILENO);
  if (streams.err.empty()) {
    dup2(STDOUT_FILENO, STDERR_FILENO);
  } else {
    append_to(streams.err, STDERR_FILENO);
  }
  for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  execv(argv[0], argv.data());
  _exit(127);
}

}  // namespace

Process::Process(const std::vector<std::string>& arguments,
                 const std::map<std::string, std::string>& environment, const Streams& streams) {
  pid_ = fork();
  if (pid_ == 0) run_child(arguments, environment, streams);
  if (pid_ < 0) throw std::runtime_error("fork failed");
  fd_ = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
  if (fd_ < 0) throw std::runtime_error("pidfd_open failed");
}

Process::~Process() {
  if (!ended_) {
    send(SIGKILL);
    (void)await(std::chrono::seconds(10));
  }
  close(fd_);
}

void Process::send(int signal) {
  if (!ended_) kill(pid_, signal);
}

std::optional<Ended> Process::await(std::chrono::milliseconds wait) {
  if (ended_) return ended_;
  pollfd waiting{.fd = fd_, .events = POLLIN, .revents = 0};
  if (::poll(&waiting, 1, static_cast<int>(wait.count())) <= 0) return std::nullopt;
  int status = 0;
  waitpid(pid_, &status, 0);
  ended_ = WIFSIGNALED(status) ? Ended{.code = 0, .signal = WTERMSIG(status)}
                               : Ended{.code = WEXITSTATUS(status), .signal = 0};
  return ended_;
}

bool await(std::chrono::seconds time, const std::function<bool()>& condition) {
  const auto until = std::chrono::steady_clock::now() + time;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));  // between two looks
  }
  return true;
}

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* const text = std::getenv(variable);
  return text != nullptr && *text != 0 ? std::strtoull(text, nullptr, 10) : otherwise;
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

}  // namespace process
