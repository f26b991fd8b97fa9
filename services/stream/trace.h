// stream/trace.h
//
// The trace that a record belongs to, as its producer says (W3C Trace Context). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "stream/stage.h"

namespace stream {

// The 32 digits of a well-formed "traceparent"; of a malformed one, or of none, nothing.
std::optional<std::string> trace_id_of(const Record& record);

}  // namespace stream
