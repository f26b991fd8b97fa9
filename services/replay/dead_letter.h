// replay/dead_letter.h
//
// What a dead letter says of itself in its headers, and which site its event is of, as far as that
// can be told of something that could not be read. Pure. Must not know: Kafka, who asks.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "news/identity/address.h"
#include "news/lenient_json.h"
#include "stream/stage.h"

namespace replay {

// Views of the record.
struct DeadLetter {
  std::string_view reason, detail, stage, origin;
  std::optional<base::Timestamp> origin_time;  // of the first record
  int attempts = 1;
  bool is_whole = true;  // false: its value was cut, or was not kept
};

DeadLetter read_dead_letter(std::span<const stream::Header> headers,
                            std::optional<std::string_view> value);

// Headers that tell of a death: off when the record gets another try.
bool is_of_death(std::string_view header);

// Finds the site of events however broken they are. One thread an object.
class SiteFinder final {
 public:
  // Where events have their address, as dotted paths. The rules outlive the finder.
  SiteFinder(std::vector<std::string> url_paths, news::identity::AddressRules rules)
      : url_paths_(std::move(url_paths)), rules_(rules) {}
  SiteFinder(const SiteFinder&) = delete;
  SiteFinder& operator=(const SiteFinder&) = delete;

  // Empty: none can be told. Judged records have their site as key.
  std::string find(const DeadLetter& letter, std::string_view key,
                   std::optional<std::string_view> value);

 private:
  std::string find_in(std::optional<std::string_view> value);

  const std::vector<std::string> url_paths_;
  const news::identity::AddressRules rules_;
  news::JsonDocument document_;
};

// The value at a dotted path; empty: there is none.
news::JsonValue find_path(news::JsonValue value, std::string_view path);

}  // namespace replay
