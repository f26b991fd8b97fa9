// replay/note.h
//
// What a replay keeps with each offset that it commits: where its range began, where it ends, and
// which request it serves. So that it can go on after a death, and another plan cannot take its
// place. Format 1; a reader refuses what it does not know.
// Pure. Must not know: Kafka.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace replay {

struct Note {
  std::int64_t from = 0, to = 0;  // offsets; `to` itself is out
  std::string digest;             // of the request

  bool operator==(const Note&) const = default;
};

// "dateline-replay/1 from=81200114 to=84711902 plan=0f3a91c2d45e6b78"
std::string to_text(const Note& note);
std::optional<Note> read_note(std::string_view text);

}  // namespace replay
