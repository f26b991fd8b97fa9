#include "adapters/log/progress.h"

#include <utility>

namespace adapters::log {
namespace {

std::string with_commas(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
  return text;
}

std::string spell_seconds(std::uint64_t seconds) {
  if (seconds < 60) return std::to_string(seconds) + " s";
  if (seconds < 3600) return std::to_string(seconds / 60) + " min";
  return std::to_string(seconds / 3600) + " h " + std::to_string(seconds % 3600 / 60) + " min";
}

}  // namespace

std::string spell_progress(std::string_view what, std::uint64_t done,
                           std::optional<std::uint64_t> total, stream::Tick elapsed) {
  const double seconds = std::chrono::duration<double>(elapsed).count();
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  std::string out = std::string(what) + "  " + with_commas(done);
  if (total && *total > 0) {
    out += " of " + with_commas(*total) + " (" + std::to_string(done * 100 / *total) + "%)";
  }
  out += "  " + with_commas(static_cast<std::uint64_t>(rate)) + "/s";
  if (total && *total > done && rate > 0) {
    out += "  " + spell_seconds(static_cast<std::uint64_t>((*total - done) / rate)) + " left";
  }
  return out;
}

Progress::Progress(Log& log, const stream::Clock& clock, Shown shown, std::string what,
                   std::optional<std::uint64_t> total)
    : log_(log),
      clock_(clock),
      shown_(shown),
      what_(std::move(what)),
      total_(total),
      began_(clock.tick()),
      last_(began_) {}

Progress::~Progress() {
  if (shown_ == Shown::AsBar) log_.show_bar("");
}

void Progress::update(std::uint64_t done, std::uint64_t total) {
  total_ = total;
  update(done);
}

void Progress::update(std::uint64_t done) {
  if (shown_ == Shown::Never) return;
  const stream::Tick now = clock_.tick();
  if (now - last_ < (shown_ == Shown::AsBar ? kBarInterval : kLineInterval)) return;
  last_ = now;
  const std::string text = spell_progress(what_, done, total_, now - began_);
  if (shown_ == Shown::AsBar) return log_.show_bar(text);
  const NoteField fields[] = {{"progress", text}};
  log_.write(Level::Info, "cli", "working", fields);
}

}  // namespace adapters::log
