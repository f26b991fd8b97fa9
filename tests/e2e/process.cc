#include "e2e/process.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <sstream>
#include <stdexcept>

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

}  // namespace

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

HttpAnswer http_ask(int port, const std::string& method, const std::string& path) {
  const Socket client{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  sockaddr_in address = loopback(port);
  if (connect(client.fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return {};
  const std::string request =
      method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  if (write(client.fd, request.data(), request.size()) != static_cast<ssize_t>(request.size())) {
    return {};
  }
  std::string answer;
  char buffer[8192];
  for (ssize_t got = 0; (got = read(client.fd, buffer, sizeof buffer)) > 0;) {
    answer.append(buffer, static_cast<std::size_t>(got));
  }
  const std::size_t body = answer.find("\r\n\r\n");
  constexpr std::string_view kVersion = "HTTP/1.1 ";
  if (!answer.starts_with(kVersion) || body == std::string::npos) return {};
  return {std::atoi(answer.c_str() + kVersion.size()), answer.substr(body + 4)};
}

std::optional<std::string> http_get(int port, const std::string& path) {
  HttpAnswer answer = http_ask(port, "GET", path);
  if (answer.status != 200) return std::nullopt;
  return std::move(answer.body);
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
