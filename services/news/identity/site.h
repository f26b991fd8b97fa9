// news/identity/site.h
//
// Which site a host belongs to: the first line of identity, and the key that chooses the home
// partition (base::partition_for_key). A new suffix list or `hosts` entry moves sites, so both are
// versioned inputs. Pure after construction, any thread.
// Must not know: Kafka, RocksDB, paths and queries, the network.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "news/publishers.h"

namespace news::identity {

using base::Result;

// The public suffix list that libpsl was built with, ICANN and private rules. A last label that
// the list does not know counts as a suffix, so "paper.example" is a registrable domain.
class Suffixes final {
 public:
  Suffixes();
  ~Suffixes();
  Suffixes(const Suffixes&) = delete;
  Suffixes& operator=(const Suffixes&) = delete;

  // Of a lower-case host in A-labels; empty for a bare suffix, a single label or an IP address.
  std::string registrable_domain(std::string_view host) const;
  // A SHA-1 of the list's source, as libpsl tells it: sites depend on it.
  std::string version() const;

 private:
  struct List;
  const std::unique_ptr<const List> list_;
};

// The site of a lower-case host in A-labels: longest match among the publishers' hosts, else the
// registrable domain, else a dead letter bad_address.
Result<std::string> site_of(std::string_view host, const Suffixes& suffixes,
                            const PublisherTable& publishers);

}  // namespace news::identity
