// adapters/config/interpolate.h
//
// ${env:X}, ${env:X:-default}, ${env:X:?text}, ${file:/run/secrets/x} and $${ inside the values of
// a document that has been read already: a value can never add structure, and its text is not read
// again. Files: 64 KiB at most, the last newline is cut.
// Must not know: keys, types.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "adapters/config/document.h"
#include "adapters/config/problem.h"

namespace adapters::config {

inline constexpr std::size_t kSecretBytesMax = 64u << 10;

// In place; each scalar tells what it was filled from. What a file holds is a secret: no problem
// ever quotes it.
void interpolate(Node& node, const std::map<std::string, std::string>& environment,
                 std::vector<Problem>& problems);

}  // namespace adapters::config
