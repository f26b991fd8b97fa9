#include "tests/unit/news/decode/schema.h"

#include <algorithm>
#include <string_view>

#include "base/time.h"

namespace json_schema {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::element_type;
using simdjson::dom::object;

namespace {

bool is_type(std::string_view name, const element& value) {
  switch (value.type()) {
    case element_type::STRING:
      return name == "string";
    case element_type::INT64:
    case element_type::UINT64:
      return name == "integer";
    case element_type::BOOL:
      return name == "boolean";
    case element_type::NULL_VALUE:
      return name == "null";
    case element_type::ARRAY:
      return name == "array";
    case element_type::OBJECT:
      return name == "object";
    default:
      return false;
  }
}

bool check_type(const element& types, const element& value) {
  if (types.is_string()) return is_type(types, value);
  const array names = types;
  return std::any_of(names.begin(), names.end(),
                     [&](const element& name) { return is_type(name, value); });
}

bool is_equal(const element& a, const element& b) {
  return a.type() == b.type() && simdjson::minify(a) == simdjson::minify(b);
}

std::size_t count_code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

// The patterns of our schema, each spelled out.
bool matches(std::string_view pattern, std::string_view text, std::string& unknown) {
  if (pattern == "^https?://") {
    return text.substr(0, 7) == "http://" || text.substr(0, 8) == "https://";
  }
  if (pattern == "^[0-9]{1,15}$") {
    return !text.empty() && text.size() <= 15 &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
  }
  unknown = "unknown pattern " + std::string(pattern);
  return false;
}

class Check {
 public:
  std::string of(const element& schema, const element& value) {
    for (const auto& [keyword, argument] : object(schema)) {
      std::string violation = keyword_of(keyword, argument, value);
      if (!violation.empty()) return violation;
    }
    return {};
  }

 private:
  static std::string unless(bool valid, std::string_view keyword) {
    return valid ? std::string() : std::string(keyword);
  }

  std::string keyword_of(std::string_view keyword, const element& argument, const element& value) {
    if (keyword == "type") return unless(check_type(argument, value), keyword);
    if (keyword == "const") return unless(is_equal(argument, value), keyword);
    if (keyword == "enum") {
      const array values = argument;
      return unless(std::any_of(values.begin(), values.end(),
                                [&](const element& one) { return is_equal(one, value); }),
                    keyword);
    }
    if (keyword == "allOf") return all(argument, value);
    if (keyword == "anyOf") return any(argument, value);
    if (value.is_object()) return of_object(keyword, argument, value);
    if (value.is_string()) return of_string(keyword, argument, value);
    if (value.is_int64()) return of_integer(keyword, argument, value);
    if (value.is_array()) return of_array(keyword, argument, value);
    return unless_known(keyword);
  }

  std::string all(const array& schemas, const element& value) {
    for (const element& schema : schemas) {
      std::string violation = of(schema, value);
      if (!violation.empty()) return violation;
    }
    return {};
  }

  std::string any(const array& schemas, const element& value) {
    std::string why = "none of anyOf:";
    for (const element& schema : schemas) {
      const std::string violation = of(schema, value);
      if (violation.empty()) return {};
      why += ' ' + violation;
    }
    return why;
  }

  std::string of_object(std::string_view keyword, const element& argument, const object& value) {
    if (keyword == "required") {
      for (const element& name : array(argument)) {
        if (value.at_key(std::string_view(name)).error()) {
          return "misses " + std::string(std::string_view(name));
        }
      }
      return {};
    }
    if (keyword != "properties") return unless_known(keyword);
    for (const auto& [name, schema] : object(argument)) {
      element property;
      if (value.at_key(name).get(property)) continue;
      const std::string violation = of(schema, property);
      if (!violation.empty()) return std::string(name) + ": " + violation;
    }
    return {};
  }

  std::string of_string(std::string_view keyword, const element& argument, std::string_view value) {
    if (keyword == "minLength") {
      return unless(count_code_points(value) >= std::uint64_t(argument), keyword);
    }
    if (keyword == "maxLength") {
      return unless(count_code_points(value) <= std::uint64_t(argument), keyword);
    }
    if (keyword == "format" && std::string_view(argument) == "date-time") {
      return unless(base::read_rfc3339(value).has_value(), keyword);
    }
    if (keyword != "pattern") return unless_known(keyword);
    std::string unknown;
    const bool matched = matches(argument, value, unknown);
    return unknown.empty() ? unless(matched, keyword) : unknown;
  }

  std::string of_integer(std::string_view keyword, const element& argument, std::int64_t value) {
    if (keyword == "minimum") return unless(value >= std::int64_t(argument), keyword);
    if (keyword == "maximum") return unless(value <= std::int64_t(argument), keyword);
    return unless_known(keyword);
  }

  std::string of_array(std::string_view keyword, const element& argument, const array& value) {
    if (keyword == "maxItems") return unless(value.size() <= std::uint64_t(argument), keyword);
    if (keyword != "items") return unless_known(keyword);
    for (const element& item : value) {
      std::string violation = of(argument, item);
      if (!violation.empty()) return violation;
    }
    return {};
  }

  // Of other types, or no condition at all.
  static std::string unless_known(std::string_view keyword) {
    for (const std::string_view known :
         {"$schema", "$id", "title", "description", "default", "contentEncoding", "required",
          "properties", "minLength", "maxLength", "format", "pattern", "minimum", "maximum",
          "items", "maxItems"}) {
      if (keyword == known) return {};
    }
    return "unknown keyword " + std::string(keyword);
  }
};

}  // namespace

std::string find_violation(const element& schema, const element& value) {
  return Check().of(schema, value);
}

}  // namespace json_schema
