// adapters/status/server.h
//
// HTTP with civetweb: a few threads of its own, so much time and so large a body for a request, and
// no files. What it answers is a function of the request. Dies before everything that reads from.
// Must not know: what is answered.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "adapters/status/answers.h"
#include "adapters/status/routes.h"
#include "base/result.h"
#include "base/time.h"

namespace adapters::status {

struct ServerOptions {
  std::string listen;  // address:port; port 0 takes a free one
  int threads = 4;
  base::Millis timeout{5'000};  // for a request to come whole
};

// Of a request: its line and headers, and its body. Larger: 413, or the connection ends.
inline constexpr std::size_t kHeadBytesMax = 4'096, kBodyBytesMax = 4'096;

class Server final {
 public:
  // Called from the server's threads, several at once.
  using Answer = std::function<Response(const Request&)>;

  // `answers` is borrowed. Fault (Stop): http_listen.
  static base::Result<std::unique_ptr<Server>> start(const ServerOptions& options, Answers& answers,
                                                     Answer answer);

  ~Server();  // waits for requests under way
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  int port() const;

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);

  const std::unique_ptr<State> state_;
};

}  // namespace adapters::status
