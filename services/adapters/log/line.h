// adapters/log/line.h
//
// One log line as JSON for machines or as text for people. Whatever bytes come in, the JSON is
// one valid line of UTF-8, and the text moves no terminal's cursor. Keys stand in a fixed order:
// ts level msg component stage worker topic partition offset code trace_id, then the rest as given.
// Pure. Must not know: where lines go, which are dropped.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/time.h"
#include "stream/ports.h"

namespace adapters::log {

using base::Timestamp;
using stream::NoteField;

enum class Level { Debug, Info, Warning, Error };

std::string_view to_text(Level level);

struct Line {
  Timestamp at;
  Level level = Level::Info;
  std::string_view message{};    // constant text: what varies stands in the fields
  std::string_view component{};  // the room's target, "stream", "adapters.kafka"
  std::span<const NoteField> fields{};
};

enum class Color { No, Yes };

// Both end with a newline.
std::string to_json(const Line& line);
std::string to_text(const Line& line, Color color);

}  // namespace adapters::log
