// replay/filter.h
//
// Which records of a range are meant. A record that cannot be read where a filter must look into it
// is not. One thread an object. Must not know: Kafka, where the record goes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "news/decode/event.h"
#include "news/identity/address.h"
#include "news/lenient_json.h"
#include "replay/dead_letter.h"
#include "stream/stage.h"

namespace replay {

// What is empty does not matter. Several names of one kind: any of them; several kinds: all.
struct Selection {
  std::vector<std::string> sites = {}, keys = {};
  std::optional<base::Timestamp> fetched_from = {}, fetched_to = {};  // fetched_to itself is out
  std::vector<std::pair<std::string, std::string>> where =
      {};  // dotted path of the event, its value
  // Of dead letters: those of events, whole, of these reasons only, and not those that have died
  // more often. What is brought in again by a schedule would die each time; 0: however often.
  bool of_dead = false;
  std::vector<std::string> reasons = {};
  int attempts_max = 0;
  // The record's own time: of logs whose times are not in order. came_to itself is out.
  std::optional<base::Timestamp> came_from = {}, came_to = {};

  bool operator==(const Selection&) const = default;
  bool empty() const { return *this == Selection{}; }
};

// One spelling of each selection, to tell whether two are the same.
std::string to_text(const Selection& selection);

class Filter final {
 public:
  // The rules outlive the filter.
  Filter(Selection selection, news::decode::Options decode, news::identity::AddressRules rules);
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;

  bool takes(const stream::Record& record);

 private:
  bool takes_time(const stream::Record& record) const;
  bool takes_event(const stream::Record& record);
  bool takes_fields(std::string_view value);
  bool takes_letter(const stream::Record& record);

  const Selection selection_;
  const news::identity::AddressRules rules_;
  news::decode::Decoder decoder_;
  SiteFinder finder_;
  news::JsonDocument document_;
};

}  // namespace replay
