// benchmarks/page.h
//
// A story as a crawler finds it: as a text dump or as an HTML page, between the menus, lists and
// scripts of an invented site. Pure and deterministic.
// Must not know: events, Kafka.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "benchmarks/story.h"

namespace benchmarks {

struct Site {
  std::string host, name;
  std::uint32_t number = 0;  // decides how its pages look
};

Site make_site(std::uint32_t number);

struct PagePlace {
  const Site& site;
  std::string url;            // canonical
  std::int64_t published_at;  // ms since 1970
  std::uint64_t furniture;    // menus and lists follow from it: another one each crawl
};

// One line a block: crawl date and title, menu, path, headline, dates, paragraphs, related links.
std::string make_dump(const Story& story, const PagePlace& place);

// Filled up with scripts, styles and link lists to about `bytes`; 0: as it comes, some 6 KB.
std::string make_page(const Story& story, const PagePlace& place, std::size_t bytes);

}  // namespace benchmarks
