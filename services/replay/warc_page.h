// replay/warc_page.h
//
// What a WARC's response holds of a page: the HTTP message is taken apart, and chunks and
// compression are undone; archives often name them though they have undone them already. No page is
// larger than a limit, whatever it is packed in. Pure. Must not know: files, JSON, what a page
// says.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "replay/cutter.h"

namespace replay {

struct WarcPage {
  std::string url, fetched_at;  // as the record has them
  int status = 0;
  std::string content_type, body;

  bool operator==(const WarcPage&) const = default;
};

std::variant<WarcPage, Skip> read_page(const WarcRecord& record, std::size_t body_bytes_max);

}  // namespace replay
