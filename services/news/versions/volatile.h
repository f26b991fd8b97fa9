// news/versions/volatile.h
//
// Lines that change without news: "Updated 9:31 AM", "3 min read", "12 comments", 입력 2025.10.24.
// Such a line consists of nothing but labels, dates, times, counts and their units.
// Pure, any thread. O(n) on lines of at most kVolatileBytesMax bytes; longer ones are text.
// Must not know: HTML, what the line stands beside.
#pragma once

#include <cstddef>
#include <string_view>

namespace news::versions {

inline constexpr std::size_t kVolatileBytesMax = 120;

// `line` is normalised text.
bool is_volatile_line(std::string_view line);

}  // namespace news::versions
