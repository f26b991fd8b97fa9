// adapters/config/rules.h
//
// What must hold between keys, each of which is good by itself. Pure.
// Must not know: where a value came from.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/config/settings.h"

namespace adapters::config {

// (path of the key to blame, what is wrong)
using BrokenRule = std::pair<std::string, std::string>;

std::vector<BrokenRule> broken_rules(const Settings& settings);

// True for a setting of librdkafka whose value is never shown.
bool is_secret(std::string_view property);

// True for one that must not stand in a file as it is. A user name or a key's path may.
bool is_never_plain(std::string_view property);

}  // namespace adapters::config
