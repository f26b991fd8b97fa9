// news/encode/json.h
//
// Writes one JSON value on one line, keys in the order of the calls, so that equal calls are equal
// bytes. One thread. Must not know: what is written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace news::encode {

class JsonWriter final {
 public:
  JsonWriter() = default;
  // About so many bytes will be written.
  explicit JsonWriter(std::size_t bytes) { out_.reserve(bytes); }

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }

  JsonWriter& key(std::string_view name);
  JsonWriter& text(std::string_view value);  // broken UTF-8 becomes U+FFFD
  JsonWriter& number(std::int64_t value);
  JsonWriter& boolean(bool value);

  // A member; of the first, one that is left out while empty.
  JsonWriter& member(std::string_view name, std::string_view value);
  JsonWriter& member_number(std::string_view name, std::int64_t value);
  JsonWriter& member_boolean(std::string_view name, bool value);

  // The finished value. All that was opened must be closed.
  std::string take();

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void separate();

  std::string out_;
  bool needs_comma_ = false;
  int depth_ = 0;
};

}  // namespace news::encode
