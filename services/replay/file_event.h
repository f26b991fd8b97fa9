// replay/file_event.h
//
// What is in files as records for the lane: a line as it is, a page of a WARC as the event that a
// crawler would have sent of it. The key is the event's address, so that what is told of one
// address stays in order; of a dead letter it is its own. One thread.
// Must not know: files, positions, how a record is copied.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "news/decode/event.h"
#include "news/lenient_json.h"
#include "replay/letter_line.h"
#include "replay/skipped.h"
#include "replay/warc_page.h"
#include "stream/stage.h"

namespace replay {

struct FileEvent {
  std::string key, value;
  std::vector<stream::OwnedHeader> headers;

  std::size_t bytes() const { return key.size() + value.size(); }
  bool operator==(const FileEvent&) const = default;
};

class EventMaker final {
 public:
  // Under which names, and with which limit, events are read where they go.
  explicit EventMaker(news::decode::Options decode);
  EventMaker(const EventMaker&) = delete;
  EventMaker& operator=(const EventMaker&) = delete;

  // `letter`: what the line before told of it.
  FileEvent from_line(std::string_view line, std::optional<LetterLine> letter);
  std::variant<FileEvent, Skip> from_warc(const WarcRecord& record) const;

 private:
  std::string to_json(const WarcPage& page) const;

  const news::decode::Options decode_;
  news::JsonDocument document_;
};

}  // namespace replay
