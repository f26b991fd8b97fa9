// news/lenient_json.h
//
// JSON as pages really carry it: control characters in strings, comments, CDATA, commas too many,
// lone surrogates (U+FFFD). For what a strict parser rightly refuses.
// Linear in the bytes, no recursion, at most the given values and depth.
// Must not know: schema.org, events.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace news {

enum class JsonKind : std::uint8_t { Null, Bool, Number, String, Array, Object };

struct JsonLimits {
  std::size_t values_max = 20'000;
  std::size_t depth_max = 32;
};

class JsonDocument;

// One value of a document; cheap to copy, valid as long as the document stands unchanged.
class JsonValue final {
 public:
  JsonValue() = default;  // stands for a value that is not there

  explicit operator bool() const { return document_ != nullptr; }
  JsonKind kind() const;
  bool is(JsonKind kind) const { return document_ != nullptr && this->kind() == kind; }
  // Of a string its characters, of a number or a bool its spelling; else empty.
  std::string_view text() const;
  // Of an object: the first value of that name. Not there: an empty value.
  JsonValue find(std::string_view name) const;
  // The children of an array or object, in order: for (auto v = x.first(); v; v = v.next()).
  JsonValue first() const;
  JsonValue next() const;
  std::string_view name() const;  // under which it stands in its object

 private:
  friend class JsonDocument;
  JsonValue(const JsonDocument* document, std::uint32_t index)
      : document_(document), index_(index) {}

  const JsonDocument* document_ = nullptr;
  std::uint32_t index_ = 0;
};

// Keeps its memory between calls.
class JsonDocument final {
 public:
  // Reads one value. False if there is none, if it breaks off where no repair helps, or if it is
  // over a limit. Where several documents follow one another, next_from() is the place to go on.
  bool read(std::string_view text, const JsonLimits& limits);

  JsonValue root() const { return values_.empty() ? JsonValue() : JsonValue(this, 0); }
  // Behind the value that was read and what may follow it (spaces, comments, a semicolon).
  std::size_t next_from() const { return next_from_; }
  // True if something other than a lone surrogate had to be repaired.
  bool was_repaired() const { return repaired_; }

 private:
  friend class JsonValue;
  friend class JsonReader;
  struct Entry {
    JsonKind kind = JsonKind::Null;
    std::uint32_t parent = 0, end = 0;  // [self, end) is its subtree
    std::uint32_t name_begin = 0, name_end = 0, text_begin = 0, text_end = 0;
  };

  std::vector<Entry> values_;
  std::string text_;
  std::size_t next_from_ = 0;
  bool repaired_ = false;
};

}  // namespace news
