// proto/raw_event.schema.json is what crawlers read: it must name the fields that we read, and an
// event that it calls valid must be one that we take as it is.
#include "tests/unit/news/decode/schema.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <set>
#include <string>

#include "news/decode/event.h"

namespace news::decode {
namespace {

const simdjson::dom::element& schema() {
  static simdjson::dom::parser parser;
  static const simdjson::dom::element kSchema =
      parser.load(std::string(DATELINE_SOURCE_DIR) + "/proto/raw_event.schema.json");
  return kSchema;
}

std::string violation_of(std::string_view json) {
  simdjson::dom::parser parser;
  return json_schema::find_violation(schema(), parser.parse(json.data(), json.size()));
}

// "as it is", "in part" (something was ignored), or the code of the dead letter.
std::string taken(std::string_view json) {
  Decoder decoder({});
  const auto event = decoder.decode(json, base::to_timestamp({2026, 3, 2, 12, 0, 0}, 0));
  if (!event) return std::string(event.fault().code);
  return event->flags.empty() ? "as it is" : "in part";
}

constexpr std::string_view kPlace = R"("url":"https://harbourpost.example/a")";
constexpr std::string_view kTime = R"("fetched_at":"2026-03-02T07:02:11Z")";
constexpr std::string_view kText = R"("text":"The ferry sails.")";

std::string event(std::initializer_list<std::string_view> fields) {
  std::string json = "{";
  for (const std::string_view field : fields) {
    if (json.size() > 1) json += ',';
    json += field;
  }
  return json + '}';
}

std::string long_field(std::string_view name, std::size_t length) {
  return '"' + std::string(name) + "\":\"" + std::string(length, 'x') + '"';
}

TEST(Schema, NamesExactlyTheFieldsOfTheDecoder) {
  std::set<std::string> named;
  for (const auto field : schema()["properties"].get_object()) {
    named.emplace(field.key);
    EXPECT_TRUE(is_field(field.key)) << field.key;
    EXPECT_FALSE(field.value["description"].error()) << field.key;
  }
  for (const char* name :
       {"url",           "html",    "html_base64",  "text",        "text_base64", "fetched_at",
        "status",        "deleted", "content_type", "request_url", "guid",        "id",
        "canonical_url", "title",   "published_at", "modified_at", "language",    "publisher",
        "section",       "authors", "tags",         "description", "image_url"}) {
    EXPECT_EQ(named.count(name), 1u) << name;
  }
  EXPECT_EQ(std::string_view(schema()["$schema"]), "https://json-schema.org/draft/2020-12/schema");
}

TEST(Schema, WhatItCallsValidIsTakenAsItIs) {
  for (const std::string& json : {
           event({kPlace, kTime, kText}),
           event({kPlace, kTime, R"("html":"<p>x")"}),
           event({kPlace, kTime, R"("html_base64":"PHA+eA==")"}),
           event({kPlace, kTime, R"("text_base64":"eA==")"}),
           event({R"("canonical_url":"https://harbourpost.example/a")", kTime, kText}),
           event({R"("guid":"http://harbourpost.example/a")", kTime, kText}),
           event({R"("url":null)", R"("guid":"https://harbourpost.example/a")", kTime, kText}),
           event({kPlace, R"("fetched_at":1772434931)", kText}),
           event({kPlace, R"("fetched_at":1772434931000)", kText}),
           event({kPlace, R"("fetched_at":"1772434931")", kText}),
           event({kPlace, R"("fetched_at":788918400)", kText}),
           event({kPlace, kTime, R"("deleted":true)"}),
           event({kPlace, kTime, R"("deleted":true)", R"("status":503)"}),
           event({kPlace, kTime, R"("status":404)"}),
           event({kPlace, kTime, R"("status":410)"}),
           event({kPlace, kTime, R"("status":451)"}),
           event({kPlace, kTime, kText, R"("status":null)", R"("deleted":null)"}),
           event({kPlace, kTime, kText, R"("status":204)", R"("deleted":false)"}),
           event({kPlace, kTime, kText, R"("authors":"A")", R"("tags":["a",null,""])"}),
           event({kPlace, kTime, kText, R"("title":"")", R"("html":null)", R"("x":{"y":[1]})"}),
           event({kPlace, kTime, kText, long_field("title", 4096), long_field("id", 4096)}),
       }) {
    EXPECT_EQ(violation_of(json), "") << json;
    EXPECT_EQ(taken(json), "as it is") << json;
  }
}

TEST(Schema, WhatIsRefusedIsNotValid) {
  for (const std::string& json : {
           event({kTime, kText}),
           event({kPlace, kText}),
           event({kPlace, kTime}),
           event({R"("url":7)", kTime, kText}),
           event({R"("url":"")", kTime, kText}),
           event({R"("url":null)", kTime, kText}),
           event({R"("guid":"tag:harbourpost.example,2026:1")", kTime, kText}),
           event({long_field("url", 2049), kTime, kText}),
           event({kPlace, R"("fetched_at":null)", kText}),
           event({kPlace, R"("fetched_at":"")", kText}),
           event({kPlace, R"("fetched_at":"soon")", kText}),
           event({kPlace, R"("fetched_at":true)", kText}),
           event({kPlace, R"("fetched_at":788918399)", kText}),
           event({kPlace, R"("fetched_at":100000000000)", kText}),
           event({kPlace, kTime, R"("text":"")"}),
           event({kPlace, kTime, R"("text":null)"}),
           event({kPlace, kTime, R"("html":7)"}),
           event({kPlace, kTime, R"("deleted":false)"}),
           event({kPlace, kTime, R"("status":200)"}),
           event({kPlace, kTime, kText, R"("status":500)"}),
           event({kPlace, kTime, kText, R"("status":300)"}),
           std::string("[]"),
           std::string("7"),
       }) {
    EXPECT_NE(violation_of(json), "") << json;
    const std::string answer = taken(json);
    EXPECT_TRUE(answer != "as it is" && answer != "in part") << json << ' ' << answer;
  }
}

TEST(Schema, WhatIsIgnoredIsNotValid) {
  for (const std::string& field :
       {std::string(R"("title":7)"), long_field("title", 4097), long_field("request_url", 2049),
        long_field("canonical_url", 2049), std::string(R"("authors":{"name":"A"})"),
        std::string(R"("tags":["a",7])"), std::string(R"("status":"200")"),
        std::string(R"("status":1000)"), std::string(R"("deleted":"no")"),
        std::string(R"("content_type":["text/html"])")}) {
    const std::string json = event({kPlace, kTime, kText, field});
    EXPECT_NE(violation_of(json), "") << json;
    EXPECT_EQ(taken(json), "in part") << json;
  }
}

}  // namespace
}  // namespace news::decode
