// adapters/status/server.h
//
// Serves handle() over HTTP with civetweb: 4 threads of its own, 5 s a request, 4 KiB of headers,
// no files. Dies before everything that its view reads from.
// Must not know: what a view shows.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "adapters/status/view.h"
#include "base/result.h"

namespace adapters::status {

class Server final {
 public:
  // Called from the server's threads, several at once.
  using MakeView = std::function<View()>;

  // `listen` is address:port; port 0 takes a free one. Fault (Stop): http_listen.
  static base::Result<std::unique_ptr<Server>> start(const std::string& listen, MakeView make_view);

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
