#include "news/encode/markup.h"

#include <algorithm>
#include <string_view>

#include "news/encode/scan.h"

namespace news::encode {
namespace {

std::string_view to_reference(char c) {
  if (c == '&') return "&amp;";
  if (c == '<') return "&lt;";
  return c == '>' ? "&gt;" : "&quot;";
}

void append_escaped(std::string& out, std::string_view text) {
  std::size_t copied = 0;
  while (copied < text.size()) {
    const std::size_t special = find_special<0, '&', '<', '>', '"'>(text, copied);
    out.append(text.substr(copied, special - copied));
    if (special == text.size()) return;
    out += to_reference(text[special]);
    copied = special + 1;
  }
}

void append_element(std::string& out, std::string_view name, std::string_view text) {
  (out += '<').append(name) += '>';
  append_escaped(out, text);
  (out += "</").append(name) += '>';
}

// Cells were joined by " | " when the table was read.
void append_row(std::string& out, std::string_view row) {
  constexpr std::string_view kBetween = " | ";
  out += "<tr>";
  for (std::size_t start = 0; start <= row.size();) {
    const std::size_t end = std::min(row.find(kBetween, start), row.size());
    append_element(out, "td", row.substr(start, end - start));
    start = end + (end == row.size() ? 1 : kBetween.size());
  }
  out += "</tr>";
}

// The element around neighbours of one kind; empty for those that stand alone.
std::string_view container_of(const Block& block) {
  switch (block.kind) {
    case BlockKind::ListItem:
      return block.level == 1 ? "ol" : "ul";
    case BlockKind::Quote:
      return "blockquote";
    case BlockKind::TableRow:
      return "table";
    default:
      return {};
  }
}

void append_block(std::string& out, const Block& block) {
  switch (block.kind) {
    case BlockKind::Heading:
      append_element(out, "h" + std::to_string(std::clamp(block.level, 2, 4)), block.text);
      break;
    case BlockKind::ListItem:
      append_element(out, "li", block.text);
      break;
    case BlockKind::Preformatted:
      append_element(out, "pre", block.text);
      break;
    case BlockKind::TableRow:
      append_row(out, block.text);
      break;
    case BlockKind::Figure:
      out += "<figure id=\"" + image_name(static_cast<std::size_t>(block.level)) + "\"></figure>";
      break;
    case BlockKind::Paragraph:
    case BlockKind::Quote:
      append_element(out, "p", block.text);
      break;
  }
}

}  // namespace

std::string to_markup(const Article& article) {
  std::string out;
  std::string_view open;
  const auto switch_to = [&](std::string_view container) {
    if (container == open) return;
    if (!open.empty()) (out += "</").append(open) += '>';
    if (!container.empty()) (out += '<').append(container) += '>';
    open = container;
  };
  for (const Block& block : article.blocks) {
    switch_to(container_of(block));
    append_block(out, block);
  }
  switch_to({});
  return out;
}

std::string image_name(std::size_t index) { return "image" + std::to_string(index + 1); }

}  // namespace news::encode
