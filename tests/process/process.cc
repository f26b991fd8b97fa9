#include "e2e/process.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace e2e {
namespace {

// Closed at the end of its scope.
struct Socket {
  ~Socket() {
    if (fd >= 0) close(fd);
  }
  int fd = -1;
};

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

[[noreturn]] void run_child(const std::vector<std::string>& arguments,
                            const std::map<std::string, std::string>& environment,
                            const std::string& output) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int log = open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  dup2(log, STDOUT_FILENO);
  dup2(log, STDERR_FILENO);
  for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  execv(argv[0], argv.data());
  _exit(127);
}

}  // namespace

Process::Process(const std::vector<std::string>& arguments,
                 const std::map<std::string, std::string>& environment, const std::string& output) {
  pid_ = fork();
  if (pid_ == 0) run_child(arguments, environment, output);
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

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

int find_free_port() {
  const Socket probe{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(probe.fd, generic, size) != 0 || getsockname(probe.fd, generic, &size) != 0) {
    throw std::runtime_error("no free port");
  }
  return ntohs(address.sin_port);
}

std::optional<std::string> http_get(int port, const std::string& path) {
  const Socket client{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  sockaddr_in address = loopback(port);
  if (connect(client.fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    return std::nullopt;
  }
  const std::string request =
      "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  if (write(client.fd, request.data(), request.size()) != static_cast<ssize_t>(request.size())) {
    return std::nullopt;
  }
  std::string answer;
  char buffer[8192];
  for (ssize_t got = 0; (got = read(client.fd, buffer, sizeof buffer)) > 0;) {
    answer.append(buffer, static_cast<std::size_t>(got));
  }
  const std::size_t body = answer.find("\r\n\r\n");
  if (answer.rfind("HTTP/1.1 200", 0) != 0 || body == std::string::npos) return std::nullopt;
  return answer.substr(body + 4);
}

double read_metric(const std::string& metrics, const std::string& name, const std::string& labels) {
  double sum = 0;
  std::istringstream lines(metrics);
  for (std::string line; std::getline(lines, line);) {
    const bool fits =
        line.rfind(name, 0) == 0 && (line[name.size()] == '{' || line[name.size()] == ' ');
    if (fits && line.find(labels) != std::string::npos) {
      sum += std::atof(line.c_str() + line.rfind(' '));
    }
  }
  return sum;
}

}  // namespace e2e
