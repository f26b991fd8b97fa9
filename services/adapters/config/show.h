// adapters/config/show.h
//
// The configuration as text for people: the commented example file, and the effective values with
// their origins, secrets masked. Pure.
#pragma once

#include <string>
#include <vector>

#include "adapters/config/load.h"

namespace adapters::config {

// config/dateline.yaml is exactly this: every key with its default, sentence, range and variable.
std::string example();

enum class Which { All, Changed };

// The value as it may be shown, on one line as YAML has it: secrets are "***".
std::string spell_masked(const Effective& effective);

// A row a key: its value, and where that comes from.
std::string show_table(const std::vector<Effective>& effective, Which which);

// The same as JSON lines: key, value, from, live.
std::string show_json(const std::vector<Effective>& effective, Which which);

}  // namespace adapters::config
