// news/publishers.h
//
// What is known about publishers beforehand (config/publishers.yaml): a versioned input, because
// it chooses sites, and so partitions. Immutable after construction: any thread.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace news {

struct Publisher {
  std::string site, name;
  std::vector<std::string> hosts;
  std::string zone;  // IANA name; empty = unknown
  bool agency = false;
  std::vector<std::string> credits;  // how others name it
  bool canonical_never = false;      // rel=canonical of this site is no key
  std::vector<std::string> query_identity, query_noise;

  bool operator==(const Publisher&) const = default;
};

class PublisherTable final {
 public:
  PublisherTable() = default;
  explicit PublisherTable(std::vector<Publisher> publishers);
  PublisherTable(const PublisherTable&) = delete;
  PublisherTable& operator=(const PublisherTable&) = delete;

  // Longest match of the host or one of its parents among `hosts`; nullptr if there is none.
  const Publisher* find_host(std::string_view host) const;
  const Publisher* find_site(std::string_view site) const;
  const std::vector<Publisher>& all() const { return publishers_; }

 private:
  std::vector<Publisher> publishers_;
  std::unordered_map<std::string, std::size_t> by_host_, by_site_;
};

}  // namespace news
