// adapters/config/typed.h
//
// A node of a document, judged by the key it belongs to; and back to its spelling. Pure.
// Must not know: files, flags, environment, which source wins.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/config/document.h"
#include "adapters/config/keys.h"
#include "adapters/config/problem.h"

namespace adapters::config {

// Nothing if it does not fit the key: then `problems` has grown.
std::optional<Value> read_value(const Key& key, const Node& node, std::vector<Problem>& problems);

// A flag's or variable's one text as a node: lists as "a,b", maps as "key=text,key=text", lists in
// maps as "key=a|b". Escapes do not exist: what needs a comma stands in a file.
Node to_node(const Key& key, std::string_view text, const Place& place);

// The key's default. It must fit the key: a table that says otherwise is a bug.
Value default_of(const Key& key);

// On one line, as YAML reads it back.
std::string spell_value(const Key& key, const Value& value);

}  // namespace adapters::config
