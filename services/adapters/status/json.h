// adapters/status/json.h
//
// Writes JSON, one value after the other, commas and escapes included. Text must be UTF-8, as all
// that cleaning lets through is; it is escaped, whatever it says. This room only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace adapters::status {

class Json final {
 public:
  Json() = default;
  Json(const Json&) = delete;
  Json& operator=(const Json&) = delete;

  void begin_object(std::string_view key = {}) { begin(key, '{'); }
  void begin_list(std::string_view key = {}) { begin(key, '['); }
  void end_object() { end('}'); }
  void end_list() { end(']'); }
  void text(std::string_view key, std::string_view value);
  void number(std::string_view key, std::int64_t value);
  void number(std::string_view key, std::uint64_t value);
  void seconds(std::string_view key, double value);  // three decimals
  void rate(std::string_view key, double value);     // one decimal, or none
  void boolean(std::string_view key, bool value);

  const std::string& str() const { return out_; }

 private:
  void begin(std::string_view key, char bracket);
  void end(char bracket);
  void name(std::string_view key);
  void quote(std::string_view value);

  std::string out_;
  bool first_ = true;
};

}  // namespace adapters::status
