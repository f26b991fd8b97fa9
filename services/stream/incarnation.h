// stream/incarnation.h
//
// The first record of every changelog partition: a name of its own, so that a topic made again
// under the old name is told from the one that a store was filled from. Pure.
#pragma once

#include <string>
#include <string_view>

#include "stream/ports.h"

namespace stream {

// Keys that begin with a zero byte are the engine's own, in changelogs and in stores.
inline constexpr std::string_view kIncarnationKey{"\0incarnation", 12};
inline bool is_reserved(std::string_view key) { return !key.empty() && key.front() == '\0'; }

struct IncarnationSeed {
  std::string_view cluster_id, topic, instance;
  Partition partition;
  Timestamp now;
  Tick tick{0};
};

// A UUID (RFC 9562, version 8) that no other log gets: its maker, place and moment, hashed. Not
// drawn at random, so that a simulated run is the same each time.
std::string make_incarnation(const IncarnationSeed& seed);

// The changelog record's value, and back. Stop "incarnation_format" for one that we do not know.
std::string write_incarnation(std::string_view uuid);
Result<std::string> read_incarnation(std::string_view bytes);

}  // namespace stream
