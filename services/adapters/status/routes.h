// adapters/status/routes.h
//
// The whole HTTP surface as one pure function: tested without sockets.
//   GET /  /article?id=N  /metrics  /livez  /readyz[?verbose]  /startupz  /status
// Must not know: sockets, civetweb.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "adapters/status/view.h"

namespace adapters::status {

struct Request {
  std::string method, path, query;
  std::string origin = {};  // of a browser: the site whose page asks
};

struct Response {
  int status = 200;
  std::string content_type, body;
  std::string headers = {};  // more of them, a line each, CR LF included
};

Response handle(const Request& request, const View& view);

// The paths that exist: what may stand in a metric label.
std::span<const std::string_view> paths();

}  // namespace adapters::status
