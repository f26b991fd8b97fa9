// benchmarks/story.h
//
// An invented news story as its sentences, made again at any time from a seed and the list of its
// edits, so that a workload remembers a story in a few bytes. Pure and deterministic.
// Must not know: pages, events, Kafka.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace benchmarks {

enum class EditKind : std::uint8_t {
  Addition,    // one paragraph more
  Edit,        // another word in one sentence
  Factual,     // another number in one sentence
  Headline,    // another headline
  Removal,     // one paragraph less
  Cosmetic,    // capitals in one sentence
  Rewrite,     // another text under the same headline
  Correction,  // one sentence corrected, and a note that says so
  Silent,      // nothing that readers would call news: menus and links only
};

struct StoryEdit {
  EditKind kind = EditKind::Edit;
  std::uint32_t salt = 0;  // which sentence, which word

  bool operator==(const StoryEdit&) const = default;
};

// All that must be remembered of one.
struct StorySeed {
  std::uint64_t seed = 1;
  std::uint32_t words = 407;  // of the body, about
  std::vector<StoryEdit> edits{};
};

struct Story {
  std::string headline, author, place, section;
  std::vector<std::string> paragraphs;
};

Story make_story(const StorySeed& seed);

// Words of a body such that their median is 407 and one in ten has more than 1,060.
std::uint32_t words_for(std::uint64_t drawn);

// Of about `count` words, ending with a full stop.
std::string make_sentence(std::uint64_t seed, std::uint32_t count);
std::string make_headline(std::uint64_t seed);

}  // namespace benchmarks
