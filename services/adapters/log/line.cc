#include "adapters/log/line.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace adapters::log {
namespace {

constexpr std::string_view kOrder[] = {"stage",  "worker", "topic",   "partition",
                                       "offset", "code",   "trace_id"};
constexpr std::string_view kReserved[] = {"ts", "level", "msg", "component"};

// Numbers in JSON, by key: a key's type must not depend on its value.
constexpr std::string_view kNumbers[] = {"partition", "offset"};

template <std::size_t N>
std::size_t index_of(const std::string_view (&list)[N], std::string_view key) {
  return static_cast<std::size_t>(std::find(std::begin(list), std::end(list), key) -
                                  std::begin(list));
}

bool is_whole_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.size() <= 18 && (text.size() == 1 || text[0] != '0') &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<const NoteField*> in_order(std::span<const NoteField> fields) {
  std::vector<const NoteField*> sorted;
  for (const NoteField& field : fields) sorted.push_back(&field);
  std::stable_sort(sorted.begin(), sorted.end(), [](const NoteField* a, const NoteField* b) {
    return index_of(kOrder, a->key) < index_of(kOrder, b->key);
  });
  return sorted;
}

// Bytes of the well-formed UTF-8 sequence at the front (RFC 3629); 0 if there is none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (byte(1) < low || byte(1) > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  return length;
}

constexpr char kHex[] = "0123456789abcdef";

void append_escape(std::string& out, unsigned char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out += kHex[c >> 4];
      out += kHex[c & 15];
  }
}

void append_escaped(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    const auto first = static_cast<unsigned char>(text[0]);
    if (length == 0)
      out += "\xEF\xBF\xBD";
    else if (first < 0x20 || first == '"' || first == '\\' || first == 0x7F)
      append_escape(out, first);
    else
      out += text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
}

void append_member(std::string& out, std::string_view key, std::string_view value) {
  out += out.size() == 1 ? "\"" : ",\"";
  append_escaped(out, key);
  out += "\":\"";
  append_escaped(out, value);
  out += '"';
}

// RFC 3339 with exactly three decimals, so that lines sort as text.
std::string spell_time(Timestamp at) {
  std::string text = base::to_rfc3339(at);
  if (text.find('.') == std::string::npos) text.insert(text.size() - 1, ".000");
  return text;
}

std::string_view color_of(Level level) {
  switch (level) {
    case Level::Debug:
      return "\x1b[2m";
    case Level::Info:
      return "\x1b[32m";
    case Level::Warning:
      return "\x1b[33m";
    case Level::Error:
      return "\x1b[31m";
  }
  return "";
}

bool needs_quotes(std::string_view text) {
  return text.empty() || std::any_of(text.begin(), text.end(), [](char c) {
           return c == ' ' || c == '"' || c == '=' || c == '\\' ||
                  static_cast<unsigned char>(c) < 0x20;
         });
}

}  // namespace

std::string_view to_text(Level level) {
  switch (level) {
    case Level::Debug:
      return "debug";
    case Level::Info:
      return "info";
    case Level::Warning:
      return "warning";
    case Level::Error:
      return "error";
  }
  return "error";
}

std::string to_json(const Line& line) {
  std::string out = "{";
  append_member(out, "ts", spell_time(line.at));
  append_member(out, "level", to_text(line.level));
  append_member(out, "msg", line.message);
  append_member(out, "component", line.component);
  for (const NoteField* field : in_order(line.fields)) {
    // A second "msg" would hide the first from most readers.
    if (index_of(kReserved, field->key) < std::size(kReserved)) continue;
    if (index_of(kNumbers, field->key) < std::size(kNumbers) && is_whole_number(field->value)) {
      out += ",\"" + std::string(field->key) + "\":" + field->value;
    } else {
      append_member(out, field->key, field->value);
    }
  }
  return out + "}\n";
}

std::string to_text(const Line& line, Color color) {
  const std::string time = spell_time(line.at);
  std::string out = time.substr(11, 12) + " ";
  if (color == Color::Yes) out += color_of(line.level);
  std::string level(to_text(line.level));
  level.resize(7, ' ');
  out += level;
  if (color == Color::Yes) out += "\x1b[0m";
  out += ' ';
  append_escaped(out, line.component);
  out += ": ";
  append_escaped(out, line.message);
  for (const NoteField* field : in_order(line.fields)) {
    out += "  ";
    append_escaped(out, field->key);
    out += '=';
    const bool quotes = needs_quotes(field->value);
    if (quotes) out += '"';
    append_escaped(out, field->value);
    if (quotes) out += '"';
  }
  return out + "\n";
}

}  // namespace adapters::log
