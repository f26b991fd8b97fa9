// news/identity/reference.h
//
// From an address as found (padded, half escaped, relative, without scheme) to its parts.
// Pure, total, O(n), any thread. Must not know: publishers, noise, wrappers.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace news::identity {

// As written, but for the scheme, which is always https.
struct Reference {
  std::string host, port, path, query, fragment;  // port without ':', query without '?'
};

// Cuts, repairs and resolves (RFC 3986, 5.2). Without a base (empty) a relative reference is a
// dead letter bad_address, like any scheme but http and https.
base::Result<Reference> read_reference(std::string_view address, std::string_view base);

}  // namespace news::identity
