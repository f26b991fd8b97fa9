#include "news/lenient_json.h"

#include "base/check.h"

namespace news {

namespace {

bool is_space(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= ' ' || byte == 0x7F;
}

void append_code_point(std::string& out, std::uint32_t code) {
  if (code >= 0xD800 && code <= 0xDFFF) code = 0xFFFD;
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (code >> 6)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else if (code < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (code >> 12)));
    out.push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | (code >> 18)));
    out.push_back(static_cast<char>(0x80 | ((code >> 12) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  }
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

// A state machine over one stack of open arrays and objects: the entries themselves.
class JsonReader final {
 public:
  JsonReader(std::string_view text, const JsonLimits& limits, JsonDocument& document)
      : text_(text), limits_(limits), document_(document) {}

  bool read() {
    skip_space();
    bool first = true;
    while (first || depth_ > 0) {
      if (!step(first)) return false;
      first = false;
    }
    skip_space();
    while (pos_ < text_.size() && text_[pos_] == ';') ++pos_, skip_space(), repair();
    document_.next_from_ = pos_;
    return true;
  }

 private:
  using Entry = JsonDocument::Entry;

  Entry& open() { return document_.values_[open_]; }
  void repair() { document_.repaired_ = true; }
  char at(std::size_t pos) const { return pos < text_.size() ? text_[pos] : '\0'; }

  // One value, or the end of what is open.
  bool step(bool first) {
    skip_space();
    while (!first && at(pos_) == ',') {
      if (!comma_due_) repair();
      comma_due_ = false;
      ++pos_;
      skip_space();
    }
    if (pos_ >= text_.size()) return false;
    const char c = text_[pos_];
    if (!first && (c == ']' || c == '}')) return close(c);
    if (comma_due_) repair();
    Entry entry;
    if (!first && open().kind == JsonKind::Object) {
      if (!read_string(entry.name_begin, entry.name_end)) return false;
      skip_space();
      if (at(pos_) != ':') return false;
      ++pos_;
      skip_space();
    }
    return read_value(entry);
  }

  bool close(char c) {
    if ((c == '}') != (open().kind == JsonKind::Object)) return false;
    ++pos_;
    open().end = static_cast<std::uint32_t>(document_.values_.size());
    open_ = open().parent;
    --depth_;
    comma_due_ = true;
    return true;
  }

  bool read_value(Entry& entry) {
    if (document_.values_.size() >= limits_.values_max) return false;
    entry.parent = open_;
    const char c = at(pos_);
    if (c == '{' || c == '[') {
      if (depth_ >= limits_.depth_max) return false;
      entry.kind = c == '{' ? JsonKind::Object : JsonKind::Array;
      ++pos_;
      add(entry);
      open_ = static_cast<std::uint32_t>(document_.values_.size() - 1);
      ++depth_;
      comma_due_ = false;
      return true;
    }
    if (c == '"') {
      entry.kind = JsonKind::String;
      if (!read_string(entry.text_begin, entry.text_end)) return false;
    } else if (!read_word(entry)) {
      return false;
    }
    add(entry);
    comma_due_ = true;
    return true;
  }

  void add(Entry entry) {
    entry.end = static_cast<std::uint32_t>(document_.values_.size() + 1);
    document_.values_.push_back(entry);
  }

  // true, false, null, a number; anything else that has no quotes is no JSON.
  bool read_word(Entry& entry) {
    const std::size_t begin = pos_;
    while (pos_ < text_.size() && !is_space(text_[pos_]) && text_[pos_] != ',' &&
           text_[pos_] != ']' && text_[pos_] != '}' && text_[pos_] != '/' && text_[pos_] != ';') {
      ++pos_;
    }
    const std::string_view word = text_.substr(begin, pos_ - begin);
    if (word.empty()) return false;
    if (word == "null" || word == "undefined") {
      entry.kind = JsonKind::Null;
      return true;
    }
    const bool number = word[0] == '-' || (word[0] >= '0' && word[0] <= '9');
    if (!number && word != "true" && word != "false") return false;
    entry.kind = number ? JsonKind::Number : JsonKind::Bool;
    entry.text_begin = static_cast<std::uint32_t>(document_.text_.size());
    document_.text_ += word;
    entry.text_end = static_cast<std::uint32_t>(document_.text_.size());
    return true;
  }

  bool read_string(std::uint32_t& begin, std::uint32_t& end) {
    if (at(pos_) != '"') return false;
    ++pos_;
    std::string& out = document_.text_;
    begin = static_cast<std::uint32_t>(out.size());
    for (;;) {
      std::size_t run = pos_;
      while (run < text_.size() && text_[run] != '"' && text_[run] != '\\' &&
             static_cast<unsigned char>(text_[run]) >= 0x20) {
        ++run;
      }
      out.append(text_.substr(pos_, run - pos_));
      pos_ = run;
      if (pos_ >= text_.size()) return false;
      if (text_[pos_] == '"') break;
      if (text_[pos_] == '\\') {
        read_escape(out);
      } else {
        repair();
        out.push_back(text_[pos_] == '\n' || text_[pos_] == '\t' ? text_[pos_] : ' ');
        ++pos_;
      }
    }
    ++pos_;
    end = static_cast<std::uint32_t>(out.size());
    return true;
  }

  void read_escape(std::string& out) {
    const char c = at(pos_ + 1);
    pos_ += 2;
    switch (c) {
      case '"':
      case '\\':
      case '/':
        out.push_back(c);
        return;
      case 'b':
      case 'f':
        out.push_back(' ');
        return;
      case 'n':
        out.push_back('\n');
        return;
      case 'r':
        out.push_back('\r');
        return;
      case 't':
        out.push_back('\t');
        return;
      case 'u':
        return read_unicode_escape(out);
      default:
        break;
    }
    // "\'" and the like: the character itself.
    repair();
    --pos_;
  }

  int read_hex4(std::size_t pos) const {
    int value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const int digit = hex_value(at(pos + i));
      if (digit < 0) return -1;
      value = value * 16 + digit;
    }
    return value;
  }

  void read_unicode_escape(std::string& out) {
    const int high = read_hex4(pos_);
    if (high < 0) {
      repair();
      return append_code_point(out, 0xFFFD);
    }
    pos_ += 4;
    if (high >= 0xD800 && high <= 0xDBFF && at(pos_) == '\\' && at(pos_ + 1) == 'u') {
      const int low = read_hex4(pos_ + 2);
      if (low >= 0xDC00 && low <= 0xDFFF) {
        pos_ += 6;
        return append_code_point(out, 0x10000u + (static_cast<std::uint32_t>(high - 0xD800) << 10) +
                                          static_cast<std::uint32_t>(low - 0xDC00));
      }
    }
    append_code_point(out, static_cast<std::uint32_t>(high));
  }

  // Spaces of any kind, comments of scripts and of HTML, CDATA marks.
  void skip_space() {
    for (;;) {
      while (pos_ < text_.size() && is_space(text_[pos_])) ++pos_;
      const std::string_view rest = text_.substr(pos_, 9);
      std::size_t end = pos_;
      if (rest.substr(0, 2) == "/*") {
        end = behind("*/", pos_ + 2);
      } else if (rest.substr(0, 2) == "//") {
        const std::size_t line = text_.find_first_of("\n\r", pos_);
        const std::string_view skipped = text_.substr(pos_, line - pos_);
        // "//<![CDATA[ {...": what follows the mark on its line is content.
        const std::size_t mark = skipped.find("<![CDATA[");
        end = mark != std::string_view::npos   ? pos_ + mark + 9
              : line == std::string_view::npos ? text_.size()
                                               : line;
      } else if (rest.substr(0, 9) == "<![CDATA[") {
        end = pos_ + 9;
      } else if (rest.substr(0, 4) == "<!--") {
        end = pos_ + 4;
      } else if (rest.substr(0, 3) == "-->" || rest.substr(0, 3) == "]]>") {
        end = pos_ + 3;
      } else if (rest.substr(0, 3) == "\xEF\xBB\xBF") {
        end = pos_ + 3;
      } else {
        return;
      }
      repair();
      pos_ = end;
    }
  }

  std::size_t behind(std::string_view mark, std::size_t from) const {
    const std::size_t found = text_.find(mark, from);
    return found == std::string_view::npos ? text_.size() : found + mark.size();
  }

  const std::string_view text_;
  const JsonLimits& limits_;
  JsonDocument& document_;
  std::size_t pos_ = 0, depth_ = 0;
  std::uint32_t open_ = 0;
  bool comma_due_ = false;
};

bool JsonDocument::read(std::string_view text, const JsonLimits& limits) {
  values_.clear();
  text_.clear();
  next_from_ = 0;
  repaired_ = false;
  const bool done = JsonReader(text, limits, *this).read();
  if (!done) values_.clear();
  return done;
}

JsonKind JsonValue::kind() const {
  CHECK(document_ != nullptr);
  return document_->values_[index_].kind;
}

std::string_view JsonValue::text() const {
  if (document_ == nullptr) return {};
  const JsonDocument::Entry& entry = document_->values_[index_];
  return std::string_view(document_->text_)
      .substr(entry.text_begin, entry.text_end - entry.text_begin);
}

std::string_view JsonValue::name() const {
  if (document_ == nullptr) return {};
  const JsonDocument::Entry& entry = document_->values_[index_];
  return std::string_view(document_->text_)
      .substr(entry.name_begin, entry.name_end - entry.name_begin);
}

JsonValue JsonValue::find(std::string_view name) const {
  if (!is(JsonKind::Object)) return {};
  for (JsonValue child = first(); child; child = child.next()) {
    if (child.name() == name) return child;
  }
  return {};
}

JsonValue JsonValue::first() const {
  if (document_ == nullptr) return {};
  const JsonDocument::Entry& entry = document_->values_[index_];
  return entry.end > index_ + 1 ? JsonValue(document_, index_ + 1) : JsonValue();
}

JsonValue JsonValue::next() const {
  if (document_ == nullptr || index_ == 0) return {};
  const std::uint32_t after = document_->values_[index_].end;
  const JsonDocument::Entry& parent = document_->values_[document_->values_[index_].parent];
  return after < parent.end ? JsonValue(document_, after) : JsonValue();
}

}  // namespace news
