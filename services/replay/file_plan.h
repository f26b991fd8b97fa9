// replay/file_plan.h
//
// What a replay of files would do: what is in each of them, about how much that is, and why it must
// not be done. A function of the request and of what was found.
// Must not know: Kafka, who prints it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "adapters/files/input.h"
#include "replay/file_reader.h"
#include "replay/plan.h"

namespace replay {

// One file, as far as it was looked into.
struct FileFound {
  adapters::files::FileState state = {};
  adapters::files::Packing packing = adapters::files::Packing::Unknown;
  FileForm form = FileForm::Unknown;
  bool begins_well = true;
  // Within its first packed bytes; all of them, if it is whole.
  std::uint64_t packed = 0, events = 0, event_bytes = 0;
  bool is_whole = false;
  SkipCounts skipped{};
};

struct FilePlanRow {
  std::string path;
  std::uint64_t bytes = 0;  // packed
  std::string packing, form;
  std::uint64_t events = 0, event_bytes = 0;
  bool is_exact = false;  // else about so many
  std::string note = {};

  bool operator==(const FilePlanRow&) const = default;
};

struct FilePlan {
  std::string target, id, digest;
  std::vector<FilePlanRow> rows;
  std::vector<std::string> refusals;  // empty: it may be done
  std::int64_t live_lag = 0;
  bool has_pipe = false;  // nothing can go on with it

  // As a plan of a topic has them: for times and rates.
  Plan totals() const;
};

// A hash of everything that decides what is copied.
std::string digest_of(const Request& request, const std::vector<adapters::files::FileState>& files);

// `id` is never empty. Of the world, the lane and who reads it count.
FilePlan make_plan(const Request& request, const std::vector<FileFound>& files, const World& world,
                   const std::string& id);

// Made from the files; of pipes from the time, for nobody knows what is in them.
std::string id_for(const std::string& digest, const std::vector<adapters::files::FileState>& files,
                   base::Timestamp now);

}  // namespace replay
