// replay/file_wiring.h
//
// What a replay of files needs of the world: what is in the files, who reads the lane, and what was
// committed before. Must not know: threads, flags, how anything is printed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "replay/file_note.h"
#include "replay/file_plan.h"
#include "replay/wiring.h"

namespace replay {

// Folders stand for what is in them; then all in the order of their names, for they are one stream.
// Faults (Stop): unreadable_file.
base::Result<std::vector<adapters::files::FileState>> find_files(
    const std::vector<std::string>& paths);

// The beginning of each: of some of them, if they are many, more than of the others.
base::Result<std::vector<FileFound>> look_into(const std::vector<adapters::files::FileState>& files,
                                               const news::decode::Options& decode);

struct FileProgress {
  std::int64_t next = 0;
  FileNote note;

  bool operator==(const FileProgress&) const = default;
};

// Nothing: what this group has committed is no replay of files.
base::Result<std::optional<FileProgress>> find_file_progress(adapters::kafka::Asker& asker,
                                                             const std::string& target,
                                                             stream::Millis timeout);

}  // namespace replay
