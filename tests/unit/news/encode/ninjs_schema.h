// tests/unit/news/encode/ninjs_schema.h
//
// What ninjs 3.1 (IPTC) allows: property names, types, enumerations, ranges, required properties.
// Written down from the published standard, not from our encoder.
#pragma once

#include <simdjson.h>

#include <string>
#include <vector>

namespace ninjs {

// Everything in `object`, a news object of ninjs 3.1, that the standard does not allow.
std::vector<std::string> find_violations(simdjson::dom::element object);

}  // namespace ninjs
