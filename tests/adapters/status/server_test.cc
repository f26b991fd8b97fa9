#include "adapters/status/server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <optional>

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

auto start_sample(Answers& answers, const ServerOptions& options = {.listen = "127.0.0.1:0"}) {
  return Server::start(options, answers, [&answers](const Request& request) {
    if (request.path == "/origin") return Response{200, "text/plain", request.origin};
    View view = sample_view();
    view.http = answers.read();
    return handle(request, view);
  });
}

std::optional<std::uint64_t> count(const Answers& answers, const std::string& path, int code) {
  for (const HttpCount& one : answers.read()) {
    if (one.path == path && one.code == code) return one.count;
  }
  return std::nullopt;
}

// One server for all that only ask it: civetweb takes two seconds to end.
class OverSockets : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto server = start_sample(answers_);
    ASSERT_TRUE(server) << server.fault().detail;
    server_ = std::move(*server);
  }
  static void TearDownTestSuite() { server_.reset(); }

  static std::string send(const std::string& request) { return ask(server_->port(), request); }
  static std::string get(const std::string& path) { return fetch(server_->port(), path); }

  static Answers answers_;
  static std::unique_ptr<Server> server_;
};
Answers OverSockets::answers_;
std::unique_ptr<Server> OverSockets::server_;

TEST_F(OverSockets, AnswersAndCountsIt) {
  const std::string ready = get("/readyz");
  EXPECT_TRUE(ready.starts_with("HTTP/1.1 200 OK\r\n")) << ready;
  EXPECT_TRUE(ready.ends_with("\r\n\r\nok\n")) << ready;
  EXPECT_TRUE(get("/nothing").starts_with("HTTP/1.1 404 "));
  EXPECT_TRUE(get("/readyz?verbose").find("2 partitions live") != std::string::npos);
  const std::string head = send("HEAD /startupz HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(head.ends_with("\r\n\r\n")) << head;
  const std::string metrics = get("/metrics");
  EXPECT_NE(metrics.find("dateline_http_requests_total{path=\"/readyz\",code=\"200\"} 2\n"),
            std::string::npos);
  EXPECT_NE(metrics.find("dateline_http_requests_total{path=\"other\",code=\"404\"} 1\n"),
            std::string::npos);
}

TEST_F(OverSockets, ABodyIsReadAwayUpToTheLimitAndRefusedBehindIt) {
  const auto post = [](const std::string& how, const std::string& body) {
    return send("POST /livez HTTP/1.1\r\nHost: x\r\n" + how + "\r\n\r\n" + body);
  };
  const std::string most(kBodyBytesMax, 'x'), more(kBodyBytesMax + 1, 'x');
  const std::string refused = post("Content-Length: " + std::to_string(most.size()), most);
  EXPECT_TRUE(refused.starts_with("HTTP/1.1 405 ")) << refused;
  EXPECT_NE(refused.find("\r\nAllow: GET, HEAD\r\n"), std::string::npos) << refused;
  EXPECT_TRUE(
      post("Content-Length: " + std::to_string(more.size()), more).starts_with("HTTP/1.1 413 "));
  EXPECT_TRUE(post("Transfer-Encoding: chunked", "1001\r\n" + more + "\r\n0\r\n\r\n")
                  .starts_with("HTTP/1.1 413 "));
  EXPECT_TRUE(post("X-Length: none", "").starts_with("HTTP/1.1 405 "))
      << "as curl -X POST sends it";
  EXPECT_EQ(count(answers_, "/livez", 405), 2u);
  EXPECT_EQ(count(answers_, "/livez", 413), 2u);
}

TEST_F(OverSockets, ARequestLongerThanTheLimitIsNotHeard) {
  const std::string answer = get("/status?" + std::string(kHeadBytesMax, 'x'));
  EXPECT_FALSE(answer.starts_with("HTTP/1.1 200")) << answer;
  EXPECT_EQ(count(answers_, "/status", 200), 0u);
}

TEST_F(OverSockets, TellWhoseThePageIsThatAsks) {
  EXPECT_TRUE(get("/origin").ends_with("\r\n\r\n"));
  const std::string told =
      send("PUT /origin HTTP/1.1\r\nHost: x\r\nOrigin: http://elsewhere.example\r\n\r\n");
  EXPECT_TRUE(told.ends_with("\r\n\r\nhttp://elsewhere.example")) << told;
}

TEST(Server, TheClientReadsWhatTheServerSays) {
  Answers answers;
  auto server = start_sample(answers);
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

TEST_F(OverSockets, APortThatIsTakenIsAFault) {
  Answers answers;
  auto second = start_sample(answers, {.listen = "127.0.0.1:" + std::to_string(server_->port())});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.fault().code, "http_listen");
}

TEST(Server, WhoDoesNotFinishARequestIsLeftAlone) {
  Answers answers;
  auto server = start_sample(answers, {.listen = "127.0.0.1:0", .timeout = base::Millis{100}});
  ASSERT_TRUE(server);
  const std::string answer = ask((*server)->port(), "GET /livez HTTP/1.1\r\nHost");
  EXPECT_FALSE(answer.starts_with("HTTP/1.1 200")) << answer;
  EXPECT_TRUE(fetch((*server)->port(), "/livez").starts_with("HTTP/1.1 200"));
}

// The whole metric label of paths and codes, as far as usual requests go.
TEST(Answers, WhatIsUsualIsThereFromTheStart) {
  Answers answers;
  EXPECT_EQ(count(answers, "/readyz", 503), 0u);
  EXPECT_EQ(count(answers, "/reload", 200), 0u);
  EXPECT_EQ(count(answers, "other", 404), 0u);
  EXPECT_EQ(count(answers, "/reload", 409), std::nullopt);
  answers.count("/reload", 409);
  answers.count("/wp-login.php", 404);
  EXPECT_EQ(count(answers, "/reload", 409), 1u);
  EXPECT_EQ(count(answers, "other", 404), 1u);
}

}  // namespace
}  // namespace adapters::status
