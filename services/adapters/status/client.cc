#include "adapters/status/client.h"

#include <civetweb.h>

#include <array>
#include <charconv>

namespace adapters::status {
namespace {

constexpr int kTimeoutMs = 5'000;
constexpr std::size_t kAnswerBytesMax = 16u << 20;

base::Result<Response> ask(mg_connection* connection, const std::string& where,
                           const std::string& path) {
  std::array<char, 256> error{};
  mg_printf(connection, "GET %s HTTP/1.0\r\nHost: %s\r\n\r\n", path.c_str(), where.c_str());
  if (mg_get_response(connection, error.data(), error.size(), kTimeoutMs) < 0) {
    return base::stop("no_answer", where + ": " + error.data());
  }
  Response response;
  response.status = mg_get_response_info(connection)->status_code;
  std::array<char, 4096> part{};
  for (int got; response.body.size() < kAnswerBytesMax &&
                (got = mg_read(connection, part.data(), part.size())) > 0;) {
    response.body.append(part.data(), static_cast<std::size_t>(got));
  }
  return response;
}

}  // namespace

base::Result<Response> get(const std::string& host_and_port, const std::string& path) {
  const std::size_t colon = host_and_port.rfind(':');
  int port = 0;
  if (colon != std::string::npos) {
    std::from_chars(host_and_port.data() + colon + 1, host_and_port.data() + host_and_port.size(),
                    port);
  }
  if (port <= 0 || port > 65535) return base::stop("no_answer", host_and_port + ": no host:port");
  const std::string host = host_and_port.substr(0, colon);
  std::array<char, 256> error{};
  mg_connection* connection = mg_connect_client(host.c_str(), port, 0, error.data(), error.size());
  if (connection == nullptr) {
    return base::stop("no_answer", host_and_port + ": " + error.data());
  }
  auto response = ask(connection, host_and_port, path);
  mg_close_connection(connection);
  return response;
}

}  // namespace adapters::status
