// replay/file_note.h
//
// What a replay of files keeps with the offset that it commits: how far it has come, where it can
// begin to read again, and what it has counted up to there. Format 1; a reader refuses what it does
// not know. Pure. Must not know: Kafka, files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "replay/skipped.h"

namespace replay {

// A place in the files from which reading can begin: a packed byte of a file. Positions are of
// unpacked bytes: `base` that of the file in all files one behind the other, `position` in the
// file.
struct FilePlace {
  std::uint64_t file = 0, at = 0, base = 0, position = 0;

  bool operator==(const FilePlace&) const = default;
};

struct FileNote {
  std::string digest;                // of the request and the files
  std::uint64_t read = 0, size = 0;  // packed bytes; size 0: not known
  FilePlace place = {};
  std::uint64_t events = 0;  // handed on, or left out by a filter
  SkipCounts skipped{};
  bool is_done = false;

  bool operator==(const FileNote&) const = default;
};

// "dateline-replay-files/1 plan=0f3a read=120 size=4096 file=0 at=96 base=0 position=311
// events=7 done=0 skipped=request:7,cut_end:1"
std::string to_text(const FileNote& note);
std::optional<FileNote> read_file_note(std::string_view text);

}  // namespace replay
