#include "tests/unit/news/encode/ninjs_schema.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>

#include "base/time.h"

namespace ninjs {
namespace {

using simdjson::dom::element;

enum class Type { String, DateTime, Uri, Integer, Number, Object, Objects, Strings };

struct Property {
  Type type = Type::String;
  std::vector<std::string_view> values = {};  // enumeration; empty = free
  const char* shape = nullptr;                // Object, Objects: its name in kShapes
  std::optional<std::int64_t> minimum = {}, maximum = {};
};

struct Shape {
  std::map<std::string_view, Property> properties;
  std::vector<std::string_view> required = {};
};

Property text() { return {}; }
Property date() { return {.type = Type::DateTime}; }
Property uri() { return {.type = Type::Uri}; }
Property integer() { return {.type = Type::Integer}; }
Property decimal() { return {.type = Type::Number}; }
Property one_of(std::vector<std::string_view> values) { return {Type::String, std::move(values)}; }
Property object(const char* shape) { return {Type::Object, {}, shape}; }
Property objects(const char* shape) { return {Type::Objects, {}, shape}; }
Property strings() { return {.type = Type::Strings}; }
Property percentage() { return {Type::Integer, {}, nullptr, 0, 100}; }
Property urgency() { return {Type::Integer, {}, nullptr, 1, 9}; }

std::map<std::string_view, Property> news_object() {
  return {
      {"uri", uri()},
      {"type", one_of({"text", "audio", "video", "picture", "graphic", "composite", "component",
                       "event", "planning"})},
      {"representationType", one_of({"full", "partial"})},
      {"profile", text()},
      {"version", text()},
      {"firstCreated", date()},
      {"versionCreated", date()},
      {"contentCreated", date()},
      {"embargoedUntil", date()},
      {"pubStatus", one_of({"usable", "withheld", "canceled"})},
      {"urgency", urgency()},
      {"copyrightHolder", text()},
      {"copyrightNotice", text()},
      {"usageTerms", text()},
      {"edNote", text()},
      {"language", text()},
      {"descriptions", objects("description")},
      {"bodies", objects("body")},
      {"headlines", objects("description")},
      {"people", objects("person")},
      {"organisations", objects("organisation")},
      {"places", objects("place")},
      {"subjects", objects("subject")},
      {"events", objects("event")},
      {"eventDetails", object("eventDetails")},
      {"plannedCoverage", objects("plannedCoverage")},
      {"objects", objects("thing")},
      {"infoSources", objects("infoSource")},
      {"title", text()},
      {"by", text()},
      {"slugline", text()},
      {"located", text()},
      {"renditions", objects("rendition")},
      {"associations", objects("association")},
      {"altIds", objects("altId")},
      {"trustIndicators", objects("trustIndicator")},
      {"standard", object("standard")},
      {"genres", objects("genre")},
      {"expires", date()},
      {"rightsInfo", object("rightsInfo")},
      {"digitalSourceType", object("concept")},
  };
}

Shape association() {
  Shape shape{news_object(), {"name", "uri"}};
  shape.properties["name"] = text();
  shape.properties["rel"] = text();
  return shape;
}

// "contact", "dates" and the coverage of events are written down as far as articles can have them.
const std::map<std::string_view, Shape>& shapes() {
  static const std::map<std::string_view, Shape> kShapes{
      {"root", {news_object(), {"uri"}}},
      {"association", association()},
      {"description", {{{"role", text()}, {"contentType", text()}, {"value", text()}}, {"value"}}},
      {"body",
       {{{"role", text()},
         {"contentType", text()},
         {"charCount", integer()},
         {"wordCount", integer()},
         {"value", text()}},
        {"value"}}},
      {"person",
       {{{"name", text()},
         {"rel", text()},
         {"uri", uri()},
         {"literal", text()},
         {"contactInfo", objects("contact")}}}},
      {"organisation",
       {{{"name", text()},
         {"rel", text()},
         {"uri", uri()},
         {"literal", text()},
         {"symbols", objects("symbol")},
         {"contactInfo", objects("contact")}}}},
      {"symbol", {{{"exchange", text()}, {"symbolType", uri()}, {"symbol", text()}}}},
      {"contact",
       {{{"type", text()},
         {"role", text()},
         {"lang", text()},
         {"name", text()},
         {"value", text()},
         {"address", object("address")}}}},
      {"address",
       {{{"lines", strings()},
         {"locality", text()},
         {"area", text()},
         {"postalCode", text()},
         {"country", text()}}}},
      {"place",
       {{{"name", text()},
         {"rel", text()},
         {"uri", uri()},
         {"literal", text()},
         {"contactInfo", objects("contact")}}}},
      {"subject",
       {{{"name", text()},
         {"rel", text()},
         {"uri", uri()},
         {"literal", text()},
         {"creator", text()},
         {"relevance", percentage()},
         {"confidence", percentage()}}}},
      {"event",
       {{{"id", text()}, {"name", text()}, {"rel", text()}, {"uri", uri()}, {"literal", text()}}}},
      {"eventDetails", {{{"eventStatus", uri()}, {"plannedCoverageStatus", uri()}}}},
      {"plannedCoverage", {{{"uri", uri()}, {"title", text()}, {"wordCount", integer()}}}},
      {"thing", {{{"name", text()}, {"rel", text()}, {"uri", uri()}, {"literal", text()}}}},
      {"infoSource",
       {{{"name", text()},
         {"role", text()},
         {"uri", uri()},
         {"literal", text()},
         {"contactInfo", objects("contact")}}}},
      {"rendition",
       {{{"name", text()},
         {"href", uri()},
         {"contentType", text()},
         {"title", text()},
         {"width", integer()},
         {"height", integer()},
         {"sizeInBytes", integer()},
         {"duration", decimal()},
         {"format", text()},
         {"aspectRatio", text()},
         {"videoCodec", text()},
         {"frameRate", decimal()},
         {"poi", object("point")},
         {"transportProtocol", text()},
         {"scanType", one_of({"progressive", "interlaced"})},
         {"bitrate", text()}},
        {"name"}}},
      {"point", {{{"x", integer()}, {"y", integer()}}}},
      {"altId", {{{"role", text()}, {"value", text()}}}},
      {"trustIndicator", {{{"role", uri()}, {"title", text()}, {"href", uri()}}}},
      {"standard", {{{"name", text()}, {"version", text()}, {"schema", uri()}}}},
      {"genre", {{{"name", text()}, {"uri", text()}, {"literal", text()}}}},
      {"rightsInfo", {{{"langId", uri()}, {"linkedRights", uri()}, {"encodedRights", text()}}}},
      {"concept", {{{"name", text()}, {"uri", uri()}, {"literal", text()}}}},
  };
  return kShapes;
}

// RFC 3986: a scheme, and no byte that needs escaping.
bool is_uri(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < 0x7f && std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos;
  });
}

