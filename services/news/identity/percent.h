// news/identity/percent.h
//
// One spelling of escapes (RFC 3986, 2): letters, digits and -._~ are never escaped, what has no
// place in an address always is, and all else stays as it was written.
// Pure, total, O(n), any thread. Must not know: hosts, paths, what a parameter means.
#pragma once

#include <string>
#include <string_view>

namespace news::identity {

enum class Component { Path, Query };  // a query may also hold '?'; so may a fragment

// Idempotent. A '%' without two hex digits is a percent sign: "%25".
std::string normalize_escapes(std::string_view text, Component component);

// Every escape decoded, '+' left alone: an address inside of a parameter, or a host.
std::string decode_escapes(std::string_view text);

// "&amp;" becomes '&' until none is left ("&amp;amp;" too).
std::string unescape_ampersands(std::string_view text);

std::string to_lower_ascii(std::string_view text);
bool starts_with_ignoring_case(std::string_view text, std::string_view lower_prefix);

}  // namespace news::identity
