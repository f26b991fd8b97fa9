// version/takedown_request.h
//
// From what a person names, a URN or an address, to the control candidate that takes the article
// down. Pure, any thread. Must not know: Kafka, whether the article is known.
#pragma once

#include <string>
#include <string_view>

#include "news/candidate.h"
#include "news/identity/address.h"

namespace version {

inline constexpr std::size_t kReasonBytesMax = 1024;

struct TakedownRequest {
  // Of its record among the takedowns, which keep the last one of each for ever: the URN, or the
  // canonical address. Among the candidates its key is the site.
  std::string name;
  news::Candidate candidate;

  bool operator==(const TakedownRequest&) const = default;
};

// Faults: bad_address (DeadLetter), bad_urn, bad_reason (Stop).
base::Result<TakedownRequest> read_takedown(std::string_view target, std::string_view reason,
                                            const news::identity::AddressRules& rules,
                                            base::Timestamp now);

}  // namespace version
