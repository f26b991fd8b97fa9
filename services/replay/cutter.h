// replay/cutter.h
//
// The bytes of a file, in whatever pieces they come, cut into records: lines, or those of a WARC.
// No record is held beyond a limit, however long it is. One thread an object.
// Must not know: files, compression, where records go.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "replay/skipped.h"

namespace replay {

// A record, valid until the cutter is called again. Skipped: it is none, and why.
struct Cut {
  std::uint64_t begin = 0;  // position of its first byte
  std::optional<Skip> skip = {};
  std::string_view line = {};               // of lines
  const struct WarcRecord* warc = nullptr;  // of a WARC
};

// A response, as the file has it.
struct WarcRecord {
  std::map<std::string, std::string> fields;  // names in small letters
  std::string block;                          // what fits the limit
  bool is_whole = true;                       // so it is all of the block

  std::string_view field(const std::string& name) const {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string_view() : found->second;
  }
};

class Cutter {
 public:
  virtual ~Cutter() = default;
  // Uses up some of the bytes, at least one, and no more than end a record; the first of them
  // stands at `at`. Returns how many.
  virtual std::size_t feed(std::string_view bytes, std::uint64_t at, std::optional<Cut>& cut) = 0;
  // No more bytes come: what is still a record.
  virtual std::optional<Cut> end() = 0;
  // What comes next does not go on with what came: what was begun is dropped.
  virtual void lose() = 0;
};

std::unique_ptr<Cutter> make_line_cutter(std::size_t line_bytes_max);
std::unique_ptr<Cutter> make_warc_cutter(std::size_t record_bytes_max);

}  // namespace replay
