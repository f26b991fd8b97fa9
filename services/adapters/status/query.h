// adapters/status/query.h
//
// What stands behind the question mark of a request: name=value&name=value, percent-decoded. Pure.
// Must not know: which names there are.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace adapters::status {

using Query = std::map<std::string, std::string, std::less<>>;

// Fault (Stop): bad_query, for a broken escape or a name given twice.
base::Result<Query> read_query(std::string_view text);

}  // namespace adapters::status
