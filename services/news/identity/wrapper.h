// news/identity/wrapper.h
//
// Addresses that carry another one: caches, archives, redirectors. And those that hide another
// one, which only the network could tell.
// Pure, total, any thread. Must not know: publishers, how the inside is spelled.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace news::identity {

// One layer, before paths and queries are normalised. Hosts are normalised already.
struct Layer {
  std::string_view host;    // without device labels
  std::string_view domain;  // its registrable domain; may be empty
  std::string_view path;    // begins with '/'
  std::string_view query;   // without '?'
  std::string_view rest;    // path, query and fragment as written
};

// The address inside; empty if this is a wrapper with nothing in it; nothing if it is none.
std::optional<std::string> find_wrapped(const Layer& layer);

bool is_shortener(std::string_view host);

}  // namespace news::identity
