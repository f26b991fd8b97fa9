// cli/explain/html.h
//
// Explanations as one page that needs nothing else: no script, no address that a browser would
// open, and a policy in its head that forbids both. All that came from outside is escaped. Pure.
// Must not know: terminals.
#pragma once

#include <string>
#include <string_view>

#include "cli/explain/explained.h"

namespace cli::explain {

// What one event may add to the page; a note stands where more was cut off.
struct HtmlLimits {
  std::size_t blocks_max = 20'000;
  std::size_t text_bytes_max = 8u << 10;  // of one block
};

// The page is its head, one section an event, and its foot.
std::string html_head(std::string_view title);
std::string html_section(const Explained& explained, const HtmlLimits& limits = {});
std::string html_foot();

// Text and attribute values alike; controls that are no spaces become U+FFFD.
std::string escape_html(std::string_view text);

}  // namespace cli::explain
