// news/identity/host.h
//
// One spelling per host: UTS 46 A-labels in lower case, without the labels that only say which
// device a page is drawn for. Pure, total, any thread.
// Must not know: schemes, paths, publishers.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace news::identity {

// Escapes decoded, trailing dots dropped, non-transitional UTS 46. A dead letter bad_address for
// empty or over-long labels and characters that no host has.
base::Result<std::string> normalize_host(std::string_view host);

// Drops "www", "www" and a digit, "m", "mobile", "amp" left of the registrable domain; "news" and
// "blog" stay. An empty domain leaves the host as it is.
std::string_view drop_device_labels(std::string_view host, std::string_view domain);

}  // namespace news::identity
