// cli/demo/window.h
//
// The service's own page, metrics and status, of a demo that goes on. Any thread.
// Must not know: what is fed, what has come out.
#pragma once

#include <memory>

#include "adapters/status/answers.h"
#include "adapters/status/server.h"
#include "cli/run_status.h"
#include "cli/setup.h"

namespace cli::demo {

class Window final {
 public:
  // `shared` is that of the pipeline, `setup` the demo's; what they refer to outlives this. Fault
  // (Stop): http_listen.
  static base::Result<std::unique_ptr<Window>> open(const Shared& shared, const Setup& setup);
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  // Borrowed; outlives this.
  void show(const Service& service) { status_.show(service); }
  // Now and then: keeps a step of the page's history.
  void remember() { status_.remember(); }
  int port() const { return server_->port(); }

 private:
  Window(const Shared& shared, const Setup& setup);
  adapters::status::Response answer(const adapters::status::Request& request) const;

  const Globals globals_{};
  const adapters::config::Environment environment_{};
  Reloader reloader_;  // nobody can ask it for anything: the view wants its figures
  RunStatus status_;
  adapters::status::Answers answers_;
  std::unique_ptr<adapters::status::Server> server_;  // dies first
};

}  // namespace cli::demo
