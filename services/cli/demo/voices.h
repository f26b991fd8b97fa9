// cli/demo/voices.h
//
// The papers of the demo and how they write: names, places, and topics whose texts have gaps. All
// of it is invented; hosts end in .example, which no one can own (RFC 2606).
// Constant tables. Must not know: events, pages, Kafka.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace cli::demo {

// Texts have gaps: {who} {place} {PLACE} {day} {a} {b}. They are filled anew for each story.
struct Topic {
  std::string_view section, slug, headline;
  std::string_view second_headline;      // what the desk made of the headline later
  std::array<std::string_view, 5> body;  // as first published
  std::string_view reworded;             // what the third paragraph becomes when edited
  std::string_view added;                // what is added when more is known
};

enum class Form { Page, Dump, Both };

struct Voice {
  std::string_view name, host, language, what;
  Form form = Form::Page;
  std::span<const std::string_view> people, places, days;
  std::span<const Topic> topics;
  std::string_view correction;  // {b}: the figure as it was printed, {c}: the right one
};

inline constexpr std::size_t kVoices = 4;
extern const std::array<Voice, kVoices> kAllVoices;

// The story that the demo follows, with all its later changes.
struct Followed {
  Topic topic;  // without gaps; {b} is the figure that changes
  std::string_view author, early, final_headline;
};
extern const Followed kFollowed;

// What a configuration would say of these sites: publishers.yaml.
extern const std::string_view kPublishersYaml;

}  // namespace cli::demo
