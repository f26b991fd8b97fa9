// news/clean/address.h
//
// References on a page against its address (RFC 3986, section 5), and what an address tells.
// Spelling one address one way is not done here. Pure, any thread; linear.
// Must not know: HTML, suffix lists.
#pragma once

#include <string>
#include <string_view>

namespace news::clean {

// Absolute http(s) address, or empty: another scheme, no host, or over 2 KiB.
std::string resolve(std::string_view base, std::string_view reference);

// Lower-case, without port and user; empty if it is no absolute http(s) address.
std::string host_of(std::string_view url);

// "/", "/index.html", "/en/" are a site's front pages if nothing else is asked for.
bool is_root(std::string_view url);

// The path's first folder if it reads like a word ("politics"), else empty.
std::string_view first_folder(std::string_view url);

// The host is `site` or below it.
bool is_of_site(std::string_view host, std::string_view site);

}  // namespace news::clean
