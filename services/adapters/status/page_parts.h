// adapters/status/page_parts.h
//
// The sources of the status page as the build found them in page/. This room only.
#pragma once

#include <string_view>

namespace adapters::status {

std::string_view page_html();
std::string_view page_style();
std::string_view page_script();  // all scripts, in the order in which they need one another

}  // namespace adapters::status
