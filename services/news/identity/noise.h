// news/identity/noise.h
//
// Which query parameters say where a reader came from, and not which article this is. The shared
// list; publishers add to it and protect names from it, and protection wins.
// Never on it: id no aid idxno sid oid cid ref source from page. They are the article somewhere.
// Pure, any thread. Must not know: hosts, paths.
#pragma once

#include <string_view>

#include "news/publishers.h"

namespace news::identity {

// Names in any case; `publisher` may be null.
bool is_noise(std::string_view name, std::string_view value, const Publisher* publisher);

}  // namespace news::identity
