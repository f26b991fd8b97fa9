// replay/letter_line.h
//
// A dead letter in a file of JSON lines: its value is a line as it is, so that it can be edited,
// and the line before it keeps what would be lost: why it died, its key, and the headers that go
// with it when it gets another try, how often it was tried among them. Pure. Must not know: Kafka,
// files.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "replay/dead_letter.h"
#include "stream/stage.h"

namespace replay {

// One line, without its end.
std::string to_letter_line(const DeadLetter& letter, std::string_view key,
                           std::span<const stream::Header> headers, std::string_view place);

struct LetterLine {
  std::string key;
  std::vector<stream::OwnedHeader> headers;

  bool operator==(const LetterLine&) const = default;
};

// Nothing: this line is an event.
std::optional<LetterLine> read_letter_line(std::string_view line);

}  // namespace replay
