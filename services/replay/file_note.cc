#include "replay/file_note.h"

#include <algorithm>

#include "replay/note_fields.h"

namespace replay {
namespace {

constexpr std::string_view kFormat = "dateline-replay-files/1";

bool take_number(std::string_view& text, std::string_view name, std::uint64_t& number) {
  const auto value = take_field(text, name);
  const auto read = value ? read_whole_number<std::uint64_t>(*value) : std::nullopt;
  number = read.value_or(0);
  return read.has_value();
}

bool read_counts(std::string_view text, SkipCounts& counts) {
  while (!text.empty()) {
    const std::string_view item = text.substr(0, text.find(','));
    text.remove_prefix(std::min(item.size() + 1, text.size()));
    const std::size_t colon = std::min(item.find(':'), item.size());
    const auto known = std::find(kSkipTexts.begin(), kSkipTexts.end(), item.substr(0, colon));
    const auto count =
        read_whole_number<std::uint64_t>(item.substr(std::min(colon + 1, item.size())));
    if (known == kSkipTexts.end() || !count) return false;
    counts[static_cast<std::size_t>(known - kSkipTexts.begin())] = *count;
  }
  return true;
}

std::string spell(const SkipCounts& counts) {
  std::string text;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    text +=
        (text.empty() ? "" : ",") + std::string(kSkipTexts[i]) + ":" + std::to_string(counts[i]);
  }
  return text;
}

}  // namespace

std::string to_text(const FileNote& note) {
  const auto number = [](const char* name, std::uint64_t value) {
    return std::string(" ") + name + "=" + std::to_string(value);
  };
  return std::string(kFormat) + " plan=" + note.digest + number("read", note.read) +
         number("size", note.size) + number("file", note.place.file) + number("at", note.place.at) +
         number("base", note.place.base) + number("position", note.place.position) +
         number("events", note.events) + number("done", note.is_done ? 1 : 0) +
         " skipped=" + spell(note.skipped);
}

std::optional<FileNote> read_file_note(std::string_view text) {
  if (!text.starts_with(kFormat)) return std::nullopt;
  text.remove_prefix(kFormat.size());
  FileNote note;
  const auto digest = take_field(text, "plan");
  if (!digest || digest->empty()) return std::nullopt;
  note.digest = *digest;
  std::uint64_t done = 0;
  const bool is_good =
      take_number(text, "read", note.read) && take_number(text, "size", note.size) &&
      take_number(text, "file", note.place.file) && take_number(text, "at", note.place.at) &&
      take_number(text, "base", note.place.base) &&
      take_number(text, "position", note.place.position) &&
      take_number(text, "events", note.events) && take_number(text, "done", done) && done <= 1;
  const auto skipped = is_good ? take_field(text, "skipped") : std::nullopt;
  if (!skipped || !text.empty() || !read_counts(*skipped, note.skipped)) return std::nullopt;
  note.is_done = done == 1;
  return note;
}

}  // namespace replay
