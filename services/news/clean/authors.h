// news/clean/authors.h
//
// Names of people out of bylines: "By Mara Lind and Jo Reyes, Staff Writers" -> two names.
// At most 20 names, 4 KiB read. Pure, any thread.
// Must not know: HTML, JSON, where the byline stood.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace news::clean {

inline constexpr std::size_t kAuthorsMax = 20;

// Who is not a person on this page; as printed, may be empty.
struct NotPeople {
  std::string_view publisher, agency, site;
  bool nicknames = false;  // what markup calls an author may be "ferryfan" or "Ferry_Fan7"
};

// A line that begins with "By" of any language: what follows it. Else empty.
std::string_view byline_rest(std::string_view line);
// "Posted on 24 October by Mara Lind | 3 comments": "Mara Lind". Else empty.
std::string_view byline_inside(std::string_view line);
// The one part of a line "Mara Lind | Staff Writer | 24 October" that is a full name. Else empty.
std::string_view name_among_parts(std::string_view line);

// Splits, cuts roles and labels, drops what is no person, and appends each new name once.
void add_authors(std::string_view byline, const NotPeople& not_people,
                 std::vector<std::string>& names);

// The agency that a byline or line names, by its own short name; empty if none.
std::string_view find_agency(std::string_view line);

// The agency at the end of a story: "... sails again. (AFP)", or of a line that claims its rights:
// "© 2025 Reuters. All rights reserved." Empty if none.
std::string_view find_agency_at_end(std::string_view line);

// "SEOUL, Oct. 24 (Yonhap) -- ...": place and agency before the text.
struct Dateline {
  std::string place;
  std::string_view agency;  // short name, may be empty
};
// Empty place: the paragraph has no dateline.
Dateline read_dateline(std::string_view paragraph);

}  // namespace news::clean
