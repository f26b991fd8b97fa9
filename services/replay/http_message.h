// replay/http_message.h
//
// A response as it went over the wire: status, header fields, and the body with its chunks and its
// encodings undone. As lenient as browsers are. Pure; memory follows the limit.
// Must not know: WARC, what the body says.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "replay/skipped.h"

namespace replay {

struct HttpHead {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> fields;  // names in small letters
  std::size_t body_at = 0;

  // The first of that name that says anything.
  std::string_view field(std::string_view name) const;
  // What all of that name list, in small letters.
  std::vector<std::string> list(std::string_view name) const;
};

// Nothing: this is no response.
std::optional<HttpHead> read_http_head(std::string_view message);

// The body as a browser would have it. Where chunks or an encoding are named but not there, the
// body is what it is.
std::variant<std::string, Skip> read_http_body(const HttpHead& head, std::string_view body,
                                               std::size_t bytes_max);

}  // namespace replay
