#include "adapters/status/routes.h"

#include <charconv>

#include "adapters/status/health.h"
#include "adapters/status/metrics.h"
#include "adapters/status/status_page.h"
#include "adapters/status/web_page.h"

namespace adapters::status {
namespace {

constexpr std::string_view kPaths[] = {"/",       "/article",  "/livez", "/metrics",
                                       "/readyz", "/startupz", "/status"};
constexpr std::string_view kPlain = "text/plain; charset=utf-8";

Response plain(int status, std::string body) {
  return {status, std::string(kPlain), std::move(body)};
}

bool asks_verbose(std::string_view query) {
  return query == "verbose" || query.starts_with("verbose=") || query.starts_with("verbose&");
}

Response json(std::string body) { return {200, "application/json", std::move(body)}; }

Response article(const View& view, std::string_view query) {
  constexpr std::string_view kId = "id=";
  std::uint64_t id = 0;
  if (query.starts_with(kId)) {
    std::from_chars(query.data() + kId.size(), query.data() + query.size(), id);
  }
  std::optional<std::string> found;
  if (id != 0 && view.find_article) found = view.find_article(id);
  return found ? json(*std::move(found)) : plain(404, "no such article is kept any more\n");
}

// A good answer is short unless more is asked for; a bad one always says why.
Response answer(const Health& health, bool verbose) {
  std::string body;
  if (verbose || !health.good) {
    for (const Finding& finding : health.findings) {
      if (verbose || !finding.good) body += (finding.good ? "[+] " : "[-] ") + finding.what + "\n";
    }
  }
  return plain(health.good ? 200 : 503, body + (health.good ? "ok\n" : "not ok\n"));
}

}  // namespace

Response handle(const Request& request, const View& view) {
  if (request.method != "GET" && request.method != "HEAD") {
    Response response = plain(405, "this server only reads: GET\n");
    response.headers = "Allow: GET, HEAD\r\n";
    return response;
  }
  const bool verbose = asks_verbose(request.query);
  if (request.path == "/livez") return answer(liveness(view), verbose);
  if (request.path == "/readyz") return answer(readiness(view), verbose);
  if (request.path == "/startupz") return answer(startup(view), verbose);
  if (request.path == "/status") return json(to_status_json(view));
  if (request.path == "/article") return article(view, request.query);
  if (request.path == "/") {
    return {200, "text/html; charset=utf-8", web_page().html, web_page().headers};
  }
  if (request.path == "/metrics") {
    return {200, "text/plain; version=0.0.4; charset=utf-8", to_prometheus(view)};
  }
  return plain(404, "not found; there are / /article /metrics /livez /readyz /startupz /status\n");
}

std::span<const std::string_view> paths() { return kPaths; }

}  // namespace adapters::status
