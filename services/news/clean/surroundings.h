// news/clean/surroundings.h
//
// What stands around a story: menus, boxes of other stories, what readers wrote. Names of elements
// say it, but not alone: what most of the page's prose stands in is the story's, whatever its name.
// Linear. Must not know: which blocks are the article.
#pragma once

#include <string_view>
#include <vector>

#include "news/clean/blocks.h"

namespace news::clean {

// By its tag, class or role it stands around the story, unless it holds too much.
bool may_stand_apart(const Node& node, std::string_view role);

// Whether it heads what readers wrote: "Comments", "12 comments".
bool is_comment_head(const Line& line, std::string_view folded);

// `doubted` are the elements that may, in page order.
// Line::readers: elements that are named for comments, and all behind a head that says so.
void mark_readers(const Page& page, const std::vector<NodeIndex>& doubted, BlockList& list);
// BlockList::sums.
void add_up(BlockList& list);
// PageBlock::apart and Line::negatives. Needs the sums.
void mark_apart(const Page& page, const std::vector<NodeIndex>& doubted, BlockList& list);

}  // namespace news::clean
