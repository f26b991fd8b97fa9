#include "adapters/status/server.h"

#include <civetweb.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <iterator>

#include "adapters/status/routes.h"

namespace adapters::status {
namespace {

constexpr int kCodes[] = {200, 404, 405, 503};
constexpr std::size_t kPathsMax = 8;

// Answers given, by path and code; the last path is "other".
class Answers final {
 public:
  void count(std::string_view path, int code) {
    const auto known = paths();
    const std::size_t row =
        static_cast<std::size_t>(std::find(known.begin(), known.end(), path) - known.begin());
    const auto column = static_cast<std::size_t>(
        std::find(std::begin(kCodes), std::end(kCodes), code) - std::begin(kCodes));
    if (column < std::size(kCodes)) counts_[row][column].fetch_add(1, std::memory_order_relaxed);
  }

  std::vector<HttpCount> read() const {
    std::vector<HttpCount> all;
    for (std::size_t row = 0; row <= paths().size(); ++row) {
      for (std::size_t column = 0; column < std::size(kCodes); ++column) {
        const std::uint64_t count = counts_[row][column].load(std::memory_order_relaxed);
        // Every path is shown with its good answer from the start, other codes once they occur.
        if (count == 0 && (column > 0 || row == paths().size())) continue;
        const std::string path(row < paths().size() ? paths()[row] : "other");
        all.push_back({path, kCodes[column], count});
      }
    }
    return all;
  }

 private:
  std::array<std::array<std::atomic<std::uint64_t>, std::size(kCodes)>, kPathsMax + 1> counts_{};
};

std::string text_or_empty(const char* text) { return text == nullptr ? "" : text; }

}  // namespace

struct Server::State {
  MakeView make_view;
  Answers answers;
  mg_context* context = nullptr;

  static int serve(mg_connection* connection, void* state);
};

int Server::State::serve(mg_connection* connection, void* opaque) {
  State& state = *static_cast<State*>(opaque);
  const mg_request_info* info = mg_get_request_info(connection);
  const Request request{text_or_empty(info->request_method), text_or_empty(info->local_uri),
                        text_or_empty(info->query_string)};
  View view = state.make_view();
  view.http = state.answers.read();
  const Response response = handle(request, view);
  state.answers.count(request.path, response.status);
  mg_printf(connection,
            "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n"
            "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n%s"
            "Connection: close\r\n\r\n",
            response.status, mg_get_response_code_text(connection, response.status),
            response.content_type.c_str(), response.body.size(),
            response.status == 405 ? "Allow: GET, HEAD\r\n" : "");
  if (request.method != "HEAD") mg_write(connection, response.body.data(), response.body.size());
  return response.status;
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

base::Result<std::unique_ptr<Server>> Server::start(const std::string& listen, MakeView make_view) {
  auto state = std::make_unique<State>();
  state->make_view = std::move(make_view);
  const char* options[] = {"listening_ports",
                           listen.c_str(),
                           "num_threads",
                           "4",
                           "request_timeout_ms",
                           "5000",
                           "max_request_size",
                           "4096",
                           "enable_keep_alive",
                           "no",
                           nullptr};
  mg_callbacks callbacks{};
  callbacks.log_message = [](const mg_connection*, const char*) { return 1; };
  state->context = mg_start(&callbacks, state.get(), options);
  if (state->context == nullptr) {
    return base::stop("http_listen", "cannot listen on " + listen);
  }
  mg_set_request_handler(state->context, "**", State::serve, state.get());
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

Server::~Server() { mg_stop(state_->context); }

int Server::port() const {
  mg_server_port ports[1] = {};
  return mg_get_server_ports(state_->context, 1, ports) == 1 ? ports[0].port : 0;
}

}  // namespace adapters::status
