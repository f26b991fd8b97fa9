// news/identity/address.h
//
// One spelling per address, so that two links to one article meet in one key. A key, never shown:
// output keeps addresses as they were found.
// Pure and total: any bytes in, an address or a dead letter bad_address out. O(n), <= 2 KiB out.
// Must not know: Kafka, RocksDB, HTML, the clock, the network.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "news/identity/site.h"
#include "news/publishers.h"

namespace news::identity {

inline constexpr std::size_t kAddressBytesMax = 2048;  // as found and as canonical
inline constexpr std::size_t kParametersMax = 32;      // of a query, before noise is dropped
inline constexpr int kWrappersMax = 2;                 // redirectors and caches around an address

// The versioned inputs of an address. Both outlive the call.
struct AddressRules {
  const Suffixes& suffixes;
  const PublisherTable& publishers;  // adds noise and protects names, per site
};

struct Place {
  std::string url;   // canonical
  std::string site;  // of its host as found, before "www." and the like are dropped

  bool operator==(const Place&) const = default;
};

// canonicalize(canonicalize(x)) == canonicalize(x). `base` resolves relative references (RFC 3986);
// without one (empty) they are faults.
Result<std::string> canonicalize(std::string_view address, const AddressRules& rules,
                                 std::string_view base = {});

// The same with the site; a host without one (an IP, a single label, a bare suffix) is a fault.
Result<Place> locate(std::string_view address, const AddressRules& rules,
                     std::string_view base = {});

}  // namespace news::identity
