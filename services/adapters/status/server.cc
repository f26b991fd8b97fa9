#include "adapters/status/server.h"

#include <civetweb.h>

#include <array>
#include <utility>

namespace adapters::status {
namespace {

std::string text_or_empty(const char* text) { return text == nullptr ? "" : text; }

// Reads the body away, for nobody here wants one. False: it is too large.
bool skip_body(mg_connection* connection) {
  if (mg_get_request_info(connection)->content_length > static_cast<long long>(kBodyBytesMax)) {
    return false;
  }
  std::array<char, 1'024> buffer;
  std::size_t bytes = 0;
  for (int read; (read = mg_read(connection, buffer.data(), buffer.size())) > 0;) {
    bytes += static_cast<std::size_t>(read);
    if (bytes > kBodyBytesMax) return false;
  }
  return true;
}

void send(mg_connection* connection, const Response& response, bool with_body) {
  mg_printf(connection,
            "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n"
            "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n%s"
            "Connection: close\r\n\r\n",
            response.status, mg_get_response_code_text(connection, response.status),
            response.content_type.c_str(), response.body.size(), response.headers.c_str());
  if (with_body) mg_write(connection, response.body.data(), response.body.size());
}

}  // namespace

struct Server::State {
  Answers& answers;
  Answer answer;
  mg_context* context = nullptr;

  static int serve(mg_connection* connection, void* state);
};

int Server::State::serve(mg_connection* connection, void* opaque) {
  State& state = *static_cast<State*>(opaque);
  const mg_request_info* info = mg_get_request_info(connection);
  const Request request{text_or_empty(info->request_method), text_or_empty(info->local_uri),
                        text_or_empty(info->query_string),
                        text_or_empty(mg_get_header(connection, "Origin"))};
  const Response response = skip_body(connection)
                                ? state.answer(request)
                                : Response{413, "text/plain; charset=utf-8", "too large\n"};
  state.answers.count(request.path, response.status);
  send(connection, response, request.method != "HEAD");
  return response.status;
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

base::Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options, Answers& answers,
                                                    Answer answer) {
  std::unique_ptr<State> state(new State{answers, std::move(answer)});
  const std::string threads = std::to_string(options.threads);
  const std::string timeout = std::to_string(options.timeout.count());
  const std::string head_bytes = std::to_string(kHeadBytesMax);
  const char* settings[] = {"listening_ports",
                            options.listen.c_str(),
                            "num_threads",
                            threads.c_str(),
                            "request_timeout_ms",
                            timeout.c_str(),
                            "max_request_size",
                            head_bytes.c_str(),
                            "enable_keep_alive",
                            "no",
                            nullptr};
  mg_callbacks callbacks{};
  callbacks.log_message = [](const mg_connection*, const char*) { return 1; };
  state->context = mg_start(&callbacks, state.get(), settings);
  if (state->context == nullptr) {
    return base::stop("http_listen", "cannot listen on " + options.listen);
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
