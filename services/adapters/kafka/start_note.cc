#include "adapters/kafka/start_note.h"

#include <charconv>

namespace adapters::kafka {
namespace {

constexpr std::string_view kBegin = "dateline-start/1 from=";
constexpr std::string_view kRequest = " request=";

}  // namespace

std::string to_text(const StartNote& note) {
  return std::string(kBegin) + std::to_string(note.from) + std::string(kRequest) + note.request;
}

std::optional<StartNote> read_start_note(std::string_view text) {
  if (!text.starts_with(kBegin)) return std::nullopt;
  text.remove_prefix(kBegin.size());
  StartNote note;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), note.from);
  if (read.ec != std::errc() || note.from < 0) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
  if (!text.starts_with(kRequest)) return std::nullopt;
  note.request = text.substr(kRequest.size());
  return note.request.empty() ? std::nullopt : std::optional(std::move(note));
}

}  // namespace adapters::kafka
