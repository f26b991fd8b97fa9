#include "cli/demo/text.h"

#include <algorithm>

namespace cli::demo {
namespace {

bool is_start(char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }

// Bytes of the first `count` characters.
std::size_t bytes_of(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    if (is_start(text[at]) && count-- == 0) break;
  }
  return at;
}

// Where a line of at most `width` characters ends: at its last space, else in the word.
std::size_t line_end(std::string_view text, std::size_t width) {
  const std::size_t fits = bytes_of(text, width);
  if (fits == text.size()) return fits;
  if (text[fits] == ' ') return fits;
  const std::size_t space = text.substr(0, fits).rfind(' ');
  return space == std::string_view::npos || space == 0 ? fits : space;
}

void wrap_line(std::string_view line, std::size_t width, std::vector<std::string>& lines) {
  do {
    const std::size_t end = line_end(line, width);
    const std::size_t last = line.substr(0, end).find_last_not_of(' ');
    lines.emplace_back(line.substr(0, last == std::string_view::npos ? 0 : last + 1));
    line.remove_prefix(end);
    while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  } while (!line.empty());
}

}  // namespace

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_start));
}

std::string cut(std::string_view text, std::size_t width) {
  if (width_of(text) <= width) return std::string(text);
  return std::string(text.substr(0, bytes_of(text, width - 1))) + "…";
}

std::string pad(std::string_view text, std::size_t width) {
  const std::size_t has = width_of(text);
  return std::string(text) + std::string(width > has ? width - has : 0, ' ');
}

std::string pad_left(std::string_view text, std::size_t width) {
  const std::size_t has = width_of(text);
  return std::string(width > has ? width - has : 0, ' ') + std::string(text);
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    wrap_line(text.substr(0, end), width, lines);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::vector<std::string> wrap_parts(const std::vector<std::string>& parts, std::size_t width) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string part = parts[i] + (i + 1 < parts.size() ? "," : "");
    if (lines.empty() || width_of(lines.back()) + 1 + width_of(part) > width) {
      lines.push_back(part);
    } else {
      lines.back() += " " + part;
    }
  }
  return lines;
}

std::string with_commas(std::size_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
  return text;
}

std::string count_of(std::size_t count, std::string_view one, std::string_view many) {
  return with_commas(count) + " " + std::string(count == 1 ? one : many);
}

std::string Paint::operator()(Ink ink, std::string_view text) const {
  constexpr std::string_view kCodes[] = {"", "1", "2", "32", "33", "31"};
  const std::string_view code = kCodes[static_cast<std::size_t>(ink)];
  if (!colors_ || code.empty()) return std::string(text);
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

}  // namespace cli::demo
