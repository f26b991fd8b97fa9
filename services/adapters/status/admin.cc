#include "adapters/status/admin.h"

#include <algorithm>
#include <charconv>

#include "adapters/status/query.h"

namespace adapters::status {
namespace {

constexpr std::string_view kPaths[] = {"/config",       "/loglevel",    "/reload",
                                       "/replay/pause", "/replay/rate", "/replay/resume"};

Response plain(int status, std::string body) {
  return {status, "text/plain; charset=utf-8", std::move(body)};
}

Response refuse(int status, const base::Fault& fault) { return plain(status, fault.detail + "\n"); }

Response get_levels(const Controls& controls, const Query&) {
  return plain(200, controls.show_levels());
}

Response put_level(const Controls& controls, const Query& query) {
  LevelWish wish;
  for (const auto& [name, value] : query) {
    std::string* const part = name == "level"  ? &wish.level
                              : name == "room" ? &wish.room
                              : name == "for"  ? &wish.time
                                               : nullptr;
    if (part == nullptr) return plain(400, "no such parameter: " + name + "\n");
    *part = value;
  }
  if (wish.level.empty()) return plain(400, "level is missing: debug, info, warning or error\n");
  const auto done = controls.set_level(wish);
  return done ? plain(200, *done) : refuse(400, done.fault());
}

Response post_reload(const Controls& controls, const Query&) {
  const auto done = controls.reload();
  return done ? plain(200, *done) : refuse(409, done.fault());
}

Response get_config(const Controls& controls, const Query&) {
  return plain(200, controls.show_config());
}

std::optional<std::uint64_t> read_number(const std::string& text) {
  std::uint64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
  return whole ? std::optional(number) : std::nullopt;
}

Response put_rate(const Controls& controls, const Query& query) {
  RateWish wish;
  for (const auto& [name, value] : query) {
    if (name != "records" && name != "bytes")
      return plain(400, "no such parameter: " + name + "\n");
    auto& part = name == "records" ? wish.records : wish.bytes;
    part = read_number(value);
    if (!part) return plain(400, name + " is not a number: " + value + "\n");
  }
  if (!wish.records && !wish.bytes) return plain(400, "records or bytes is missing\n");
  return plain(200, controls.set_replay_rate(wish));
}

Response post_pause(const Controls& controls, const Query&) {
  return plain(200, controls.pause_replay(true));
}

Response post_resume(const Controls& controls, const Query&) {
  return plain(200, controls.pause_replay(false));
}

struct Route {
  std::string_view method, path;
  Response (*answer)(const Controls&, const Query&);
};

constexpr Route kRoutes[] = {
    {"GET", "/loglevel", get_levels},        {"PUT", "/loglevel", put_level},
    {"POST", "/reload", post_reload},        {"GET", "/config", get_config},
    {"PUT", "/replay/rate", put_rate},       {"POST", "/replay/pause", post_pause},
    {"POST", "/replay/resume", post_resume},
};

Response misses(const Request& request) {
  std::string methods;
  for (const Route& route : kRoutes) {
    if (route.path != request.path) continue;
    methods += (methods.empty() ? "" : ", ") + std::string(route.method);
  }
  if (methods.empty()) return plain(404, "not found; there are /config /loglevel /reload\n");
  Response response = plain(405, "for " + request.path + " there is " + methods + "\n");
  response.headers = "Allow: " + methods + "\r\n";
  return response;
}

}  // namespace

Response handle(const Request& request, const Controls& controls) {
  if (!request.origin.empty()) return plain(403, "not for pages of other sites\n");
  const auto route = std::find_if(std::begin(kRoutes), std::end(kRoutes), [&](const Route& one) {
    return one.path == request.path && one.method == request.method;
  });
  if (route == std::end(kRoutes)) return misses(request);
  if (route->path.starts_with("/replay/") && !controls.set_replay_rate) {
    return plain(404, "nothing is replayed here\n");
  }
  const auto query = read_query(request.query);
  if (!query) return refuse(400, query.fault());
  return route->answer(controls, *query);
}

std::span<const std::string_view> admin_paths() { return kPaths; }

}  // namespace adapters::status
