// tests/unit/news/versions/convergence.h
//
// What any judge must do, whatever the order of arrival, on random articles: each statement a
// function that names the first article where it does not hold. Given a judge, so that the tests
// can be tried on wrong ones.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tests/unit/news/versions/sightings.h"

namespace news::versions {

using Judge = std::function<Placement(const HeadRow&, const Seen&)>;

// The sets of candidates that are tried: from one seed the same everywhere.
struct Articles {
  std::uint32_t seed = 1;
  int count = 1;
};

// Every order ends in the same sightings and values, numbers apart ...
std::string find_other_timeline(const Judge& judge, Articles articles);
// ... in the history that a model, which has none of the judge's code, reads off the set ...
std::string find_other_history(const Judge& judge, Articles articles);
// ... and in a last head record that shows the head, differs from it silently, or waits for a text.
std::string find_other_record(const Judge& judge, Articles articles);
// Each number is given once, recleaned and flapping ones apart, and none is left out.
std::string find_wrong_number(const Judge& judge, Articles articles);
// Everything a second time changes nothing.
std::string find_second_change(const Judge& judge, Articles articles);
// In order of fetching, by one cleaner, no version is a late one.
std::string find_late_version(const Judge& judge, Articles articles);
// Past the bounds the head is still the same.
std::string find_other_head(const Judge& judge, Articles articles);

}  // namespace news::versions
