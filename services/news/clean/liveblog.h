// news/clean/liveblog.h
//
// A story told in updates: which blocks each update has, and which of them are its heading. Only
// where the page's markup says that it is one, for comments and lists of stories have the same
// shape. Linear. Must not know: who chose the body, what a time says.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "news/clean/blocks.h"
#include "news/clean/head.h"

namespace news::clean {

// So many elements of one shape, each with a time, are updates; fewer are not.
inline constexpr std::size_t kUpdatesMin = 5;

// Blocks [first, head) are its time and title, [head, end) its text.
struct Update {
  std::uint32_t first = 0, head = 0, end = 0;
};

// `type` is what the page's JSON-LD calls its article. In page order; empty: no live blog.
std::vector<Update> find_updates(const Page& page, const PageHead& head, const BlockList& list,
                                 std::string_view type);

}  // namespace news::clean
