// cli/demo/story.h
//
// One invented story and the editions it goes through: as first published, then with a change of
// one kind. Pure; the same seed tells the same story.
// Must not know: pages, events, Kafka.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "cli/demo/draw.h"
#include "cli/demo/voices.h"

namespace cli::demo {

struct Edition {
  std::string headline;
  std::vector<std::string> paragraphs;
};

struct Story {
  const Voice* voice = nullptr;
  std::string url, guid, section, author;  // guid: agencies only
  base::Timestamp published;
  Edition first, early;  // early: what stood there some minutes before
  // In the order in which they come; each is a whole edition.
  std::vector<Edition> later;
  bool is_dump = false;
};

enum class Twist { None, Added, Figure, Headline, Reworded, Removed };
inline constexpr std::size_t kTwists = 6;

struct StoryPlan {
  std::size_t number = 0;
  base::Timestamp published;
  Twist twist = Twist::None;
  bool corrected = false;
};

// A story of a voice's bulk.
Story make_story(const Voice& voice, const StoryPlan& plan);

// The one that the demo follows: an addition, another figure with a new headline, a correction.
Story make_followed(base::Timestamp published);

// A headline of the voice, for lists of links.
std::string make_teaser(const Voice& voice, Draw& draw);

}  // namespace cli::demo
