#include "replay/note.h"

#include "replay/note_fields.h"

namespace replay {
namespace {

constexpr std::string_view kFormat = "dateline-replay/1";

std::optional<std::int64_t> take_offset(std::string_view& text, std::string_view name) {
  const auto value = take_field(text, name);
  const auto offset = value ? read_whole_number<std::int64_t>(*value) : std::nullopt;
  return offset && *offset >= 0 ? offset : std::nullopt;
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
  const auto digest = take_field(text, "plan");
  if (!from || !to || !digest || digest->empty() || !text.empty()) return std::nullopt;
  return Note{*from, *to, std::string(*digest)};
}

}  // namespace replay
