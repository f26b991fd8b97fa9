// news/encode/version.h
//
// A version as the protobuf message of articles.clean and articles.versions (proto/version.proto),
// for readers that would rather not read JSON. Equal versions are equal bytes. Pure, any thread.
// Must not know: Kafka, RocksDB, the clock (no time of processing is written).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "news/change.h"

namespace news::encode {

std::string to_bytes(const Version& version);

// The same in the frame of Confluent's Schema Registry wire format: the registry's id of the
// schema, 1 to 2^31 - 1, which the registry gave when proto/version.proto was registered.
std::string to_framed_bytes(const Version& version, std::uint32_t schema_id);

// Framed or bare. Faults (Stop): unknown_format, bad_version.
base::Result<Version> read_version(std::string_view bytes);

}  // namespace news::encode
