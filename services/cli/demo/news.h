// cli/demo/news.h
//
// Some days of invented news as crawlers would bring it: each story once or several times, changed,
// corrected, withdrawn, from before it was first seen, at another address of the same page; and
// between them events that are broken. Pure; the same numbers make the same events.
// Must not know: Kafka, how events are judged.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "base/time.h"
#include "cli/demo/voices.h"

namespace cli::demo {

struct Event {
  std::string site;  // the record's key
  std::string json;
};

struct SiteCounts {
  std::size_t stories = 0, pages = 0, dumps = 0;
};

struct News {
  std::vector<Event> events;  // in the order in which they arrive
  std::array<SiteCounts, kVoices> sites{};
  std::size_t again = 0;    // the same text once more
  std::size_t changed = 0;  // another text
  std::size_t corrected = 0, withdrawn = 0, late = 0, broken = 0;
  std::size_t bytes = 0;
  std::string followed_url;
};

// All events were fetched in the days before `now`.
News invent(std::size_t stories, base::Timestamp now);
// So many further stories, none of which an earlier round has told. The first round is 1.
News invent_more(std::size_t stories, std::size_t round, base::Timestamp now);

}  // namespace cli::demo
