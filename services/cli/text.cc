#include "cli/text.h"

#include <algorithm>

namespace cli {
namespace {

// The code point at `pos`, which moves behind it. What is no UTF-8 counts byte by byte.
char32_t next_character(std::string_view text, std::size_t& pos) {
  const auto lead = static_cast<unsigned char>(text[pos++]);
  char32_t code = lead < 0xE0 ? lead & 0x1Fu : lead < 0xF0 ? lead & 0x0Fu : lead & 0x07u;
  if (lead < 0x80) return lead;
  for (; pos < text.size() && (static_cast<unsigned char>(text[pos]) & 0xC0) == 0x80; ++pos) {
    code = code << 6 | (static_cast<unsigned char>(text[pos]) & 0x3Fu);
  }
  return code;
}

// Wide and full-width (Unicode's East Asian Width), in whole blocks.
std::size_t columns_of(char32_t code) {
  struct Range {
    char32_t first, last;
  };
  constexpr Range kWide[] = {{0x1100, 0x115F}, {0x2E80, 0xA4CF},   {0xAC00, 0xD7A3},
                             {0xF900, 0xFAFF}, {0xFE30, 0xFE4F},   {0xFF00, 0xFF60},
                             {0xFFE0, 0xFFE6}, {0x20000, 0x3FFFD}, {0x1F300, 0x1F64F}};
  for (const Range& range : kWide) {
    if (code >= range.first && code <= range.last) return 2;
  }
  return 1;
}

// Bytes of the characters that fit into `width` columns.
std::size_t bytes_of(std::string_view text, std::size_t width) {
  for (std::size_t at = 0, next = 0; at < text.size(); at = next) {
    const std::size_t columns = columns_of(next_character(text, next));
    if (columns > width) return at;
    width -= columns;
  }
  return text.size();
}

// Where a line of at most `width` characters ends: at its last space, else in the word.
std::size_t line_end(std::string_view text, std::size_t width) {
  const std::size_t fits = bytes_of(text, std::max<std::size_t>(width, 2));  // one wide one
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
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) columns += columns_of(next_character(text, at));
  return columns;
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

std::string to_row(const std::vector<std::string>& cells, std::span<const std::size_t> widths) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].empty() && i >= widths.size()) continue;
    line += i < widths.size() ? pad_left(cells[i], widths[i]) : "  " + cells[i];
  }
  return line.erase(line.find_last_not_of(' ') + 1);
}

std::uint64_t to_percent(std::uint64_t done, std::uint64_t of) {
  return of == 0 ? 100 : done * 100 / of;
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

}  // namespace cli
