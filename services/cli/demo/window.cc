#include "cli/demo/window.h"

#include <utility>

#include "adapters/status/routes.h"

namespace cli::demo {

base::Result<std::unique_ptr<Window>> Window::open(const Shared& shared, const Setup& setup) {
  std::unique_ptr<Window> window(new Window(shared, setup));
  auto server = adapters::status::Server::start(
      {.listen = shared.settings.http.listen}, window->answers_,
      [it = window.get()](const adapters::status::Request& request) {
        return it->answer(request);
      });
  if (!server) return server.fault();
  window->server_ = std::move(*server);
  return window;
}

Window::Window(const Shared& shared, const Setup& setup)
    : reloader_(globals_, environment_, setup, shared.log, shared.clock, [](const auto&) {}),
      status_(shared, reloader_, config_hash(setup)) {}

adapters::status::Response Window::answer(const adapters::status::Request& request) const {
  adapters::status::View view = status_.view();
  view.http = answers_.read();
  return adapters::status::handle(request, view);
}

}  // namespace cli::demo
