// adapters/config/keys.h
//
// The one table of configuration keys. It drives the reading of files, flags and environment, the
// commented example, and what is shown: a key that is not here does not exist.
// Must not know: YAML.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/config/settings.h"

namespace adapters::config {

enum class Kind {
  Text,    // anything
  Name,    // letters, digits, '.', '_', '-': what Kafka takes in names
  Choice,  // one of Key::choices
  Integer,
  Bytes,
  Duration,
  Boolean,
  List,        // of texts, of Key::choices if there are any
  Map,         // text -> text
  Properties,  // a Map of librdkafka's settings: some entries are secrets
  ListMap,     // text -> list of texts
};

bool is_map(Kind kind);

// When a new value counts: with the next reload, or only with a new process.
enum class Reload { Restart, Live };

// A value that has been read and has passed its key's checks. The kind tells which part counts.
struct Value {
  std::string text{};       // Text, Name, Choice
  std::int64_t number = 0;  // Integer, Bytes, Duration (milliseconds), Boolean
  Texts list{};
  std::vector<std::pair<std::string, Texts>> map{};  // Map: one text each

  bool operator==(const Value&) const = default;
};

struct Key {
  std::string_view path;
  Kind kind;
  std::string_view fallback;  // the default, as it would be spelled in YAML
  std::string_view sentence;
  void (*set)(Settings&, const Value&);
  std::int64_t min = 0, max = INT64_MAX;  // of numbers; of the length of Text and Name
  std::string_view choices = {};          // "earliest|latest"
  Reload reload = Reload::Restart;
  std::string_view names = {};  // of a map's entries, as choices; nothing: any
};

// In the order of the example file.
std::span<const Key> keys();

const Key* find_key(std::string_view path);

// True if some key's path begins with `path` and a dot.
bool is_section(std::string_view path);

// "DATELINE_COMMIT_INTERVAL"
std::string variable_of(const Key& key);

// A path that exists and was most probably meant; empty if nothing is near.
std::string suggest(std::string_view unknown);

}  // namespace adapters::config
