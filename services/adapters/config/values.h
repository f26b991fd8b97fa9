// adapters/config/values.h
//
// From a spelling to a typed value. The key decides the type, never the spelling: text takes
// `010`, `1.20` and `no` as they stand; an integer refuses `010`, `0x1f` and `1e3` and says how to
// write them. Pure.
// Must not know: YAML, which keys exist.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace adapters::config {

// Either the number or what is wrong with its spelling.
using NumberOrComplaint = std::variant<std::int64_t, std::string>;

// Decimal, without sign, leading zeros or exponent.
NumberOrComplaint read_integer(std::string_view text);

// Bytes: an integer, or one with KiB, MiB or GiB.
NumberOrComplaint read_bytes(std::string_view text);

// Milliseconds: an integer with ms, s, m, h or d. The unit is required.
NumberOrComplaint read_duration(std::string_view text);

// 1 or 0: true or false, nothing else.
NumberOrComplaint read_boolean(std::string_view text);

// Back to the shortest spelling: "8MiB", "100ms", "7d".
std::string spell_bytes(std::int64_t bytes);
std::string spell_duration(std::int64_t milliseconds);

// As a YAML scalar, quoted only where YAML would read it as something else.
std::string spell_text(std::string_view text);

// "a|b" at '|'; nothing of an empty text.
std::vector<std::string_view> split(std::string_view text, char separator);

// "a|b" as "a, b".
std::string list_words(std::string_view words);

// How many letters to add, drop or change to come from one word to the other.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The first of the nearest words, at most two letters away; empty if none is that near.
std::string_view find_nearest(std::string_view word, const std::vector<std::string_view>& words);

}  // namespace adapters::config
