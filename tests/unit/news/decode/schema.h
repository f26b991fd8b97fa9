// tests/unit/news/decode/schema.h
//
// As much of JSON Schema (draft 2020-12) as proto/raw_event.schema.json uses. A keyword that is not
// known here is a failure, so that the schema cannot say more than its test understands.
#pragma once

#include <simdjson.h>

#include <string>

namespace json_schema {

// Empty if `value` is valid, else why not.
std::string find_violation(const simdjson::dom::element& schema,
                           const simdjson::dom::element& value);

}  // namespace json_schema
