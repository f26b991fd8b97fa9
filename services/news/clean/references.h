// news/clean/references.h
//
// Character references of HTML: "&amp;", "&#8217;", "&notit;". 2,231 names, longest match, numbers
// with the repairs that HTML prescribes. Pure, any thread; linear.
// Must not know: tags.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace news::clean {

enum class ReferenceIn : unsigned char { Text, Attribute };

// `text[pos]` is '&'. Appends what it stands for, and returns the place behind it; if it is no
// reference, appends the '&'.
std::size_t append_reference(std::string_view text, std::size_t pos, ReferenceIn where,
                             std::string& out);

// A whole attribute value or title, decoded once.
std::string decode_references(std::string_view text, ReferenceIn where);

}  // namespace news::clean
