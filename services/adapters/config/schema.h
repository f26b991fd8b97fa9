// adapters/config/schema.h
//
// The table of keys for machines and for readers: as JSON Schema 2020-12, which editors take, and
// as a page of reference. Both are committed, and compared with this by a test. Pure.
// Must not know: values that are in force.
#pragma once

#include <string>

#include "adapters/config/keys.h"

namespace adapters::config {

// config/dateline.schema.json. It takes what the reader takes, but for ranges of durations and of
// sizes with a unit, and for rules between keys.
std::string schema();

// docs/configuration.md
std::string reference();

// Numbers, booleans, lists and maps as JSON has them; durations and sizes as they are spelled.
std::string to_json(const Key& key, const Value& value);

// Text in quotes; well-formed UTF-8 stays as it is.
std::string quote_json(std::string_view text);

// "1ms to 4s", "earliest, latest", or nothing.
std::string range_of(const Key& key);

}  // namespace adapters::config
