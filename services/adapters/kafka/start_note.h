// adapters/kafka/start_note.h
//
// What is kept beside a group's offsets that were put there before its first record: where the
// group begins, and by which request. Its workers carry the note along with their own commits, so
// it lasts as long as the offsets do. Format 1; any other note is not one of these.
// Pure. Must not know: librdkafka, who makes groups.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::kafka {

struct StartNote {
  std::int64_t from = 0;  // the first record that is read
  std::string request;    // a digest

  bool operator==(const StartNote&) const = default;
};

// "dateline-start/1 from=81200114 request=0f3a91c2d45e6b78"
std::string to_text(const StartNote& note);
std::optional<StartNote> read_start_note(std::string_view text);

}  // namespace adapters::kafka
