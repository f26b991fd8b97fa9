// replay/note_fields.h
//
// How the notes beside offsets are spelled: " name=value" one behind the other, each value without
// a space. For note.cc and file_note.cc; the number for dead_letter.cc too. Pure, any thread.
// Must not know: which note it is.
#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <string_view>

namespace replay {

// What stands behind " name=", up to the next space; takes it off.
inline std::optional<std::string_view> take_field(std::string_view& text, std::string_view name) {
  const std::string start = " " + std::string(name) + "=";
  if (!text.starts_with(start)) return std::nullopt;
  text.remove_prefix(start.size());
  const std::string_view value = text.substr(0, text.find(' '));
  text.remove_prefix(value.size());
  return value;
}

// Nothing, if anything else stands beside the number.
template <class T>
std::optional<T> read_whole_number(std::string_view text) {
  T number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
  return is_whole ? std::optional(number) : std::nullopt;
}

}  // namespace replay
