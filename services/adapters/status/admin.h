// adapters/status/admin.h
//
// What may be changed in a running process, as one function: tested without sockets.
//   GET /loglevel   PUT /loglevel?level=[&room=][&for=]   POST /reload   GET /config
// and in one that replays:
//   PUT /replay/rate?records=&bytes=   POST /replay/pause   POST /replay/resume
// On a port of its own, which only its own host reaches. Pages of other sites are turned away, for
// a browser on that host reaches it too.
// Must not know: sockets, civetweb, what a level is.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "adapters/status/routes.h"
#include "base/result.h"

namespace adapters::status {

struct LevelWish {
  std::string level;
  std::string room;  // empty: all that have no level of their own
  std::string time;  // "10m"; empty: until the next wish or start
};

// A second; 0: no limit. What is not named stays as it is.
struct RateWish {
  std::optional<std::uint64_t> records, bytes;
};

// Called from the server's threads, several at once. What they return is text for people, lines
// with their ends; the detail of a Fault says what is wrong with the wish.
struct Controls {
  std::function<std::string()> show_levels;
  std::function<base::Result<std::string>(const LevelWish&)> set_level;
  std::function<base::Result<std::string>()> reload;
  std::function<std::string()> show_config;
  // Of a process that replays; elsewhere there are no such paths.
  std::function<std::string(const RateWish&)> set_replay_rate = {};
  std::function<std::string(bool paused)> pause_replay = {};
};

Response handle(const Request& request, const Controls& controls);

std::span<const std::string_view> admin_paths();

}  // namespace adapters::status
