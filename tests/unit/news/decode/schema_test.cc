// proto/raw_event.schema.json is what crawlers read; it must name the fields that we read.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <set>
#include <string>

#include "news/decode/event.h"

namespace news::decode {
namespace {

TEST(Schema, NamesExactlyTheFieldsOfTheDecoder) {
  simdjson::dom::parser parser;
  const simdjson::dom::element schema =
      parser.load(std::string(DATELINE_SOURCE_DIR) + "/proto/raw_event.schema.json");
  std::set<std::string> named;
  for (const auto field : schema["properties"].get_object()) {
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
  EXPECT_EQ(std::string_view(schema["$schema"]), "https://json-schema.org/draft/2020-12/schema");
}

}  // namespace
}  // namespace news::decode
