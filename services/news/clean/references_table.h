// news/clean/references_table.h
//
// The named character references of HTML, sorted by name. Written by make_references.py.
// Constant; only references.cc reads it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace news::clean {

struct NamedReference {
  std::string_view name;  // "amp;", and "amp" if it may stand without the semicolon
  std::string_view text;  // UTF-8
};

inline constexpr std::size_t kReferenceCount = 2231;
extern const NamedReference kReferences[kReferenceCount];
// For each letter from 'A' to 'z' + 1: the first name that starts with it or a later one.
extern const std::uint16_t kReferenceStarts[59];

}  // namespace news::clean
