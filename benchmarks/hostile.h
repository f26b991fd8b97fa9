// benchmarks/hostile.h
//
// Pages and dumps that were made to hurt whoever reads them: a short story, and then one unit of
// markup or text as often as fits. What cleaning must answer in linear time and with bounded
// memory. Pure and deterministic. Must not know: how pages are read.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace benchmarks {

// In `unit`, "#" becomes the number of the unit, so that no two of them are equal.
struct HostileShape {
  std::string_view name{};
  std::string_view head{};   // into <head>, before the story
  std::string_view begin{};  // behind the story
  std::string_view unit{}, end{};
  bool unit_in_head = false;    // the units stand in <head> instead, between `begin` and `end`
  bool in_story = false;        // the units stand inside <article>, behind the story's paragraphs
  std::size_t begin_count = 1;  // so often stands `begin`
  std::string_view content_type{};  // given: the page is bytes, and their charset is in question
  bool dump = false;                // a text dump: headline, story, and behind it the units
};

std::span<const HostileShape> hostile_pages();
std::span<const HostileShape> hostile_charsets();
std::span<const HostileShape> hostile_dumps();
// All of these.
std::vector<HostileShape> hostile_shapes();

inline constexpr std::string_view kHostileHeadline = "Night ferry returns to the harbour";
inline constexpr std::string_view kHostileParagraph =
    "The night ferry sails again from May, the harbour board said on Monday, and it will call at "
    "both islands.";

// A page or dump of about `bytes`: never more than one unit longer.
std::string make_hostile(const HostileShape& shape, std::size_t bytes);

}  // namespace benchmarks
