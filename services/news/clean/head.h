// news/clean/head.h
//
// What a page says about itself in meta and link elements, collected in one walk over the arena.
// Must not know: which of it is true.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "news/clean/arena.h"

namespace news::clean {

struct PageHead {
  struct Meta {
    std::string name;          // of name, property or itemprop; lower case
    std::string_view content;  // references undecoded
  };
  std::vector<Meta> metas;
  std::vector<std::string_view> canonicals, amps, authors;  // link elements' addresses
  std::vector<std::string_view> bases;
  std::vector<NodeIndex> headings;  // visible h1 and h2
  std::vector<NodeIndex> times, figures, bylines, breadcrumbs, tag_links;
  std::vector<NodeIndex> subtitles;  // by class or itemprop
  std::vector<NodeIndex> walls;      // what is only for those who pay or sign in, as classes say

  // Decoded content of the first of `names` that has one: the order is the order of trust.
  std::string find(std::initializer_list<std::string_view> names) const;
  // Of each meta element of that name.
  std::vector<std::string> find_all(std::string_view name) const;
};

void read_head(const Page& page, PageHead& head);

}  // namespace news::clean
