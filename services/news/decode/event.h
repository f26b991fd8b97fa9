// news/decode/event.h
//
// The bytes of a record become a raw event, or a dead letter that says why not.
// Linear in the bytes; limits below. One thread; the answer is a function of the bytes, the
// options and `judged_at`. proto/raw_event.schema.json describes the same event.
// Must not know: HTML, what a page says, Kafka, the clock.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "news/article.h"

namespace news::decode {

struct Limits {
  std::size_t event_bytes_max = 8u << 20;  // larger: event_too_large
  std::size_t json_depth_max = 32;         // deeper: bad_json
  std::size_t url_bytes_max = 2048;        // a longer address: bad_address
  std::size_t hint_bytes_max = 4096;       // a longer hint: ignored, flag hint_ignored
  std::size_t hint_items_max = 64;         // authors, tags: the rest is dropped
};

// Field name of ours -> names of other crawlers, as dotted paths; the first of the right type wins.
using FieldPaths = std::map<std::string, std::vector<std::string>, std::less<>>;

// The names that FieldPaths may use as keys: "url", "html", "fetched_at" ...
bool is_field(std::string_view name);

struct Options {
  Limits limits;
  FieldPaths fields;           // a field that is not named here is read under its own name
  bool accept_rfc3339 = true;  // formats of fetched_at
  bool accept_epoch = true;
};

class Decoder final {
 public:
  explicit Decoder(Options options);
  ~Decoder();
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  // `judged_at` is the record's own time: no fetch may lie more than a day after it. The event's
  // html and text stay valid until the next call.
  base::Result<RawEvent> decode(std::string_view value, base::Timestamp judged_at);

 private:
  struct Buffers;

  Options options_;
  std::unique_ptr<Buffers> buffers_;
};

}  // namespace news::decode
