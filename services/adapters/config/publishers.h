// adapters/config/publishers.h
//
// publishers.yaml: which hosts are one site, and what is known of it beforehand. It chooses sites,
// and so partitions: changing it for running state is a new generation.
// Must not know: how a site is used.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/config/problem.h"

namespace adapters::config {

struct Publisher {
  std::string site{}, name{}, zone{};  // zone: IANA name, or empty
  std::vector<std::string> hosts{}, credits{}, query_identity{}, query_noise{};
  bool agency = false;
  bool canonical_never = false;

  bool operator==(const Publisher&) const = default;
};

struct Publishers {
  std::vector<Publisher> all;     // in the order of the file
  std::vector<Problem> problems;  // any: `all` must not be used
};

Publishers read_publishers(std::string_view yaml, const std::string& source);

// config/publishers.yaml as it was when this binary was built.
std::string_view built_in_publishers();

}  // namespace adapters::config
