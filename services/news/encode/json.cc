#include "news/encode/json.h"

#include <cstdio>
#include <utility>

#include "base/check.h"
#include "news/encode/scan.h"
#include "news/encode/utf8.h"

namespace news::encode {
namespace {

void append_escape(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default: {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      out += escape;
    }
  }
}

// RFC 8259, 7.
void append_escaped(std::string& out, std::string_view text) {
  std::size_t copied = 0;
  while (copied < text.size()) {
    const std::size_t special = find_special<0x20, '"', '\\'>(text, copied);
    out.append(text.substr(copied, special - copied));
    if (special == text.size()) return;
    append_escape(out, text[special]);
    copied = special + 1;
  }
}

}  // namespace

JsonWriter& JsonWriter::key(std::string_view name) {
  text(name);
  out_ += ':';
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) {
  separate();
  out_ += '"';
  if (is_utf8(value)) {
    append_escaped(out_, value);
  } else {
    append_escaped(out_, to_utf8(value));
  }
  out_ += '"';
  return *this;
}

JsonWriter& JsonWriter::number(std::int64_t value) {
  separate();
  out_ += std::to_string(value);
  return *this;
}

JsonWriter& JsonWriter::boolean(bool value) {
  separate();
  out_ += value ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::member(std::string_view name, std::string_view value) {
  return value.empty() ? *this : key(name).text(value);
}

JsonWriter& JsonWriter::member_number(std::string_view name, std::int64_t value) {
  return key(name).number(value);
}

JsonWriter& JsonWriter::member_boolean(std::string_view name, bool value) {
  return key(name).boolean(value);
}

std::string JsonWriter::take() {
  CHECK(depth_ == 0);
  return std::move(out_);
}

JsonWriter& JsonWriter::open(char bracket) {
  separate();
  out_ += bracket;
  needs_comma_ = false;
  ++depth_;
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  CHECK(depth_ > 0);
  out_ += bracket;
  needs_comma_ = true;
  --depth_;
  return *this;
}

void JsonWriter::separate() {
  if (needs_comma_) out_ += ',';
  needs_comma_ = true;
}

}  // namespace news::encode
