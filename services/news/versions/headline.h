// news/versions/headline.h
//
// A headline without the marks that wires put before and behind it (UPDATE 1-, CORRECTED-, (LEAD),
// 종합): what is left names the story, from its first telling to its last.
// Pure, any thread. Must not know: articles, the body.
#pragma once

#include <string_view>

namespace news::versions {

// `headline` is normalised text; so is what is left. A headline of marks alone stays as it is.
std::string_view without_markers(std::string_view headline);

}  // namespace news::versions
