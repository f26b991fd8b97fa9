#include "adapters/status/server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "adapters/status/client.h"
#include "tests/adapters/status/sample_view.h"

namespace adapters::status {
namespace {

std::string ask(int port, const std::string& request) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(::send(fd, request.data(), request.size(), MSG_NOSIGNAL),
            static_cast<ssize_t>(request.size()));
  std::string answer;
  char buffer[4096];
  for (ssize_t n; (n = ::recv(fd, buffer, sizeof buffer, 0)) > 0;) {
    answer.append(buffer, static_cast<std::size_t>(n));
  }
  ::close(fd);
  return answer;
}

std::string fetch(int port, const std::string& path) {
  return ask(port, "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
}

TEST(Server, AnswersOverARealSocketAndCountsIt) {
  auto server = Server::start("127.0.0.1:0", [] { return sample_view(); });
  ASSERT_TRUE(server) << server.fault().detail;
  const int port = (*server)->port();
  ASSERT_GT(port, 0);

  const std::string ready = fetch(port, "/readyz");
  EXPECT_TRUE(ready.starts_with("HTTP/1.1 200 OK\r\n")) << ready;
  EXPECT_TRUE(ready.ends_with("\r\n\r\nok\n")) << ready;
  EXPECT_TRUE(fetch(port, "/nothing").starts_with("HTTP/1.1 404 "));
  EXPECT_TRUE(fetch(port, "/readyz?verbose").find("2 partitions live") != std::string::npos);
  EXPECT_TRUE(ask(port, "POST /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi")
                  .starts_with("HTTP/1.1 405 "));
  const std::string head = ask(port, "HEAD /livez HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(head.ends_with("\r\n\r\n")) << head;

  const std::string metrics = fetch(port, "/metrics");
  EXPECT_NE(metrics.find("dateline_http_requests_total{path=\"/readyz\",code=\"200\"} 2\n"),
            std::string::npos);
  EXPECT_NE(metrics.find("dateline_http_requests_total{path=\"other\",code=\"404\"} 1\n"),
            std::string::npos);
}

TEST(Server, TheClientReadsWhatTheServerSays) {
  auto server = Server::start("127.0.0.1:0", [] { return sample_view(); });
  ASSERT_TRUE(server);
  const std::string where = "127.0.0.1:" + std::to_string((*server)->port());
  const auto ready = get(where, "/readyz");
  ASSERT_TRUE(ready) << ready.fault().detail;
  EXPECT_EQ(ready->status, 200);
  EXPECT_EQ(ready->body, "ok\n");
  const auto missing = get(where, "/none");
  ASSERT_TRUE(missing);
  EXPECT_EQ(missing->status, 404);
  server->reset();
  EXPECT_FALSE(get(where, "/readyz"));
  EXPECT_FALSE(get("nowhere", "/readyz"));
}

TEST(Server, APortThatIsTakenIsAFault) {
  auto first = Server::start("127.0.0.1:0", [] { return View{}; });
  ASSERT_TRUE(first);
  auto second =
      Server::start("127.0.0.1:" + std::to_string((*first)->port()), [] { return View{}; });
  ASSERT_FALSE(second);
  EXPECT_EQ(second.fault().code, "http_listen");
}

}  // namespace
}  // namespace adapters::status