class Check {
 public:
  void object(element value, const char* shape_name, const std::string& path) {
    const Shape& shape = shapes().at(shape_name);
    simdjson::dom::object members;
    if (value.get(members) != simdjson::SUCCESS) return complain(path, "no object");
    for (const std::string_view name : shape.required) {
      element found;
      if (members.at_key(name).get(found) != simdjson::SUCCESS) {
        complain(path, "misses " + std::string(name));
      }
    }
    std::vector<std::string_view> seen;
    for (const auto& [name, member] : members) {
      const std::string at = path + '.' + std::string(name);
      if (std::find(seen.begin(), seen.end(), name) != seen.end()) complain(at, "twice");
      seen.push_back(name);
      const auto property = shape.properties.find(name);
      if (property == shape.properties.end()) {
        complain(at, "is no property of the standard");
      } else {
        check(member, property->second, at);
      }
    }
  }

  std::vector<std::string> violations;

 private:
  void complain(const std::string& path, const std::string& what) {
    violations.push_back(path + ' ' + what);
  }

  void check(element value, const Property& property, const std::string& path) {
    switch (property.type) {
      case Type::Object:
        return object(value, property.shape, path);
      case Type::Objects:
        return each(value, path,
                    [&](element item, const std::string& at) { object(item, property.shape, at); });
      case Type::Strings:
        return each(value, path,
                    [&](element item, const std::string& at) { string(item, {}, at); });
      case Type::Integer:
        return integer(value, property, path);
      case Type::Number:
        if (!value.is_number()) complain(path, "no number");
        return;
      default:
        return string(value, property, path);
    }
  }

  template <class Visit>
  void each(element value, const std::string& path, Visit visit) {
    simdjson::dom::array items;
    if (value.get(items) != simdjson::SUCCESS) return complain(path, "no array");
    for (const element item : items) visit(item, path + "[]");
  }

  void integer(element value, const Property& property, const std::string& path) {
    std::int64_t number = 0;
    if (!value.is_int64() || value.get(number) != simdjson::SUCCESS) {
      return complain(path, "no integer");
    }
    if (property.minimum && number < *property.minimum) complain(path, "too small");
    if (property.maximum && number > *property.maximum) complain(path, "too large");
  }

  void string(element value, const Property& property, const std::string& path) {
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) return complain(path, "no string");
    const auto& values = property.values;
    if (!values.empty() && std::find(values.begin(), values.end(), text) == values.end()) {
      complain(path, "is not in the enumeration: " + std::string(text));
    }
    if (property.type == Type::Uri && !is_uri(text)) complain(path, "no URI: " + std::string(text));
    if (property.type == Type::DateTime && !base::read_rfc3339(text))
      complain(path, "no date-time");
  }
};

}  // namespace

std::vector<std::string> find_violations(element object) {
  Check check;
  check.object(object, "root", "ninjs");
  return check.violations;
}

}  // namespace ninjs
