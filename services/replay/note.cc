#include "replay/note.h"

#include <charconv>

namespace replay {
namespace {

constexpr std::string_view kFormat = "dateline-replay/1";

// What stands behind " name=", up to the next space; takes it off.
std::optional<std::string_view> take(std::string_view& text, std::string_view name) {
  const std::string start = " " + std::string(name) + "=";
  if (!text.starts_with(start)) return std::nullopt;
  text.remove_prefix(start.size());
  const std::string_view value = text.substr(0, text.find(' '));
  text.remove_prefix(value.size());
  return value;
}

std::optional<std::int64_t> take_offset(std::string_view& text, std::string_view name) {
  const auto value = take(text, name);
  if (!value) return std::nullopt;
  std::int64_t offset = 0;
  const auto read = std::from_chars(value->data(), value->data() + value->size(), offset);
  const bool whole = read.ec == std::errc() && read.ptr == value->data() + value->size();
  return whole && offset >= 0 ? std::optional(offset) : std::nullopt;
}

}  // namespace

std::string to_text(const Note& note) {
  return std::string(kFormat) + " from=" + std::to_string(note.from) +
         " to=" + std::to_string(note.to) + " plan=" + note.digest;
}

std::optional<Note> read_note(std::string_view text) {
  if (!text.starts_with(kFormat)) return std::nullopt;
  text.remove_prefix(kFormat.size());
  const auto from = take_offset(text, "from");
  const auto to = take_offset(text, "to");
  const auto digest = take(text, "plan");
  if (!from || !to || !digest || digest->empty() || !text.empty()) return std::nullopt;
  return Note{*from, *to, std::string(*digest)};
}

}  // namespace replay
