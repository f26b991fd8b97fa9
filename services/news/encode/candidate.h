// news/encode/candidate.h
//
// A record of dateline.candidates as bytes (proto/candidate.proto), and back. The article inside
// stays bytes, so that a duplicate is judged without opening it. Unreadable bytes are a Stop: the
// log is ours. Pure, any thread.
// Must not know: Kafka, RocksDB, how a candidate is judged.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "news/candidate.h"

namespace news::encode {

using base::Result;

std::string to_bytes(const Candidate& candidate);

// A candidate without its article, which stays where it is: bytes of the record.
struct Unopened {
  Candidate candidate;
  std::string_view article;
};

// Faults: unknown_format, bad_candidate.
Result<Unopened> read_unopened(std::string_view bytes);
Result<Candidate> read_candidate(std::string_view bytes);

}  // namespace news::encode
