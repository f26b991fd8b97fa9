// cli/generation.h
//
// What a generation beside the running one calls its own. One rule: the running one's name of a
// topic, without its own generation behind it, and ".<generation>". So names follow from the
// configuration and a word, and can be found again.
// Pure. Must not know: Kafka, what is done with the names.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/config/settings.h"

namespace cli {

// From which log it begins: the raw events, if cleaning changed; what was cleaned of them, if only
// judging did.
enum class Origin { Raw, Candidates };

// "articles.clean", "g1", "g2": "articles.clean.g2". "articles.clean.g1" gives the same.
std::string name_beside(const std::string& topic, const std::string& own, const std::string& other);

// The configuration with which it runs.
adapters::config::Settings beside(const adapters::config::Settings& running,
                                  const std::string& generation, Origin origin);

// What is wrong with such a name; nothing: it is good.
std::optional<std::string> find_complaint(const adapters::config::Settings& running,
                                          const std::string& generation);

// Path and value of what differs, in the order of the configuration.
std::vector<std::pair<std::string, std::string>> differences_of(
    const adapters::config::Settings& running, const adapters::config::Settings& other);

}  // namespace cli
